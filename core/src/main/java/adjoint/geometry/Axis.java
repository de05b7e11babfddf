package adjoint.geometry;

import adjoint.check.Check;

/**
 * One spatial axis, resolved to numbers: tap {@code t} of window {@code i} lies at position {@code i*stride + t*dilation - lo}
 * of the image.
 *
 * <p>Convolution computes {@code y[i] = sum over t of w[t] * x[position(i, t)]} for {@code 0 <= i < yExtent}; transposed
 * convolution adds {@code y[i] * w[t]} to {@code x[position(i, t)]}. Both read the same numbers, which is why they are
 * adjoint for every padding mode. Positions outside {@code 0 <= position < xExtent} follow the {@link BorderMode}.
 *
 * <p>Source: the common form of TensorFlow's {@code GetWindowedOutputSizeVerbose}, ONNX ConvTranspose, PyTorch's
 * {@code conv_input_size} and oneDNN's deconvolution descriptor, which differ only in how they choose {@code lo} and the
 * extents.
 *
 * @param xExtent extent of the x side: input of the convolution, output of the transposed convolution
 * @param yExtent extent of the y side: output of the convolution, input of the transposed convolution
 * @param window  kernel, stride and dilation
 * @param lo      padding before the first element; negative: the first windows start inside the image
 * @param border  what lies outside the image
 */
public record Axis(int xExtent, int yExtent, Window window, int lo, BorderMode border) {

    /** The axis that a problem of lower rank does not have: one element, one tap. */
    public static final Axis UNIT = new Axis(1, 1, new Window(1, 1, 1), 0, BorderMode.ZEROS);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if an extent is negative, a position does not fit into an int, or windows have to
     *                                  read from an image without elements under a mode other than zeros
     */
    public Axis {
        Check.atLeast("xExtent", xExtent, 0);
        Check.atLeast("yExtent", yExtent, 0);
        Check.notNull("window", window);
        Check.notNull("border", border);
        Check.fitsInt("first position", -(long) lo);
        Check.fitsInt("last position", window.natural(yExtent) - lo);
        Check.fitsInt("hi", window.natural(yExtent) - lo - xExtent);
        if (border != BorderMode.ZEROS && xExtent == 0 && yExtent > 0) {
            throw new IllegalArgumentException("xExtent=0: must be at least 1 for border=" + border);
        }
    }

    /**
     * Number of taps.
     *
     * @return the kernel extent
     */
    public int kernel() {
        return window.kernel();
    }

    /**
     * Distance between neighbouring windows.
     *
     * @return the stride
     */
    public int stride() {
        return window.stride();
    }

    /**
     * Distance between neighbouring taps.
     *
     * @return the dilation, 1 = dense
     */
    public int dilation() {
        return window.dilation();
    }

    /**
     * Padding after the last element, derived: {@code natural - lo - xExtent}.
     *
     * @return the padding; negative: the last {@code -hi} elements of the image are reached by no window
     */
    public int hi() {
        return (int) (window.natural(yExtent) - lo - xExtent);
    }

    /**
     * Where a tap lies.
     *
     * @param i window, {@code 0 <= i < yExtent}
     * @param t tap, {@code 0 <= t < kernel}
     * @return the position on the image's axis, inside the image or not
     */
    public int position(int i, int t) {
        return i * stride() + t * dilation() - lo;
    }

    /**
     * The image element that a tap meets.
     *
     * @param i window, {@code 0 <= i < yExtent}
     * @param t tap, {@code 0 <= t < kernel}
     * @return its index, or {@link BorderMode#OUTSIDE} if there is a zero
     */
    public int source(int i, int t) {
        return border.source(position(i, t), xExtent);
    }

    /**
     * Whether any window reads an image element. Elements that none reads get nothing from a transposed convolution.
     *
     * @param x index, {@code 0 <= x < xExtent}
     * @return true if some tap of some window meets it
     */
    public boolean reads(int x) {
        for (int i = 0; i < yExtent; i++) {
            for (int t = 0; t < kernel(); t++) {
                if (source(i, t) == x) {
                    return true;
                }
            }
        }
        return false;
    }
}
