package adjoint.dialect;

import adjoint.check.Check;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * JAX's {@code jax.lax.conv_general_dilated}, as far as it is a convolution, and {@code jax.lax.conv_transpose}.
 *
 * <pre>
 * conv            SAME, SAME_LOWER   y = ceil(x/stride)                             lo: the smaller, the larger half
 *                 VALID              y = max(0, floor((x - span)/stride) + 1)       lo = 0
 *                 (lo, hi) pairs     y = max(0, floor((x+lo+hi-span)/stride) + 1)   negative: crop
 * conv_transpose  pads (a, b) of the image with stride - 1 zeros between its elements:
 *                                    x = (y-1)*stride + 1 + a + b - span + 1        lo = span - 1 - a
 *                 SAME               a + b = span + stride - 2                      x = y*stride, lo as TensorFlow's SAME
 *                 VALID              a = span - 1                                   x = (y-1)*stride + max(span, stride)
 *                 pairs              are (a, b), with use_consistent_padding (lo, hi)
 * </pre>
 *
 * <p>{@code conv_transpose} correlates with the filter as it is, so that its taps lie in reverse order and the filter reads
 * {@code [k..., in, out]}; with {@code transpose_kernel} it takes the filter of the convolution. It has no groups.
 *
 * <p>Source: {@code jax/_src/lax/convolution.py}, {@code conv_general_dilated} and {@code _conv_transpose_padding}.
 */
public final class Jax implements Dialect {

    /** The dialect. */
    public static final Jax DIALECT = new Jax();

    private static final Map<String, Padding> PADDINGS = Map.of("SAME", Padding.SAME, "SAME_LOWER", Padding.SAME_LOWER,
            "VALID", Padding.VALID);
    private static final Map<String, Padding> TRANSPOSED_PADDINGS = Map.of("SAME", Padding.SAME, "VALID",
            Padding.VALID);

    private Jax() {
    }

    /**
     * {@code jax.lax.conv_general_dilated} with its defaults, padding VALID and stride 1.
     *
     * @param lhs shape of the image, {@code [N, C, extents]}
     * @param rhs shape of the filter, {@code [O, C/groups, k...]}
     * @return the call
     */
    public static Conv conv(int[] lhs, int... rhs) {
        return new Conv(Arguments.numbers("lhs", lhs), Arguments.numbers("rhs", rhs), List.of(1),
                List.of(Padding.VALID), List.of(1), DimensionNumbers.channelsFirst(rhs.length - 2), 1);
    }

    /**
     * {@code jax.lax.conv_transpose} with its defaults, padding VALID and stride 1.
     *
     * @param lhs shape of the y side, {@code [N, extents, O]}
     * @param rhs shape of the filter, {@code [k..., O, C]}, or {@code [k..., C, O]} for {@code transpose_kernel}
     * @return the call
     */
    public static ConvTranspose convTranspose(int[] lhs, int... rhs) {
        return new ConvTranspose(Arguments.numbers("lhs", lhs), Arguments.numbers("rhs", rhs), List.of(1),
                List.of(Padding.VALID), List.of(1), DimensionNumbers.channelsLast(rhs.length - 2), false, false);
    }

    @Override
    public String name() {
        return "JAX";
    }

    @Override
    public Expression conv(Problem problem) {
        Geometry g = problem.geometry();
        return Expressions.first(g, () -> whyNoConv(g), () -> conv(g, List.of(Padding.VALID)),
                () -> conv(g, List.of(Padding.SAME)), () -> conv(g, List.of(Padding.SAME_LOWER)),
                () -> conv(g, List.copyOf(Expressions.pads(g))));
    }

    private static Conv conv(Geometry g, List<Padding> padding) {
        return new Conv(Expressions.xShape(g, Layout.NCHW), Expressions.filterShape(g, FilterLayout.OIHW),
                Expressions.strides(g), padding, Expressions.dilations(g), DimensionNumbers.channelsFirst(g.rank()),
                g.groups());
    }

    private static String whyNoConv(Geometry g) {
        List<Padding.Explicit> pads = Expressions.pads(g);
        List<BorderMode> borders = Expressions.borders(g);
        if (borders.isEmpty()) {
            return "JAX's negative padding cannot exceed the image, this needs " + Code.tuples(pads);
        }
        if (borders.size() > 1 || Expressions.crops(pads)) {
            return "JAX pads with zeros only; extending x beforehand and padding=\"VALID\" do it";
        }
        List<Padding.Explicit> all = new ArrayList<>(pads);
        all.addAll(0, Collections.nCopies(2, new Padding.Explicit(0, 0)));
        return "JAX pads with zeros only; jnp.pad(x, " + Code.tuples(all) + ", mode="
                + Code.quoted(Expressions.padMode(borders.getFirst()))
                + ") and padding=\"VALID\" do it";
    }

    @Override
    public Expression convTranspose(Problem problem) {
        Geometry g = problem.geometry();
        List<Padding> pads = g.axes().stream().map(axis -> Padding.explicit(axis.window().span() - 1 - axis.lo(),
                axis.window().span() - 1 - axis.hi())).toList();
        if (g.groups() > 1) {
            return new Expression.Impossible("jax.lax.conv_transpose has no groups; jax.lax.conv_general_dilated with"
                    + " lhs_dilation=" + Code.tuple(Expressions.strides(g)) + ", padding="
                    + Code.tuples(Arguments.pads(pads)) + " and feature_group_count=" + g.groups()
                    + " does it, with the taps of w reversed and its channels swapped within each group");
        }
        return Expressions.first(g, () -> Expressions.borders(g).isEmpty()
                ? "JAX's negative padding cannot exceed the image, this needs " + Code.tuples(Arguments.pads(pads))
                : Expressions.noFolding("JAX", g), () -> convTranspose(g, List.of(Padding.VALID)),
                () -> convTranspose(g, List.of(Padding.SAME)), () -> convTranspose(g, pads));
    }

    private static ConvTranspose convTranspose(Geometry g, List<Padding> padding) {
        return new ConvTranspose(Expressions.yShape(g, Layout.NHWC), Expressions.filterShape(g, FilterLayout.HWIO),
                Expressions.strides(g), padding, Expressions.dilations(g), DimensionNumbers.channelsLast(g.rank()),
                true, false);
    }

    /**
     * Which dimension of a tensor is what: {@code N} batch, {@code C} channels, {@code O} and {@code I} output and input
     * channels of the filter, any other letter a spatial axis.
     *
     * @param lhs dimensions of the image that is read
     * @param rhs dimensions of the filter
     * @param out dimensions of the image that is written
     */
    public record DimensionNumbers(String lhs, String rhs, String out) {

        /**
         * Checks that the letters make up orders that there are: channels first or last, spatial axes in one sequence.
         *
         * @throws IllegalArgumentException if they do not
         */
        public DimensionNumbers {
            Check.notNull("lhs_spec", lhs);
            Check.notNull("rhs_spec", rhs);
            Check.notNull("out_spec", out);
            if (!out.equals(lhs)) {
                throw new IllegalArgumentException("out_spec=" + out + ": must be lhs_spec=" + lhs);
            }
            if (!lhs.matches("NC[^NC]{1,3}|N[^NC]{1,3}C")) {
                throw new IllegalArgumentException(
                        "lhs_spec=" + lhs + ": must be as NCHW or NHWC, with 1 to 3 spatial axes");
            }
            String spatial = lhs.replaceAll("[NC]", "");
            if (!List.of("OI" + spatial, "IO" + spatial, spatial + "OI", spatial + "IO").contains(rhs)) {
                throw new IllegalArgumentException(
                        "rhs_spec=" + rhs + ": must be OI" + spatial + ", IO" + spatial + ", "
                                + spatial + "IO or " + spatial + "OI for lhs_spec=" + lhs);
            }
        }

        /** The default of conv_general_dilated. */
        private static DimensionNumbers channelsFirst(int rank) {
            String spatial = spatial(rank);
            return new DimensionNumbers("NC" + spatial, "OI" + spatial, "NC" + spatial);
        }

        /** The default of conv_transpose. */
        private static DimensionNumbers channelsLast(int rank) {
            String spatial = spatial(rank);
            return new DimensionNumbers("N" + spatial + "C", spatial + "IO", "N" + spatial + "C");
        }

        private static String spatial(int rank) {
            return switch (rank) {
                case 1 -> "H";
                case 2 -> "HW";
                case 3 -> "HWD";
                default -> throw new IllegalArgumentException("rhs: must have 3 to 5 dimensions, not " + (rank + 2));
            };
        }

        private Layout layout() {
            return lhs.charAt(1) == 'C' ? Layout.NCHW : Layout.NHWC;
        }

        private String text() {
            return Code.tuple(List.of(Code.quoted(lhs), Code.quoted(rhs), Code.quoted(out)));
        }

        private int rank() {
            return lhs.length() - 2;
        }

        private int outputs(List<Integer> shape) {
            return shape.get(rhs.indexOf('O'));
        }

        private int inputs(List<Integer> shape) {
            return shape.get(rhs.indexOf('I'));
        }

        private List<Integer> kernel(List<Integer> shape) {
            boolean first = rhs.charAt(0) != 'O' && rhs.charAt(0) != 'I';
            return first ? shape.subList(0, rank()) : shape.subList(2, rank() + 2);
        }

        /** The filter's layout if its output channels are the y side's, and if they are the x side's. */
        private FilterLayout filterLayout(boolean outputsAreY) {
            boolean tapsFirst = rhs.charAt(0) != 'O' && rhs.charAt(0) != 'I';
            boolean yFirst = (rhs.indexOf('O') < rhs.indexOf('I')) == outputsAreY;
            return tapsFirst
                    ? yFirst ? FilterLayout.HWOI : FilterLayout.HWIO
                    : yFirst ? FilterLayout.OIHW : FilterLayout.IOHW;
        }
    }

    /**
     * A convolution.
     *
     * @param lhs               shape of the image
     * @param rhs               shape of the filter
     * @param windowStrides     stride of each axis
     * @param padding           padding of each axis: all the same mode, or explicit
     * @param rhsDilation       dilation of each axis
     * @param dimensionNumbers  order of the tensors
     * @param featureGroupCount number of groups
     */
    public record Conv(List<Integer> lhs, List<Integer> rhs, List<Integer> windowStrides, List<Padding> padding,
            List<Integer> rhsDilation, DimensionNumbers dimensionNumbers, int featureGroupCount)
            implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public Conv {
            lhs = Arguments.shape("lhs", lhs);
            rhs = Arguments.shape("rhs", rhs);
            Arguments.sameRank("rhs", rhs, "lhs", lhs);
            int rank = requireRank(dimensionNumbers, lhs);
            windowStrides = Arguments.perAxis("window_strides", windowStrides, rank, 1);
            padding = Arguments.paddings(padding, rank, PADDINGS);
            rhsDilation = Arguments.perAxis("rhs_dilation", rhsDilation, rank, 1);
            Check.atLeast("feature_group_count", featureGroupCount, 1);
        }

        /**
         * Sets the strides.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public Conv windowStrides(int... each) {
            return new Conv(lhs, rhs, Arguments.numbers("window_strides", each), padding, rhsDilation, dimensionNumbers,
                    featureGroupCount);
        }

        /**
         * Sets the padding by its name.
         *
         * @param word SAME, SAME_LOWER or VALID
         * @return a new call
         */
        public Conv padding(String word) {
            return padding(List.of(Arguments.word("padding", word, PADDINGS)));
        }

        /**
         * Sets the padding.
         *
         * @param pairs start and end of each axis; negative numbers crop
         * @return a new call
         */
        public Conv padding(int[]... pairs) {
            return padding(pairs(pairs, lhs));
        }

        private Conv padding(List<Padding> each) {
            return new Conv(lhs, rhs, windowStrides, each, rhsDilation, dimensionNumbers, featureGroupCount);
        }

        /**
         * Sets the dilation.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public Conv rhsDilation(int... each) {
            return new Conv(lhs, rhs, windowStrides, padding, Arguments.numbers("rhs_dilation", each), dimensionNumbers,
                    featureGroupCount);
        }

        /**
         * Sets the order of the tensors.
         *
         * @param lhsSpec dimensions of the image, as NCHW or NHWC
         * @param rhsSpec dimensions of the filter, as OIHW or HWIO
         * @param outSpec dimensions of the result, those of the image
         * @return a new call
         */
        public Conv dimensionNumbers(String lhsSpec, String rhsSpec, String outSpec) {
            return new Conv(lhs, rhs, windowStrides, padding, rhsDilation,
                    new DimensionNumbers(lhsSpec, rhsSpec, outSpec),
                    featureGroupCount);
        }

        /**
         * Sets the number of groups.
         *
         * @param count groups, a divisor of both channel numbers
         * @return a new call
         */
        public Conv featureGroupCount(int count) {
            return new Conv(lhs, rhs, windowStrides, padding, rhsDilation, dimensionNumbers, count);
        }

        @Override
        public Problem problem() {
            Image image = Image.of(lhs, dimensionNumbers.layout());
            long channels = (long) dimensionNumbers.inputs(rhs) * featureGroupCount;
            if (image.channels() != channels) {
                throw new IllegalArgumentException("lhs=" + lhs + ": must have " + channels + " channels for rhs=" + rhs
                        + " and feature_group_count=" + featureGroupCount);
            }
            int outputs = dimensionNumbers.outputs(rhs);
            Check.divides("feature_group_count", featureGroupCount, "output channels", outputs);
            List<Window> windows = Arguments.windows("kernel", dimensionNumbers.kernel(rhs), windowStrides,
                    rhsDilation);
            List<Axis> axes = Arguments.axes(windows.size(), axis -> axis(image.name("lhs", axis),
                    image.extents().get(axis), windows.get(axis), padding.get(axis)));
            return new Problem(new Geometry(image.batch(), featureGroupCount, image.channels(), outputs, axes),
                    dimensionNumbers.layout(), dimensionNumbers.filterLayout(true));
        }

        private static Axis axis(String name, int x, Window window, Padding padding) {
            if (padding == Padding.SAME || padding == Padding.SAME_LOWER) {
                return padding.fromX(x, window, BorderMode.ZEROS);
            }
            Padding.Explicit pads = Arguments.pads(padding);
            long padded = (long) x + pads.lo() + pads.hi();
            requireExtent(name, x, padded, pads);
            long y = Math.max(0, Math.floorDiv(padded - window.span(), (long) window.stride()) + 1);
            return new Axis(x, Check.fitsInt("output extent", y), window, pads.lo(), BorderMode.ZEROS);
        }

        @Override
        public String text() {
            int rank = windowStrides.size();
            return new Code("jax.lax.conv_general_dilated", "x", "w").with("window_strides", Code.tuple(windowStrides))
                    .with("padding", Jax.text(padding))
                    .with("rhs_dilation", rhsDilation, Collections.nCopies(rank, 1), Code.tuple(rhsDilation))
                    .with("dimension_numbers", dimensionNumbers, DimensionNumbers.channelsFirst(rank),
                            dimensionNumbers.text())
                    .with("feature_group_count", featureGroupCount, 1, featureGroupCount).toString();
        }
    }

    /**
     * A transposed convolution.
     *
     * @param lhs                  shape of the y side
     * @param rhs                  shape of the filter
     * @param strides              stride of each axis
     * @param padding              padding of each axis: all SAME, all VALID, or explicit
     * @param rhsDilation          dilation of each axis
     * @param dimensionNumbers     order of the tensors
     * @param transposeKernel      whether the filter is that of the convolution
     * @param useConsistentPadding whether explicit padding is that of the convolution
     */
    public record ConvTranspose(List<Integer> lhs, List<Integer> rhs, List<Integer> strides, List<Padding> padding,
            List<Integer> rhsDilation, DimensionNumbers dimensionNumbers, boolean transposeKernel,
            boolean useConsistentPadding) implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public ConvTranspose {
            lhs = Arguments.shape("lhs", lhs);
            rhs = Arguments.shape("rhs", rhs);
            Arguments.sameRank("rhs", rhs, "lhs", lhs);
            int rank = requireRank(dimensionNumbers, lhs);
            strides = Arguments.perAxis("strides", strides, rank, 1);
            padding = Arguments.paddings(padding, rank, TRANSPOSED_PADDINGS);
            rhsDilation = Arguments.perAxis("rhs_dilation", rhsDilation, rank, 1);
        }

        /**
         * Sets the strides.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public ConvTranspose strides(int... each) {
            return new ConvTranspose(lhs, rhs, Arguments.numbers("strides", each), padding, rhsDilation,
                    dimensionNumbers, transposeKernel, useConsistentPadding);
        }

        /**
         * Sets the padding by its name: that of the convolution.
         *
         * @param word SAME or VALID
         * @return a new call
         */
        public ConvTranspose padding(String word) {
            return padding(List.of(Arguments.word("padding", word, TRANSPOSED_PADDINGS)));
        }

        /**
         * Sets the padding.
         *
         * @param pairs start and end of each axis, of the image with zeros in between or, with
         *              {@link #useConsistentPadding(boolean)}, of the convolution
         * @return a new call
         */
        public ConvTranspose padding(int[]... pairs) {
            return padding(pairs(pairs, lhs));
        }

        private ConvTranspose padding(List<Padding> each) {
            return new ConvTranspose(lhs, rhs, strides, each, rhsDilation, dimensionNumbers, transposeKernel,
                    useConsistentPadding);
        }

        /**
         * Sets the dilation.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public ConvTranspose rhsDilation(int... each) {
            return new ConvTranspose(lhs, rhs, strides, padding, Arguments.numbers("rhs_dilation", each),
                    dimensionNumbers, transposeKernel, useConsistentPadding);
        }

        /**
         * Sets the order of the tensors.
         *
         * @param lhsSpec dimensions of the y side, as NHWC or NCHW
         * @param rhsSpec dimensions of the filter, as HWIO or OIHW
         * @param outSpec dimensions of the result, those of the y side
         * @return a new call
         */
        public ConvTranspose dimensionNumbers(String lhsSpec, String rhsSpec, String outSpec) {
            return new ConvTranspose(lhs, rhs, strides, padding, rhsDilation,
                    new DimensionNumbers(lhsSpec, rhsSpec, outSpec), transposeKernel, useConsistentPadding);
        }

        /**
         * Sets whether the filter is that of the convolution, whose taps are then reversed and whose channels swapped.
         *
         * @param transpose true for the filter of the convolution
         * @return a new call
         */
        public ConvTranspose transposeKernel(boolean transpose) {
            return new ConvTranspose(lhs, rhs, strides, padding, rhsDilation, dimensionNumbers, transpose,
                    useConsistentPadding);
        }

        /**
         * Sets whether explicit padding is that of the convolution.
         *
         * @param consistent true for that of the convolution
         * @return a new call
         */
        public ConvTranspose useConsistentPadding(boolean consistent) {
            return new ConvTranspose(lhs, rhs, strides, padding, rhsDilation, dimensionNumbers, transposeKernel,
                    consistent);
        }

        @Override
        public Problem problem() {
            Image image = Image.of(lhs, dimensionNumbers.layout());
            int inputs = transposeKernel ? dimensionNumbers.outputs(rhs) : dimensionNumbers.inputs(rhs);
            int outputs = transposeKernel ? dimensionNumbers.inputs(rhs) : dimensionNumbers.outputs(rhs);
            if (image.channels() != inputs) {
                throw new IllegalArgumentException("lhs=" + lhs + ": must have " + inputs + " channels for rhs=" + rhs
                        + " with " + dimensionNumbers.rhs() + (transposeKernel ? " and transpose_kernel" : ""));
            }
            List<Window> windows = Arguments.windows("kernel", dimensionNumbers.kernel(rhs), strides, rhsDilation);
            List<Axis> axes = Arguments.axes(windows.size(), axis -> axis(image.name("lhs", axis),
                    image.extents().get(axis), windows.get(axis), padding.get(axis)));
            FilterLayout filterLayout = dimensionNumbers.filterLayout(transposeKernel);
            return new Problem(new Geometry(image.batch(), 1, outputs, inputs, axes), dimensionNumbers.layout(),
                    transposeKernel ? filterLayout : filterLayout.flip());
        }

        private Axis axis(String name, int y, Window window, Padding padding) {
            int span = window.span();
            Padding.Explicit pads = switch (padding) {
                case Padding.Explicit given when useConsistentPadding ->
                    new Padding.Explicit(span - 1 - given.lo(), span - 1 - given.hi());
                case Padding.Explicit given -> given;
                case Padding.Mode mode when mode == Padding.Mode.SAME -> {
                    int all = span + window.stride() - 2;
                    int a = window.stride() > span - 1 ? span - 1 : Math.ceilDiv(all, 2);
                    yield new Padding.Explicit(a, all - a);
                }
                default -> new Padding.Explicit(span - 1, window.stride() - 1 + Math.max(span - window.stride(), 0));
            };
            // Zeros go between the elements of the input: an input without elements has none.
            long padded = (y == 0 ? 0 : (y - 1L) * window.stride() + 1) + pads.lo() + pads.hi();
            requireExtent(name, y, padded, pads);
            long x = Math.max(0, padded - span + 1);
            return new Axis(Check.fitsInt("output extent", x), y, window, span - 1 - pads.lo(), BorderMode.ZEROS);
        }

        @Override
        public String text() {
            int rank = strides.size();
            return new Code("jax.lax.conv_transpose", "y", "w").with("strides", Code.tuple(strides))
                    .with("padding", Jax.text(padding))
                    .with("rhs_dilation", rhsDilation, Collections.nCopies(rank, 1), Code.tuple(rhsDilation))
                    .with("dimension_numbers", dimensionNumbers, DimensionNumbers.channelsLast(rank),
                            dimensionNumbers.text())
                    .with("transpose_kernel", transposeKernel, false, "True")
                    .with("use_consistent_padding", useConsistentPadding, false, "True").toString();
        }
    }

    private static String text(List<Padding> padding) {
        return padding.getFirst() instanceof Padding.Explicit
                ? Code.tuples(Arguments.pads(padding))
                : Code.quoted(Arguments.wordOf(padding.getFirst(), PADDINGS));
    }

    private static int requireRank(DimensionNumbers numbers, List<Integer> lhs) {
        if (Check.notNull("dimension_numbers", numbers).rank() != lhs.size() - 2) {
            throw new IllegalArgumentException("dimension_numbers=(" + numbers.lhs() + ", " + numbers.rhs() + ", "
                    + numbers.out() + "): must have the " + lhs.size() + " dimensions of lhs=" + lhs);
        }
        return numbers.rank();
    }

    private static void requireExtent(String name, int extent, long padded, Padding.Explicit pads) {
        if (padded < 0) {
            throw new IllegalArgumentException(name + "=" + extent + ": must have room for the negative padding ("
                    + pads.lo() + ", " + pads.hi() + ")");
        }
    }

    private static List<Padding> pairs(int[][] pairs, List<Integer> lhs) {
        Check.notNull("padding", pairs);
        List<Padding> each = new ArrayList<>();
        for (int[] pair : pairs) {
            if (pair == null || pair.length != 2) {
                throw new IllegalArgumentException(
                        "padding=" + Arrays.deepToString(pairs) + ": must be (low, high) pairs");
            }
            each.add(Padding.explicit(pair[0], pair[1]));
        }
        if (each.size() != lhs.size() - 2) {
            throw new IllegalArgumentException(
                    "padding=" + Arrays.deepToString(pairs) + ": must have " + (lhs.size() - 2)
                            + " pairs, one for each spatial axis");
        }
        return each;
    }
}
