package adjoint.conformance.corpus;

/** A line does not follow its format. */
final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String why) {
        super(why);
    }
}
