package adjoint.conformance.corpus;

/** One line of a corpus, read and understood. */
interface Case {

    /** Its name in the file. */
    String id();

    /**
     * Tries it.
     *
     * @throws IllegalArgumentException if the library refuses the case's arguments
     */
    Outcome run(Setting setting);
}
