package adjoint.geometry;

import adjoint.check.Check;

/**
 * The sliding window of one spatial axis: how many taps, how far apart, how far it moves.
 *
 * @param kernel   number of taps, at least 1
 * @param stride   distance between neighbouring windows on the x side, at least 1
 * @param dilation distance between neighbouring taps on the x side, at least 1 (1 = dense)
 */
public record Window(int kernel, int stride, int dilation) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1 or the window spans more than an int holds
     */
    public Window {
        Check.atLeast("kernel", kernel, 1);
        Check.atLeast("stride", stride, 1);
        Check.atLeast("dilation", dilation, 1);
        Check.fitsInt("window span", (kernel - 1L) * dilation + 1);
    }

    /**
     * The extent that a window covers on the x side, {@code (kernel - 1) * dilation + 1}.
     *
     * @return the span, at least 1
     */
    public int span() {
        return (kernel - 1) * dilation + 1;
    }

    /**
     * The extent that {@code y} windows cover together on the x side, {@code (y - 1) * stride + span}: the uncropped
     * ("natural") output of a transposed convolution.
     *
     * @param y number of windows
     * @return the extent; for y = 0 the formula's value, which may be negative
     */
    public long natural(int y) {
        return (y - 1L) * stride + span();
    }
}
