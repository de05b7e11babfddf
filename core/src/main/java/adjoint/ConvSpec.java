package adjoint;

import adjoint.check.Check;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Interval;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A layer in Adjoint's own terms, before the extents of its images are known. Immutable; each method returns a new
 * specification.
 *
 * <pre>{@code
 * ConvSpec layer = ConvSpec.of(64, 32, 4, 4).stride(2).padding(Padding.SAME).layout(Layout.NHWC);
 * Problem down = layer.fromX(1, 128, 128);   // convolution: 64 channels 128x128 -> 32 channels 64x64
 * Problem up = layer.fromY(1, 64, 64);       // transposed:  32 channels 64x64 -> 64 channels 128x128
 * }</pre>
 *
 * <p>The x side is the image that the convolution reads and the transposed convolution writes; its channels come first. What
 * is given per axis takes one value for all axes or one for each, outermost first.
 *
 * @param xChannels    channels of the x side
 * @param yChannels    channels of the y side
 * @param groups       groups, a divisor of both
 * @param windows      kernel, stride and dilation of each axis
 * @param paddings     padding of each axis
 * @param borders      border mode of each axis
 * @param layout       order of both image tensors
 * @param filterLayout order of the filter
 */
public record ConvSpec(int xChannels, int yChannels, int groups, List<Window> windows, List<Padding> paddings,
        List<BorderMode> borders, Layout layout, FilterLayout filterLayout) {

    /**
     * Checks what can be checked without extents.
     *
     * @throws IllegalArgumentException if a number is out of range or {@code groups} does not divide the channels
     */
    public ConvSpec {
        Check.atLeast("xChannels", xChannels, 0);
        Check.atLeast("yChannels", yChannels, 0);
        Check.atLeast("groups", groups, 1);
        Check.divides("groups", groups, "xChannels", xChannels);
        Check.divides("groups", groups, "yChannels", yChannels);
        Check.notNull("windows", windows).forEach(window -> Check.notNull("windows", window));
        windows = List.copyOf(windows);
        if (windows.isEmpty() || windows.size() > Geometry.MAX_RANK) {
            throw new IllegalArgumentException("rank=" + windows.size() + ": must be 1, 2 or " + Geometry.MAX_RANK);
        }
        paddings = Check.perAxis("paddings", Check.notNull("paddings", paddings), windows.size());
        borders = Check.perAxis("borders", Check.notNull("borders", borders), windows.size());
        Check.notNull("layout", layout);
        Check.notNull("filterLayout", filterLayout);
    }

    /**
     * A dense layer with stride 1, no dilation, no padding, one group, NCHW images and an OIHW filter.
     *
     * @param xChannels channels of the x side
     * @param yChannels channels of the y side
     * @param kernel    taps of each axis: 1, 2 or 3 numbers
     * @return the specification
     */
    public static ConvSpec of(int xChannels, int yChannels, int... kernel) {
        Check.notNull("kernel", kernel);
        return new ConvSpec(xChannels, yChannels, 1, Arrays.stream(kernel).mapToObj(k -> new Window(k, 1, 1)).toList(),
                List.of(Padding.VALID), List.of(BorderMode.ZEROS), Layout.NCHW, FilterLayout.OIHW);
    }

    /**
     * A layer in which each channel of the x side has its own filters: y-side channel {@code c * multiplier + m}.
     *
     * @param channels   channels of the x side
     * @param multiplier y-side channels for each of them
     * @param kernel     taps of each axis
     * @return the specification
     * @throws IllegalArgumentException if {@code channels} is below 1
     */
    public static ConvSpec depthwise(int channels, int multiplier, int... kernel) {
        Check.atLeast("channels", channels, 1);
        Check.atLeast("multiplier", multiplier, 0);
        return of(channels, Check.fitsInt("yChannels", (long) channels * multiplier), kernel).groups(channels);
    }

    /**
     * Sets the number of groups.
     *
     * @param count groups, a divisor of both channel numbers
     * @return a new specification
     */
    public ConvSpec groups(int count) {
        return new ConvSpec(xChannels, yChannels, count, windows, paddings, borders, layout, filterLayout);
    }

    /**
     * Sets the stride.
     *
     * @param strides one, or one per axis
     * @return a new specification
     */
    public ConvSpec stride(int... strides) {
        List<Integer> each = perAxis("stride", strides);
        return windows(axis -> new Window(windows.get(axis).kernel(), each.get(axis), windows.get(axis).dilation()));
    }

    /**
     * Sets the dilation.
     *
     * @param dilations one, or one per axis; 1 = dense
     * @return a new specification
     */
    public ConvSpec dilation(int... dilations) {
        List<Integer> each = perAxis("dilation", dilations);
        return windows(axis -> new Window(windows.get(axis).kernel(), windows.get(axis).stride(), each.get(axis)));
    }

    /**
     * Sets the padding.
     *
     * @param each one, or one per axis
     * @return a new specification
     */
    public ConvSpec padding(Padding... each) {
        return new ConvSpec(xChannels, yChannels, groups, windows, Arrays.asList(Check.notNull("paddings", each)),
                borders, layout, filterLayout);
    }

    /**
     * Sets what lies outside the image.
     *
     * @param each one, or one per axis
     * @return a new specification
     */
    public ConvSpec border(BorderMode... each) {
        return new ConvSpec(xChannels, yChannels, groups, windows, paddings,
                Arrays.asList(Check.notNull("borders", each)), layout, filterLayout);
    }

    /**
     * Sets the order of the image tensors.
     *
     * @param order the layout
     * @return a new specification
     */
    public ConvSpec layout(Layout order) {
        return new ConvSpec(xChannels, yChannels, groups, windows, paddings, borders, order, filterLayout);
    }

    /**
     * Sets the order of the filter.
     *
     * @param order the layout
     * @return a new specification
     */
    public ConvSpec filterLayout(FilterLayout order) {
        return new ConvSpec(xChannels, yChannels, groups, windows, paddings, borders, layout, order);
    }

    /**
     * Number of spatial axes.
     *
     * @return 1, 2 or 3
     */
    public int rank() {
        return windows.size();
    }

    /**
     * The problem over images of given extents; the y side follows.
     *
     * @param batch   number of images
     * @param extents spatial extents of the x side
     * @return the problem
     * @throws IllegalArgumentException if the padded image is shorter than the window by a stride or more; if it is shorter by less, the y
     *                                  side is empty
     */
    public Problem fromX(int batch, int... extents) {
        requireRank("extents", extents);
        return problem(batch,
                axis -> paddings.get(axis).fromX(extents[axis], windows.get(axis), borders.get(axis)));
    }

    /**
     * The problem over y sides of given extents, with the usual extents of the x side: see {@link Padding#fromY}.
     *
     * @param batch   number of images
     * @param extents spatial extents of the y side
     * @return the problem
     * @throws IllegalArgumentException if the padding takes away the whole x side and more
     */
    public Problem fromY(int batch, int... extents) {
        requireRank("extents", extents);
        return problem(batch,
                axis -> paddings.get(axis).fromY(extents[axis], windows.get(axis), borders.get(axis)));
    }

    /**
     * The problem between two sides of given extents.
     *
     * @param batch    number of images
     * @param xExtents spatial extents of the x side
     * @param yExtents spatial extents of the y side
     * @return the problem
     * @throws IllegalArgumentException if a convolution does not turn the one into the other; the message names the admissible
     *                                  extents
     */
    public Problem between(int batch, int[] xExtents, int[] yExtents) {
        requireRank("xExtents", xExtents);
        requireRank("yExtents", yExtents);
        return problem(batch, axis -> paddings.get(axis).between(xExtents[axis], yExtents[axis],
                windows.get(axis), borders.get(axis)));
    }

    /**
     * The x extents that lead to given y extents: the admissible output sizes of a transposed convolution.
     *
     * @param yExtents spatial extents of the y side
     * @return an interval per axis
     */
    public List<Interval> validOutputSizes(int... yExtents) {
        requireRank("yExtents", yExtents);
        return IntStream.range(0, rank())
                .mapToObj(axis -> paddings.get(axis).validOutputSizes(yExtents[axis], windows.get(axis))).toList();
    }

    private Problem problem(int batch, IntFunction<Axis> resolve) {
        List<Axis> axes = IntStream.range(0, rank()).mapToObj(resolve).toList();
        return new Problem(new Geometry(batch, groups, xChannels, yChannels, axes), layout, filterLayout);
    }

    private ConvSpec windows(IntFunction<Window> each) {
        return new ConvSpec(xChannels, yChannels, groups, IntStream.range(0, rank()).mapToObj(each).toList(), paddings,
                borders, layout, filterLayout);
    }

    private List<Integer> perAxis(String name, int[] values) {
        return Check.perAxis(name, Arrays.stream(Check.notNull(name, values)).boxed().toList(), rank());
    }

    private void requireRank(String name, int[] extents) {
        if (Check.notNull(name, extents).length != rank()) {
            throw new IllegalArgumentException(
                    name + "=" + Arrays.toString(extents) + ": must have " + rank()
                            + " values, one for each spatial axis");
        }
    }
}
