package adjoint.cli.explain;

/** What one place of a picture stands for. Of the axes of a grid, the kind that comes first here decides. */
enum Cell {
    /** A zero beyond the edge. */
    PADDING("padding"),
    /** A zero between two neighbouring inputs of a transposed convolution. */
    STRETCH("stretch"),
    /** An input element that has no part in the result. */
    UNREAD("input never read"),
    /** An input element. */
    INPUT("input"),
    /** An element that the window yields and the padding cuts away. */
    DROPPED("dropped"),
    /** An element of the result that no input reaches: it is zero. */
    EMPTY("output without input"),
    /** An element of the result. */
    OUTPUT("output");

    private final String word;

    Cell(String word) {
        this.word = word;
    }

    /** The kind in words, for a legend. */
    public String word() {
        return word;
    }

    /** The kind of a place in a grid, from its kinds along two axes. */
    public Cell with(Cell other) {
        return ordinal() < other.ordinal() ? this : other;
    }
}
