package adjoint.epilogue;

/** What happens to each element of an operator's input as it is read. A border is made of elements to which it has happened. */
public enum Prologue {
    /** Nothing. */
    NONE,
    /**
     * It is multiplied by the factor of its image and channel, one of {@code [N, C]} that are given with each run: the excitation
     * of Squeeze-and-Excitation Networks (Hu et al., 2018) without a pass of its own over the tensor.
     * A backend may multiply the filter instead, for each image: results differ by rounding only.
     */
    CHANNEL_FACTORS
}
