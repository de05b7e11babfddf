package adjoint.geometry;

import adjoint.check.Check;
import java.util.List;

/**
 * How the x side (the image), the y side (what the filter makes of it) and the filter relate, resolved and checked.
 *
 * <p>{@code y[n, o, i] = sum over c, t of w[o, c, t] * x[n, g*C/G + c, position(i, t)]} for output channel {@code o} of group
 * {@code g = o / (O/G)}, with one {@link Axis} per spatial dimension. Convolution reads x and writes y, transposed convolution
 * reads y and writes x, the filter gradient reads both and writes w.
 *
 * @param batch     images, at least 0
 * @param groups    groups, at least 1; channels of different groups do not meet
 * @param xChannels channels of the x side, a multiple of {@code groups}
 * @param yChannels channels of the y side, a multiple of {@code groups}
 * @param axes      the spatial axes, outermost first: (w), (h, w) or (d, h, w)
 */
public record Geometry(int batch, int groups, int xChannels, int yChannels, List<Axis> axes) {

    /** The largest number of spatial axes. */
    public static final int MAX_RANK = 3;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range, {@code groups} does not divide the channels, or a tensor would
     *                                  have more than {@link Integer#MAX_VALUE} elements
     */
    public Geometry {
        Check.atLeast("batch", batch, 0);
        Check.atLeast("groups", groups, 1);
        Check.atLeast("xChannels", xChannels, 0);
        Check.atLeast("yChannels", yChannels, 0);
        Check.divides("groups", groups, "xChannels", xChannels);
        Check.divides("groups", groups, "yChannels", yChannels);
        Check.notNull("axes", axes).forEach(axis -> Check.notNull("axes", axis));
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.size() > MAX_RANK) {
            throw new IllegalArgumentException("rank=" + axes.size() + ": must be 1, 2 or " + MAX_RANK);
        }
        Axis d = axisOrUnit(axes, 0);
        Axis h = axisOrUnit(axes, 1);
        Axis w = axisOrUnit(axes, 2);
        Check.elements("x shape", batch, xChannels, d.xExtent(), h.xExtent(), w.xExtent());
        Check.elements("y shape", batch, yChannels, d.yExtent(), h.yExtent(), w.yExtent());
        Check.elements("filter shape", yChannels, xChannels / groups, d.kernel(), h.kernel(), w.kernel());
    }

    /**
     * Number of spatial axes.
     *
     * @return 1, 2 or 3
     */
    public int rank() {
        return axes.size();
    }

    /**
     * The depth axis, so that every rank can be computed as rank 3.
     *
     * @return the axis, {@link Axis#UNIT} below rank 3
     */
    public Axis depth() {
        return axisOrUnit(axes, 0);
    }

    /**
     * The height axis, so that every rank can be computed as rank 3.
     *
     * @return the axis, {@link Axis#UNIT} below rank 2
     */
    public Axis height() {
        return axisOrUnit(axes, 1);
    }

    /**
     * The width axis, the innermost one.
     *
     * @return the axis
     */
    public Axis width() {
        return axisOrUnit(axes, 2);
    }

    /**
     * Channels of the x side in one group.
     *
     * @return {@code xChannels / groups}
     */
    public int xGroupChannels() {
        return xChannels / groups;
    }

    /**
     * Channels of the y side in one group.
     *
     * @return {@code yChannels / groups}
     */
    public int yGroupChannels() {
        return yChannels / groups;
    }

    /**
     * Number of taps over all axes.
     *
     * @return the product of the kernel extents
     */
    public int taps() {
        return depth().kernel() * height().kernel() * width().kernel();
    }

    /**
     * Elements of the x side.
     *
     * @return {@code batch * xChannels * x extents}
     */
    public int xElements() {
        return batch * xChannels * depth().xExtent() * height().xExtent() * width().xExtent();
    }

    /**
     * Elements of the y side.
     *
     * @return {@code batch * yChannels * y extents}
     */
    public int yElements() {
        return batch * yChannels * depth().yExtent() * height().yExtent() * width().yExtent();
    }

    /**
     * Elements of the filter.
     *
     * @return {@code yChannels * xChannels/groups * taps}
     */
    public int filterElements() {
        return yChannels * xGroupChannels() * taps();
    }

    /**
     * Multiply-adds of one run of any of the three operators, those with padding counted: the usual measure of work, of which
     * 2 make a pair of floating point operations.
     *
     * @return {@code yElements * xChannels/groups * taps}
     */
    public long multiplyAdds() {
        return (long) yElements() * xGroupChannels() * taps();
    }

    private static Axis axisOrUnit(List<Axis> axes, int index) {
        int at = index - (MAX_RANK - axes.size());
        return at < 0 ? Axis.UNIT : axes.get(at);
    }
}
