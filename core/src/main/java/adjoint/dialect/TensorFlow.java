package adjoint.dialect;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * TensorFlow's {@code tf.nn.conv1d..3d}, {@code conv1d..3d_transpose} and {@code depthwise_conv2d}.
 *
 * <pre>
 * padding    y from x                     lo                                        admissible x for y (output_shape)
 * SAME       (x + s - 1)/s                floor(max(0, (y-1)*s + span - x)/2)       (y-1)*s + 1 .. y*s
 * VALID      (x - span + s)/s             0                                         (y-1)*s + span .. y*s + span - 1
 * EXPLICIT   (x + lo + hi - span + s)/s   given                                     as VALID, less lo + hi
 * </pre>
 *
 * <p>Divisions truncate: an image that is too small by less than a stride has an empty result, a smaller one is refused. The
 * output shape of a transposed convolution is not computed but given, and must be one from which the convolution leads back to
 * the input. Filters are {@code [k..., I/groups, O]}, for both operators those of the convolution.
 *
 * <p>Source: {@code GetWindowedOutputSizeVerbose} and {@code ConvBackpropExtractAndVerifyDimension}.
 */
public final class TensorFlow implements Dialect {

    /** The dialect. */
    public static final TensorFlow DIALECT = new TensorFlow();

    private static final Map<String, Padding> PADDINGS = Map.of("SAME", Padding.SAME, "VALID", Padding.VALID);
    private static final List<Map<String, Layout>> DATA_FORMATS = List.of(
            Map.of("NWC", Layout.NHWC, "NCW", Layout.NCHW),
            Map.of("NHWC", Layout.NHWC, "NCHW", Layout.NCHW),
            Map.of("NDHWC", Layout.NHWC, "NCDHW", Layout.NCHW));

    private static final List<Padding> VALID = List.of(Padding.VALID);
    private static final List<Padding> SAME = List.of(Padding.SAME);

    private TensorFlow() {
    }

    /**
     * {@code tf.nn.conv1d}, {@code conv2d} or {@code conv3d}, with padding VALID and stride 1 until told otherwise.
     *
     * @param input   shape of the image, {@code [N, extents, C]}
     * @param filters shape of the filter, {@code [k..., C/groups, O]}: its depth determines the groups
     * @return the call
     */
    public static Conv conv(int[] input, int[] filters) {
        return Conv.of(input, filters, false);
    }

    /**
     * {@code tf.nn.depthwise_conv2d}, with padding VALID and stride 1 until told otherwise.
     *
     * @param input  shape of the image, {@code [N, H, W, C]}
     * @param filter shape of the filter, {@code [kh, kw, C, multiplier]}
     * @return the call
     */
    public static Conv depthwise(int[] input, int[] filter) {
        return Conv.of(input, filter, true);
    }

    /**
     * {@code tf.nn.conv1d_transpose}, {@code conv2d_transpose} or {@code conv3d_transpose}, with padding SAME and stride 1 until
     * told otherwise.
     *
     * @param input       shape of the y side, {@code [N, extents, O]}
     * @param filters     shape of the filter, {@code [k..., C/groups, O]}
     * @param outputShape shape of the image, {@code [N, extents, C]}, or its spatial extents alone
     * @return the call
     */
    public static ConvTranspose convTranspose(int[] input, int[] filters, int... outputShape) {
        return ConvTranspose.of(input, filters, outputShape, false);
    }

    /**
     * {@code tf.nn.depthwise_conv2d_backprop_input}, with padding SAME and stride 1 until told otherwise.
     *
     * @param input       shape of the y side, {@code [N, H, W, C * multiplier]}
     * @param filter      shape of the filter, {@code [kh, kw, C, multiplier]}
     * @param outputShape shape of the image, {@code [N, H, W, C]}, or its spatial extents alone
     * @return the call
     */
    public static ConvTranspose depthwiseTranspose(int[] input, int[] filter, int... outputShape) {
        return ConvTranspose.of(input, filter, outputShape, true);
    }

    @Override
    public String name() {
        return "TensorFlow";
    }

    @Override
    public Expression conv(Problem problem) {
        Geometry g = problem.geometry();
        return Expressions.first(g, () -> whyNoConv(g),
                () -> conv(g, VALID), () -> conv(g, SAME), () -> conv(g, List.copyOf(Expressions.pads(g))));
    }

    private static Conv conv(Geometry g, List<Padding> padding) {
        return new Conv(Expressions.xShape(g, Layout.NHWC), filters(g), isDepthwise(g), Expressions.strides(g),
                Expressions.dilations(g), padding, Layout.NHWC);
    }

    private static String whyNoConv(Geometry g) {
        List<Padding.Explicit> pads = Expressions.pads(g);
        List<BorderMode> borders = Expressions.borders(g);
        String code = "tf.pad(x, " + allPads(pads, Layout.NHWC);
        if (!borders.isEmpty()) {
            boolean reflects = borders.equals(List.of(BorderMode.REFLECT)) && !Expressions.crops(pads);
            return "TensorFlow pads with zeros only; "
                    + (reflects ? code + ", mode=\"REFLECT\")" : "extending x beforehand")
                    + " and padding=\"VALID\" do it";
        }
        return whyNotExplicit(pads) + "; "
                + (Expressions.crops(pads) ? "cropping x beforehand does it" : code + ") and padding=\"VALID\" do it");
    }

    @Override
    public Expression convTranspose(Problem problem) {
        Geometry g = problem.geometry();
        return Expressions.first(g, () -> whyNoConvTranspose(g), () -> convTranspose(g, VALID),
                () -> convTranspose(g, SAME), () -> convTranspose(g, List.copyOf(Expressions.pads(g))));
    }

    private static ConvTranspose convTranspose(Geometry g, List<Padding> padding) {
        return new ConvTranspose(Expressions.yShape(g, Layout.NHWC), filters(g), Expressions.xShape(g, Layout.NHWC),
                isDepthwise(g), Expressions.strides(g), Expressions.dilations(g), padding, Layout.NHWC);
    }

    private static String whyNoConvTranspose(Geometry g) {
        return Expressions.borders(g).isEmpty()
                ? whyNotExplicit(Expressions.pads(g)) + "; padding=\"VALID\" does it if you "
                        + Expressions.slice(g, Layout.NHWC)
                : Expressions.noFolding("TensorFlow", g);
    }

    private static String whyNotExplicit(List<Padding.Explicit> pads) {
        return (Expressions.crops(pads)
                ? "TensorFlow's padding is at least 0"
                : "TensorFlow has padding of one's own choice with two spatial axes only") + ", this needs "
                + Code.pairs(pads);
    }

    private static boolean isDepthwise(Geometry g) {
        return g.rank() == 2 && g.groups() > 1 && g.groups() == g.xChannels();
    }

    private static List<Integer> filters(Geometry g) {
        List<Integer> shape = Expressions.filterShape(g, FilterLayout.HWIO);
        return isDepthwise(g) ? List.of(shape.get(0), shape.get(1), g.xChannels(), g.yGroupChannels()) : shape;
    }

    /**
     * A convolution.
     *
     * @param input      shape of the image
     * @param filters    shape of the filter
     * @param depthwise  whether the filter is that of a depthwise convolution
     * @param strides    strides of the spatial axes
     * @param dilations  dilations of the spatial axes
     * @param padding    padding of the spatial axes: all SAME, all VALID, or explicit
     * @param dataFormat order of the image tensors
     */
    public record Conv(List<Integer> input, List<Integer> filters, boolean depthwise, List<Integer> strides,
            List<Integer> dilations, List<Padding> padding, Layout dataFormat) implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public Conv {
            input = Arguments.shape("input", input);
            filters = Arguments.shape("filters", filters);
            Arguments.sameRank("filters", filters, "input", input);
            int rank = filters.size() - 2;
            requireDepthwiseRank(depthwise, filters);
            strides = Arguments.perAxis("strides", strides, rank, 1);
            dilations = Arguments.perAxis("dilations", dilations, rank, 1);
            padding = requirePadding(padding, rank);
            Check.notNull("data_format", dataFormat);
        }

        private static Conv of(int[] input, int[] filters, boolean depthwise) {
            return new Conv(Arguments.numbers("input", input), Arguments.numbers("filters", filters), depthwise,
                    List.of(1), List.of(1), List.of(Padding.VALID), Layout.NHWC);
        }

        /**
         * Sets the strides.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public Conv strides(int... each) {
            return new Conv(input, filters, depthwise, Arguments.numbers("strides", each), dilations, padding,
                    dataFormat);
        }

        /**
         * Sets the dilations.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public Conv dilations(int... each) {
            return new Conv(input, filters, depthwise, strides, Arguments.numbers("dilations", each), padding,
                    dataFormat);
        }

        /**
         * Sets the padding.
         *
         * @param word SAME or VALID
         * @return a new call
         */
        public Conv padding(String word) {
            return padding(List.of(Arguments.word("padding", word, PADDINGS)));
        }

        /**
         * Sets padding EXPLICIT; with two spatial axes only.
         *
         * @param pairs start and end of each spatial axis, with or without the zeros of batch and channels
         * @return a new call
         */
        public Conv explicitPaddings(int[]... pairs) {
            return padding(TensorFlow.explicitPaddings(pairs, filters.size() - 2, dataFormat));
        }

        private Conv padding(List<Padding> each) {
            return new Conv(input, filters, depthwise, strides, dilations, each, dataFormat);
        }

        /**
         * Sets the order of the image tensors.
         *
         * @param word NHWC or NCHW; NWC or NCW, NDHWC or NCDHW for other numbers of spatial axes
         * @return a new call
         */
        public Conv dataFormat(String word) {
            return new Conv(input, filters, depthwise, strides, dilations, padding, layout(word, filters.size() - 2));
        }

        @Override
        public Problem problem() {
            Image image = Image.of(input, dataFormat);
            Channels channels = Channels.of("input", input, image.channels(), filters, depthwise);
            List<Window> windows = windows(filters, strides, dilations);
            return TensorFlow.problem(image.batch(), channels, dataFormat, windows.size(),
                    axis -> convAxis(image.name("input", axis), image.extents().get(axis), windows.get(axis),
                            padding.get(axis)));
        }

        /**
         * The problem of the filter gradient, {@code conv2d_backprop_filter} and its like: that of the convolution.
         *
         * @param outBackprop shape of the gradient of the result
         * @return the problem
         * @throws IllegalArgumentException if the convolution's result has another shape
         */
        public Problem filterGradient(int... outBackprop) {
            Check.notNull("out_backprop", outBackprop);
            Problem problem = problem();
            if (!Arrays.equals(outBackprop, problem.yShape())) {
                throw new IllegalArgumentException("out_backprop=" + Arrays.toString(outBackprop) + ": must be "
                        + Arrays.toString(problem.yShape()) + ", what the convolution makes of input=" + input);
            }
            return problem;
        }

        @Override
        public String text() {
            int rank = filters.size() - 2;
            if (depthwise) {
                return new Code("tf.nn.depthwise_conv2d", "x", "w").with("strides", allAxes(strides, dataFormat))
                        .with("padding", paddingText(padding, dataFormat))
                        .with("data_format", dataFormat, Layout.NHWC, word(dataFormat, rank))
                        .with("dilations", dilations, ones(rank), dilations).toString();
            }
            // conv3d alone takes nothing but five numbers.
            Object eachStride = rank == 3 ? allAxes(strides, dataFormat) : Code.listOrOne(strides);
            Object eachDilation = rank == 3 ? allAxes(dilations, dataFormat) : Code.listOrOne(dilations);
            return new Code("tf.nn.conv" + rank + "d", "x", "w").with(rank == 1 ? "stride" : "strides", eachStride)
                    .with("padding", paddingText(padding, dataFormat))
                    .with("data_format", dataFormat, Layout.NHWC, word(dataFormat, rank))
                    .with("dilations", dilations, ones(rank), eachDilation).toString();
        }

        @Override
        public List<String> notes() {
            boolean dilated = !dilations.equals(ones(dilations.size()));
            boolean strided = !strides.equals(ones(strides.size()));
            return said(
                    dilated && filters.size() == 5
                            ? "TensorFlow's CPU kernels have no dilation with three spatial axes"
                            : "",
                    depthwise && dilated && strided ? "tf.nn.depthwise_conv2d takes dilations with stride 1 only" : "",
                    depthwise && strides.stream().distinct().count() > 1
                            ? "tf.nn.depthwise_conv2d takes the same stride on both axes only"
                            : "");
        }
    }

    /**
     * A transposed convolution.
     *
     * @param input       shape of the y side
     * @param filters     shape of the filter
     * @param outputShape shape of the image, or its spatial extents alone
     * @param depthwise   whether the filter is that of a depthwise convolution
     * @param strides     strides of the spatial axes
     * @param dilations   dilations of the spatial axes
     * @param padding     padding of the spatial axes: all SAME, all VALID, or explicit
     * @param dataFormat  order of the image tensors
     */
    public record ConvTranspose(List<Integer> input, List<Integer> filters, List<Integer> outputShape,
            boolean depthwise, List<Integer> strides, List<Integer> dilations, List<Padding> padding, Layout dataFormat)
            implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public ConvTranspose {
            input = Arguments.shape("input", input);
            filters = Arguments.shape("filters", filters);
            Arguments.sameRank("filters", filters, "input", input);
            int rank = filters.size() - 2;
            requireDepthwiseRank(depthwise, filters);
            outputShape = List.copyOf(Check.notNull("output_shape", outputShape));
            if (outputShape.size() != rank && outputShape.size() != rank + 2) {
                throw new IllegalArgumentException("output_shape=" + outputShape + ": must have " + (rank + 2)
                        + " values, or only the " + rank + " of the spatial axes");
            }
            for (int at = 0; at < outputShape.size(); at++) {
                Check.atLeast("output_shape[" + at + "]", outputShape.get(at), 0);
            }
            strides = Arguments.perAxis("strides", strides, rank, 1);
            dilations = Arguments.perAxis("dilations", dilations, rank, 1);
            padding = requirePadding(padding, rank);
            Check.notNull("data_format", dataFormat);
        }

        private static ConvTranspose of(int[] input, int[] filters, int[] outputShape, boolean depthwise) {
            return new ConvTranspose(Arguments.numbers("input", input), Arguments.numbers("filters", filters),
                    Arguments.numbers("output_shape", outputShape), depthwise, List.of(1), List.of(1),
                    List.of(Padding.SAME), Layout.NHWC);
        }

        /**
         * Sets the strides.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public ConvTranspose strides(int... each) {
            return new ConvTranspose(input, filters, outputShape, depthwise, Arguments.numbers("strides", each),
                    dilations, padding, dataFormat);
        }

        /**
         * Sets the dilations.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public ConvTranspose dilations(int... each) {
            return new ConvTranspose(input, filters, outputShape, depthwise, strides,
                    Arguments.numbers("dilations", each), padding, dataFormat);
        }

        /**
         * Sets the padding.
         *
         * @param word SAME or VALID
         * @return a new call
         */
        public ConvTranspose padding(String word) {
            return padding(List.of(Arguments.word("padding", word, PADDINGS)));
        }

        /**
         * Sets padding EXPLICIT; with two spatial axes only.
         *
         * @param pairs start and end of each spatial axis, with or without the zeros of batch and channels
         * @return a new call
         */
        public ConvTranspose explicitPaddings(int[]... pairs) {
            return padding(TensorFlow.explicitPaddings(pairs, filters.size() - 2, dataFormat));
        }

        private ConvTranspose padding(List<Padding> each) {
            return new ConvTranspose(input, filters, outputShape, depthwise, strides, dilations, each, dataFormat);
        }

        /**
         * Sets the order of the image tensors.
         *
         * @param word NHWC or NCHW; NWC or NCW, NDHWC or NCDHW for other numbers of spatial axes
         * @return a new call
         */
        public ConvTranspose dataFormat(String word) {
            return new ConvTranspose(input, filters, outputShape, depthwise, strides, dilations, padding,
                    layout(word, filters.size() - 2));
        }

        @Override
        public Problem problem() {
            int rank = filters.size() - 2;
            Image in = Image.of(input, dataFormat);
            Image out = output();
            if (out.batch() != in.batch()) {
                throw new IllegalArgumentException(
                        "output_shape=" + outputShape + ": must have the same batch size as input=" + input);
            }
            Channels channels = Channels.of("output_shape", outputShape, out.channels(), filters, depthwise);
            if (in.channels() != channels.y()) {
                throw new IllegalArgumentException("input=" + input + ": must have " + channels.y()
                        + " channels, as many as filters=" + filters + " yields");
            }
            List<Window> windows = windows(filters, strides, dilations);
            return TensorFlow.problem(in.batch(), channels, dataFormat, rank,
                    axis -> transposedAxis(out.name("output_shape", axis), out.extents().get(axis),
                            in.name("input", axis), in.extents().get(axis), windows.get(axis), padding.get(axis)));
        }

        @Override
        public String text() {
            int rank = filters.size() - 2;
            if (depthwise) {
                return new Code("tf.nn.depthwise_conv2d_backprop_input").with("input_sizes", sizes())
                        .with("filter", "w")
                        .with("out_backprop", "y").with("strides", allAxes(strides, dataFormat))
                        .with("padding", paddingText(padding, dataFormat))
                        .with("data_format", dataFormat, Layout.NHWC, word(dataFormat, rank))
                        .with("dilations", dilations, ones(rank), allAxes(dilations, dataFormat)).toString();
            }
            return new Code("tf.nn.conv" + rank + "d_transpose", "y", "w").with("output_shape", sizes())
                    .with("strides", Code.listOrOne(strides)).with("padding", paddingText(padding, dataFormat))
                    .with("data_format", dataFormat, Layout.NHWC, word(dataFormat, rank))
                    .with("dilations", dilations, ones(rank), Code.listOrOne(dilations)).toString();
        }

        /** The whole output shape: not every kernel takes the spatial part alone. */
        private List<Integer> sizes() {
            Image out = output();
            int[] extents = out.extents().stream().mapToInt(Integer::intValue).toArray();
            return Arrays.stream(dataFormat.shape(out.batch(), out.channels(), extents)).boxed().toList();
        }

        private Image output() {
            int rank = filters.size() - 2;
            return outputShape.size() == rank
                    ? new Image(input.getFirst(), filters.get(rank), outputShape, 0)
                    : Image.of(outputShape, dataFormat);
        }

        @Override
        public List<String> notes() {
            return said(dilations.equals(ones(dilations.size()))
                    ? ""
                    : "TensorFlow's CPU kernels have no dilation of transposed convolutions",
                    !depthwise && output().channels() > filters.get(filters.size() - 2)
                            ? "TensorFlow's CPU kernels have no groups of transposed convolutions, except depthwise ones"
                            : "");
        }
    }

    /** The channels that an image and a filter make up together. */
    private record Channels(int groups, int x, int y) {

        static Channels of(String name, List<Integer> shape, int x, List<Integer> filters, boolean depthwise) {
            int depth = filters.get(filters.size() - 2);
            int last = filters.getLast();
            if (depthwise) {
                if (x != depth || x == 0) {
                    throw new IllegalArgumentException(name + "=" + shape + ": must have as many channels as filter="
                            + filters + ", at least 1");
                }
                return new Channels(x, x, Check.fitsInt("output channels", (long) x * last));
            }
            if (depth == 0 ? x != 0 : x == 0 || x % depth != 0) {
                throw new IllegalArgumentException(name + "=" + shape + ": must have a multiple of " + depth
                        + " channels, the depth of filters=" + filters);
            }
            int groups = depth == 0 ? 1 : x / depth;
            if (last % groups != 0) {
                throw new IllegalArgumentException("filters=" + filters + ": must have a multiple of " + groups
                        + " output channels, as " + name + "=" + shape + " makes " + groups + " groups");
            }
            return new Channels(groups, x, last);
        }
    }

    private static Problem problem(int batch, Channels channels, Layout layout, int rank, IntFunction<Axis> axis) {
        return new Problem(new Geometry(batch, channels.groups(), channels.x(), channels.y(),
                Arguments.axes(rank, axis)), layout, FilterLayout.HWIO);
    }

    private static Axis convAxis(String name, int x, Window window, Padding padding) {
        if (padding == Padding.SAME) {
            return Padding.SAME.fromX(x, window, BorderMode.ZEROS);
        }
        Padding.Explicit pads = Arguments.pads(padding);
        long y = ((long) x + pads.lo() + pads.hi() - window.span() + window.stride()) / window.stride();
        if (y < 0) {
            throw Arguments.tooSmall(name, x, smallest(0, window, pads), window, words(padding));
        }
        return new Axis(x, Check.fitsInt("output extent", y), window, pads.lo(), BorderMode.ZEROS);
    }

    private static Axis transposedAxis(String name, int x, String inputName, int y, Window window, Padding padding) {
        Padding.Explicit pads = Arguments.pads(padding);
        long min = padding == Padding.SAME
                ? Padding.SAME.validOutputSizes(y, window).min()
                : Math.max(0, smallest(y, window, pads));
        long max = padding == Padding.SAME
                ? Padding.SAME.validOutputSizes(y, window).max()
                : window.natural(y) - pads.lo() - pads.hi() + window.stride() - 1;
        if (x < min || x > max) {
            throw new IllegalArgumentException(name + "=" + x + ": "
                    + (max < 0
                            ? "no extent is admissible"
                            : "must be " + (min == max ? "" : "in ")
                                    + new Interval(Check.fitsInt("min", min), Check.fitsInt("max", max)))
                    + " for padding " + words(padding) + ", " + Arguments.words(window) + ", given " + inputName + "="
                    + y);
        }
        return padding == Padding.SAME
                ? Padding.SAME.between(x, y, window, BorderMode.ZEROS)
                : new Axis(x, y, window, pads.lo(), BorderMode.ZEROS);
    }

    private static String words(Padding padding) {
        return padding instanceof Padding.Explicit pads ? Arguments.words(pads) : padding.toString();
    }

    /** The smallest image in which y windows fit; truncation gives the empty result a second stride. */
    private static long smallest(int y, Window window, Padding.Explicit pads) {
        return window.natural(y) - pads.lo() - pads.hi() - (y == 0 ? window.stride() - 1 : 0);
    }

    private static List<Window> windows(List<Integer> filters, List<Integer> strides, List<Integer> dilations) {
        return Arguments.windows("filters", filters.subList(0, filters.size() - 2), strides, dilations);
    }

    private static Layout layout(String word, int rank) {
        return Arguments.word("data_format", word, DATA_FORMATS.get(rank - 1));
    }

    private static List<Padding> requirePadding(List<Padding> padding, int rank) {
        List<Padding> each = Arguments.paddings(padding, rank, PADDINGS);
        for (Padding.Explicit pad : Arguments.pads(each)) {
            if (pad.lo() < 0 || pad.hi() < 0) {
                throw new IllegalArgumentException("explicit_paddings=" + Code.pairs(Arguments.pads(each))
                        + ": must be pairs of numbers from 0");
            }
        }
        if (each.getFirst() instanceof Padding.Explicit && rank != 2) {
            throw new IllegalArgumentException("explicit_paddings=" + Code.pairs(Arguments.pads(each))
                    + ": must not be given with " + rank
                    + " spatial axes, only with 2; tf.pad and padding VALID do it");
        }
        return each;
    }

    private static List<String> said(String... notes) {
        return Arrays.stream(notes).filter(note -> !note.isEmpty()).toList();
    }

    private static String paddingText(List<Padding> padding, Layout layout) {
        return padding.getFirst() instanceof Padding.Explicit
                ? allPads(Arguments.pads(padding), layout)
                : Code.quoted(Arguments.wordOf(padding.getFirst(), PADDINGS));
    }

    /** The pads of all axes, zeros for batch and channels. */
    private static String allPads(List<Padding.Explicit> pads, Layout layout) {
        return Code.pairs(allAxes(pads, new Padding.Explicit(0, 0), layout));
    }

    private static List<Integer> allAxes(List<Integer> spatial, Layout layout) {
        return allAxes(spatial, 1, layout);
    }

    private static <T> List<T> allAxes(List<T> spatial, T other, Layout layout) {
        List<T> all = new ArrayList<>(spatial);
        all.addFirst(other);
        all.add(layout == Layout.NCHW ? 1 : all.size(), other);
        return all;
    }

    private static List<Integer> ones(int rank) {
        return Collections.nCopies(rank, 1);
    }

    private static String word(Layout layout, int rank) {
        return Code.quoted(Arguments.wordOf(layout, DATA_FORMATS.get(rank - 1)));
    }

    private static void requireDepthwiseRank(boolean depthwise, List<Integer> filters) {
        if (depthwise && filters.size() != 4) {
            throw new IllegalArgumentException(
                    "filter=" + filters + ": must have 4 dimensions for a depthwise convolution");
        }
    }

    private static List<Padding> explicitPaddings(int[][] pairs, int rank, Layout layout) {
        Check.notNull("explicit_paddings", pairs);
        String text = Arrays.deepToString(pairs);
        List<Padding> each = new ArrayList<>();
        for (int[] pair : pairs) {
            if (pair == null || pair.length != 2) {
                throw new IllegalArgumentException("explicit_paddings=" + text + ": must be pairs of numbers from 0");
            }
            each.add(Padding.explicit(pair[0], pair[1]));
        }
        if (each.size() == rank) {
            return each;
        }
        if (each.size() == rank + 2) {
            int first = layout == Layout.NCHW ? 2 : 1;
            List<Padding> spatial = List.copyOf(each.subList(first, first + rank));
            each.subList(first, first + rank).clear();
            if (each.equals(Collections.nCopies(2, Padding.explicit(0, 0)))) {
                return spatial;
            }
        }
        throw new IllegalArgumentException("explicit_paddings=" + text + ": must have " + rank
                + " pairs, one for each spatial axis, or " + (rank + 2) + " with zeros for batch and channels");
    }
}
