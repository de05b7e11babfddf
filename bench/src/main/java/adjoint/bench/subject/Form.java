package adjoint.bench.subject;

/**
 * One of the ways in which a subject can be used.
 *
 * @param name a short word, distinct among the subject's forms
 * @param edge order of the images
 */
public record Form(String name, Edge edge) {

    /** Plain images, channels first. */
    public static final Form NCHW = new Form("nchw", Edge.NCHW);
    /** Plain images, channels last. */
    public static final Form NHWC = new Form("nhwc", Edge.NHWC);
}
