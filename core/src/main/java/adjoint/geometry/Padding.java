package adjoint.geometry;

/**
 * How the window lies over the image on one axis: chooses the padding and relates the extents of the two sides.
 *
 * <p>From the x side a padding yields the y side (convolution, {@link #fromX}). The way back is ambiguous where the stride is
 * above 1, since several images give the same number of windows: {@link #validOutputSizes} is the interval of them,
 * {@link #fromY(int, Window, BorderMode)} takes the usual one and {@link #between} the one asked for.
 *
 * <pre>
 * mode          lo                 hi                y from x                        x from y (default)
 * SAME          floor(total/2)     total - lo        ceil(x / stride)                y * stride
 * SAME_LOWER    ceil(total/2)      total - lo        ceil(x / stride)                y * stride
 * CAUSAL        span - 1           0                 ceil(x / stride)                y * stride
 * VALID         0                  0                 floor((x - span)/stride) + 1    (y-1)*stride + span
 * FULL          span - 1           span - 1          floor((x+span-2)/stride) + 1    (y-1)*stride - span + 2
 * explicit      given              given             floor((x+lo+hi-span)/stride)+1  (y-1)*stride + span - lo - hi
 *
 * total = max(0, (y-1)*stride + span - x): under SAME, asking for another x moves lo.
 * </pre>
 *
 * <p>Source: TensorFlow {@code GetWindowedOutputSizeVerbose} and {@code ConvBackpropExtractAndVerifyDimension} (SAME, VALID,
 * EXPLICIT); ONNX Conv {@code auto_pad} (SAME_LOWER); Keras Conv1D (causal); NumPy {@code convolve} (full).
 */
public sealed interface Padding permits PaddingRule {

    /** As many windows as strides fit; of an odd total the extra element goes to the end (SAME_UPPER in ONNX). */
    Padding SAME = Mode.SAME;
    /** As {@link #SAME}, but the extra element of an odd total goes to the start. */
    Padding SAME_LOWER = Mode.SAME_LOWER;
    /** No padding: windows lie within the image. */
    Padding VALID = Mode.VALID;
    /** All padding at the start: a window sees no element after its own. */
    Padding CAUSAL = Mode.CAUSAL;
    /** Every window that meets the image in at least one tap. */
    Padding FULL = Mode.FULL;

    /**
     * A given number of elements on each side; negative numbers crop the image.
     *
     * @param lo elements before the first
     * @param hi elements after the last
     * @return the padding
     */
    static Padding explicit(int lo, int hi) {
        return new Explicit(lo, hi);
    }

    /** The modes without parameters. */
    enum Mode implements PaddingRule {
        /** See {@link Padding#SAME}. */
        SAME,
        /** See {@link Padding#SAME_LOWER}. */
        SAME_LOWER,
        /** See {@link Padding#VALID}. */
        VALID,
        /** See {@link Padding#CAUSAL}. */
        CAUSAL,
        /** See {@link Padding#FULL}. */
        FULL
    }

    /**
     * Explicit padding.
     *
     * @param lo elements before the first; negative: so many of the first elements are cropped
     * @param hi elements after the last; negative: so many of the last elements are cropped
     */
    record Explicit(int lo, int hi) implements PaddingRule {
        @Override
        public String toString() {
            return "EXPLICIT(" + lo + "," + hi + ")";
        }
    }

    /**
     * The axis of a convolution over an image of extent {@code x}.
     *
     * @param x      extent of the image, at least 0
     * @param window kernel, stride, dilation
     * @param border what lies outside the image
     * @return the resolved axis; its y extent may be 0
     * @throws IllegalArgumentException if the padded image is shorter than the window by a stride or more
     */
    Axis fromX(int x, Window window, BorderMode border);

    /**
     * The axis of a transposed convolution of the usual output size: {@code y * stride} for SAME, SAME_LOWER and CAUSAL, else
     * the smallest one.
     *
     * @param y      extent of the y side, at least 0
     * @param window kernel, stride, dilation
     * @param border what lies outside the image
     * @return the resolved axis
     * @throws IllegalArgumentException if the padding takes away the whole output and more
     */
    Axis fromY(int y, Window window, BorderMode border);

    /**
     * The axis between two given sides.
     *
     * @param x      extent of the image
     * @param y      extent of the y side
     * @param window kernel, stride, dilation
     * @param border what lies outside the image
     * @return the resolved axis
     * @throws IllegalArgumentException if a convolution over {@code x} elements does not yield {@code y}; the message names the
     *                                  admissible extents
     */
    Axis between(int x, int y, Window window, BorderMode border);

    /**
     * The image extents from which a convolution yields {@code y}: the admissible outputs of a transposed convolution.
     *
     * @param y      extent of the y side, at least 0
     * @param window kernel, stride, dilation
     * @return the interval; it has {@code stride} members unless it is cut off at 0
     * @throws IllegalArgumentException if there is none
     */
    Interval validOutputSizes(int y, Window window);
}
