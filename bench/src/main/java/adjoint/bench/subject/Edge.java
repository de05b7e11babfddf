package adjoint.bench.subject;

/** The order of the images as a subject gets and leaves them. */
public enum Edge {
    /** Channels first. */
    NCHW,
    /** Channels last. */
    NHWC,
    /** An order of the subject's own; bringing images into it and out of it is not measured. */
    OWN
}
