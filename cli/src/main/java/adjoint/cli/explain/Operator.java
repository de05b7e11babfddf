package adjoint.cli.explain;

/** The two operators that are explained. Both slide a window; they differ in what it slides over. */
enum Operator {
    /** Convolution: from the x side to the y side; the window slides over the padded image. */
    CONV("convolution"),
    /** Transposed convolution: from the y side to the x side; the window slides over the stretched and padded input. */
    DECONV("transposed convolution");

    private final String title;

    Operator(String title) {
        this.title = title;
    }

    /** The operator in words. */
    public String title() {
        return title;
    }
}
