package adjoint.conformance.corpus;

/**
 * An operator that the library does not have.
 *
 * @param id its name
 * @param op the operator
 */
record UnsupportedCase(String id, String op) implements Case {

    @Override
    public Outcome run(Setting setting) {
        return new Outcome.Skipped("unsupported: " + op);
    }
}
