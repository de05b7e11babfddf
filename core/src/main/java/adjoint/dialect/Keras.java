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
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The layers {@code Conv1D..3D} and {@code Conv1DTranspose..Conv3DTranspose} of Keras 3.
 *
 * <pre>
 * Conv           valid    y = floor((x - span)/stride) + 1         lo = 0
 *                same     y = ceil(x/stride)                       lo as TensorFlow's SAME
 *                causal   y = ceil(x/stride), Conv1D only          lo = span - 1
 * ConvTranspose  valid    x = (y-1)*stride + max(span, stride)     lo = 0
 *   output_padding given  x = (y-1)*stride + span + output_padding
 *                same     x = y*stride                             lo = floor(max(0, (y-1)*stride + span - x)/2)
 *   output_padding given  x = (y-1)*stride + span%2 + output_padding
 * </pre>
 *
 * <p>{@code output_padding} must be below the stride; strides and dilation rates must not both be above 1; a transposed layer
 * has no groups. The backends agree wherever the TensorFlow one has a result: it refuses padding same with an even span and
 * output padding 0, whose extent {@code (y-1)*stride} a convolution would not lead back to {@code y}, and the JAX and Torch
 * ones compute it. Filters are {@code [k..., in/groups, filters]} and, transposed, {@code [k..., filters, in]}, which is the
 * order {@link FilterLayout#HWIO} of the same layer.
 *
 * <p>Source: {@code keras/src/backend/common/backend_utils.py}, {@code keras/src/ops/operation_utils.py},
 * {@code keras/src/layers/convolutional/base_conv.py} and {@code base_conv_transpose.py}.
 */
public final class Keras implements Dialect {

    /** The dialect. */
    public static final Keras DIALECT = new Keras();

    private static final Map<String, Padding> PADDINGS = Map.of("valid", Padding.VALID, "same", Padding.SAME, "causal",
            Padding.CAUSAL);
    private static final Map<String, Padding> TRANSPOSED_PADDINGS = Map.of("valid", Padding.VALID, "same",
            Padding.SAME);
    private static final Map<String, Layout> DATA_FORMATS = Map.of("channels_last", Layout.NHWC, "channels_first",
            Layout.NCHW);
    /** Whether a backend refuses what TensorFlow's convolution would not lead back. */
    private static final Map<String, Boolean> BACKENDS = Map.of("tensorflow", true, "jax", false, "torch", false);

    private static final String STRIDE_OR_DILATION = "Keras has no layer with both a stride and a dilation rate above 1";

    private Keras() {
    }

    /**
     * {@code keras.layers.Conv1D}, {@code Conv2D} or {@code Conv3D} with its defaults.
     *
     * @param inputShape shape of the image, {@code [N, extents, C]}
     * @param filters    channels of the result
     * @param kernelSize one number, or one for each spatial axis
     * @return the layer
     */
    public static Conv conv(int[] inputShape, int filters, int... kernelSize) {
        return new Conv(Arguments.numbers("input_shape", inputShape), filters,
                Arguments.numbers("kernel_size", kernelSize), List.of(1), Padding.VALID, Layout.NHWC, List.of(1), 1);
    }

    /**
     * {@code keras.layers.Conv1DTranspose}, {@code Conv2DTranspose} or {@code Conv3DTranspose} with its defaults, on the
     * TensorFlow backend.
     *
     * @param inputShape shape of the y side, {@code [N, extents, O]}
     * @param filters    channels of the result
     * @param kernelSize one number, or one for each spatial axis
     * @return the layer
     */
    public static ConvTranspose convTranspose(int[] inputShape, int filters, int... kernelSize) {
        return new ConvTranspose(Arguments.numbers("input_shape", inputShape), filters,
                Arguments.numbers("kernel_size", kernelSize), List.of(1), Padding.VALID, List.of(), Layout.NHWC,
                List.of(1), "tensorflow");
    }

    @Override
    public String name() {
        return "Keras";
    }

    @Override
    public Expression conv(Problem problem) {
        Geometry g = problem.geometry();
        return Expressions.first(g, () -> whyNoConv(g), () -> conv(g, Padding.VALID), () -> conv(g, Padding.SAME),
                () -> conv(g, Padding.CAUSAL));
    }

    private static Conv conv(Geometry g, Padding padding) {
        return new Conv(Expressions.xShape(g, Layout.NHWC), g.yChannels(), Expressions.kernel(g),
                Expressions.strides(g), padding, Layout.NHWC, Expressions.dilations(g), g.groups());
    }

    private static String whyNoConv(Geometry g) {
        if (Expressions.isEmpty(g)) {
            return "Keras refuses tensors without elements";
        }
        if (isStridedAndDilated(Expressions.strides(g), Expressions.dilations(g))) {
            return STRIDE_OR_DILATION;
        }
        List<Padding.Explicit> pads = Expressions.pads(g);
        if (!Expressions.borders(g).isEmpty()) {
            return "Keras pads with zeros only; extending x beforehand and padding=\"valid\" do it";
        }
        if (Expressions.crops(pads)) {
            return "Keras has no negative padding, this needs " + Code.tuples(pads) + "; cropping x beforehand does it";
        }
        return "Keras has no padding of one's own choice, this needs " + Code.tuples(pads)
                + "; keras.layers.ZeroPadding"
                + g.rank() + "D(" + pairs(pads) + ") before it and padding=\"valid\" do it";
    }

    @Override
    public Expression convTranspose(Problem problem) {
        Geometry g = problem.geometry();
        if (g.groups() > 1) {
            return new Expression.Impossible("Keras's transposed layers have no groups");
        }
        return Expressions.first(g, () -> whyNoConvTranspose(g),
                () -> convTranspose(g, Padding.VALID, List.of()),
                () -> convTranspose(g, Padding.SAME, List.of()),
                () -> convTranspose(g, Padding.VALID, g.axes().stream().map(axis -> -axis.hi()).toList()),
                () -> convTranspose(g, Padding.SAME, g.axes().stream().map(axis -> axis.xExtent()
                        - (axis.yExtent() - 1) * axis.stride() - axis.window().span() % 2).toList()));
    }

    private static ConvTranspose convTranspose(Geometry g, Padding padding, List<Integer> outputPadding) {
        return new ConvTranspose(Expressions.yShape(g, Layout.NHWC), g.xChannels(), Expressions.kernel(g),
                Expressions.strides(g), padding, outputPadding, Layout.NHWC, Expressions.dilations(g), "tensorflow");
    }

    private static String whyNoConvTranspose(Geometry g) {
        if (Expressions.isEmpty(g)) {
            return "Keras refuses tensors without elements";
        }
        if (isStridedAndDilated(Expressions.strides(g), Expressions.dilations(g))) {
            return STRIDE_OR_DILATION;
        }
        if (!Expressions.borders(g).isEmpty()) {
            return Expressions.noFolding("Keras", g);
        }
        return "Keras has no padding and output_padding that yield " + Expressions.xShape(g, Layout.NHWC)
                + " cropped by " + Code.tuples(Expressions.cropped(g)) + "; padding=\"valid\" does it if you "
                + Expressions.slice(g, Layout.NHWC);
    }

    /** What ZeroPadding1D, 2D and 3D take: a pair, or a pair of each axis. */
    private static String pairs(List<Padding.Explicit> pads) {
        return pads.size() == 1 ? "(" + pads.getFirst().lo() + ", " + pads.getFirst().hi() + ")" : Code.tuples(pads);
    }

    /**
     * A convolution layer.
     *
     * @param inputShape   shape of the image
     * @param filters      channels of the result
     * @param kernelSize   kernel of each axis
     * @param strides      stride of each axis
     * @param padding      VALID, SAME or CAUSAL
     * @param dataFormat   order of the image tensors
     * @param dilationRate dilation of each axis
     * @param groups       number of groups
     */
    public record Conv(List<Integer> inputShape, int filters, List<Integer> kernelSize, List<Integer> strides,
            Padding padding, Layout dataFormat, List<Integer> dilationRate, int groups) implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public Conv {
            inputShape = Arguments.shape("input_shape", inputShape);
            int rank = inputShape.size() - 2;
            Check.atLeast("filters", filters, 1);
            kernelSize = Arguments.perAxis("kernel_size", kernelSize, rank, 1);
            strides = Arguments.perAxis("strides", strides, rank, 1);
            requirePadding(padding, PADDINGS);
            if (padding == Padding.CAUSAL && rank != 1) {
                throw new IllegalArgumentException(
                        "padding=causal: must not be used with " + rank + " spatial axes, only 1");
            }
            Check.notNull("data_format", dataFormat);
            dilationRate = Arguments.perAxis("dilation_rate", dilationRate, rank, 1);
            requireStrideOrDilation(strides, dilationRate);
            Check.atLeast("groups", groups, 1);
        }

        /**
         * Sets the strides.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new layer
         */
        public Conv strides(int... each) {
            return new Conv(inputShape, filters, kernelSize, Arguments.numbers("strides", each), padding, dataFormat,
                    dilationRate, groups);
        }

        /**
         * Sets the padding.
         *
         * @param word valid, same or, with one spatial axis, causal
         * @return a new layer
         */
        public Conv padding(String word) {
            return new Conv(inputShape, filters, kernelSize, strides, Arguments.word("padding", word, PADDINGS),
                    dataFormat, dilationRate, groups);
        }

        /**
         * Sets the order of the image tensors.
         *
         * @param word channels_last or channels_first
         * @return a new layer
         */
        public Conv dataFormat(String word) {
            return new Conv(inputShape, filters, kernelSize, strides, padding,
                    Arguments.word("data_format", word, DATA_FORMATS), dilationRate, groups);
        }

        /**
         * Sets the dilation rates.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new layer
         */
        public Conv dilationRate(int... each) {
            return new Conv(inputShape, filters, kernelSize, strides, padding, dataFormat,
                    Arguments.numbers("dilation_rate", each), groups);
        }

        /**
         * Sets the number of groups.
         *
         * @param count groups, a divisor of both channel numbers
         * @return a new layer
         */
        public Conv groups(int count) {
            return new Conv(inputShape, filters, kernelSize, strides, padding, dataFormat, dilationRate, count);
        }

        @Override
        public Problem problem() {
            Image image = Image.of(inputShape, dataFormat);
            Check.divides("groups", groups, "input channels", image.channels());
            Check.divides("groups", groups, "filters", filters);
            List<Window> windows = Arguments.windows("kernel_size", kernelSize, strides, dilationRate);
            List<Axis> axes = Arguments.axes(windows.size(),
                    axis -> axis(image.name("input_shape", axis), image.extents().get(axis), windows.get(axis)));
            return new Problem(new Geometry(image.batch(), groups, image.channels(), filters, axes), dataFormat,
                    FilterLayout.HWIO);
        }

        private Axis axis(String name, int x, Window window) {
            if (padding == Padding.VALID) {
                Arguments.outputExtent(name, x, window, padding, 0);
            }
            return padding.fromX(x, window, BorderMode.ZEROS);
        }

        @Override
        public String text() {
            int rank = kernelSize.size();
            return new Code("keras.layers.Conv" + rank + "D", "" + filters, "" + Code.tupleOrOne(kernelSize))
                    .with("strides", strides, ones(rank), Code.tupleOrOne(strides))
                    .with("padding", padding, Padding.VALID, Code.quoted(Arguments.wordOf(padding, PADDINGS)))
                    .with("data_format", dataFormat, Layout.NHWC,
                            Code.quoted(Arguments.wordOf(dataFormat, DATA_FORMATS)))
                    .with("dilation_rate", dilationRate, ones(rank), Code.tupleOrOne(dilationRate))
                    .with("groups", groups, 1, groups).with("use_bias", "False") + "(x)";
        }
    }

    /**
     * A transposed convolution layer.
     *
     * @param inputShape    shape of the y side
     * @param filters       channels of the result
     * @param kernelSize    kernel of each axis
     * @param strides       stride of each axis
     * @param padding       VALID or SAME
     * @param outputPadding output padding of each axis, or nothing: None
     * @param dataFormat    order of the image tensors
     * @param dilationRate  dilation of each axis
     * @param backend       tensorflow, jax or torch
     */
    public record ConvTranspose(List<Integer> inputShape, int filters, List<Integer> kernelSize, List<Integer> strides,
            Padding padding, List<Integer> outputPadding, Layout dataFormat, List<Integer> dilationRate, String backend)
            implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public ConvTranspose {
            inputShape = Arguments.shape("input_shape", inputShape);
            int rank = inputShape.size() - 2;
            Check.atLeast("filters", filters, 1);
            kernelSize = Arguments.perAxis("kernel_size", kernelSize, rank, 1);
            strides = Arguments.perAxis("strides", strides, rank, 1);
            requirePadding(padding, TRANSPOSED_PADDINGS);
            outputPadding = List.copyOf(Check.notNull("output_padding", outputPadding));
            if (!outputPadding.isEmpty()) {
                outputPadding = Arguments.perAxis("output_padding", outputPadding, rank, 0);
                for (int axis = 0; axis < rank; axis++) {
                    if (outputPadding.get(axis) >= strides.get(axis)) {
                        throw new IllegalArgumentException(
                                "output_padding=" + outputPadding + ": must be below strides="
                                        + strides);
                    }
                }
            }
            Check.notNull("data_format", dataFormat);
            dilationRate = Arguments.perAxis("dilation_rate", dilationRate, rank, 1);
            requireStrideOrDilation(strides, dilationRate);
            Arguments.word("backend", backend, BACKENDS);
        }

        /**
         * Sets the strides; before an output padding above 0, which has to be below them.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new layer
         */
        public ConvTranspose strides(int... each) {
            return new ConvTranspose(inputShape, filters, kernelSize, Arguments.numbers("strides", each), padding,
                    outputPadding, dataFormat, dilationRate, backend);
        }

        /**
         * Sets the padding.
         *
         * @param word valid or same
         * @return a new layer
         */
        public ConvTranspose padding(String word) {
            return new ConvTranspose(inputShape, filters, kernelSize, strides,
                    Arguments.word("padding", word, TRANSPOSED_PADDINGS), outputPadding, dataFormat, dilationRate,
                    backend);
        }

        /**
         * Sets the output padding.
         *
         * @param each one for all spatial axes, or one for each; below the stride. None at all stands for None, the default
         * @return a new layer
         */
        public ConvTranspose outputPadding(int... each) {
            return new ConvTranspose(inputShape, filters, kernelSize, strides, padding,
                    Arguments.numbers("output_padding", each), dataFormat, dilationRate, backend);
        }

        /**
         * Sets the order of the image tensors.
         *
         * @param word channels_last or channels_first
         * @return a new layer
         */
        public ConvTranspose dataFormat(String word) {
            return new ConvTranspose(inputShape, filters, kernelSize, strides, padding, outputPadding,
                    Arguments.word("data_format", word, DATA_FORMATS), dilationRate, backend);
        }

        /**
         * Sets the dilation rates.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new layer
         */
        public ConvTranspose dilationRate(int... each) {
            return new ConvTranspose(inputShape, filters, kernelSize, strides, padding, outputPadding, dataFormat,
                    Arguments.numbers("dilation_rate", each), backend);
        }

        /**
         * Sets the backend, whose limits apply.
         *
         * @param word tensorflow, jax or torch
         * @return a new layer
         */
        public ConvTranspose backend(String word) {
            return new ConvTranspose(inputShape, filters, kernelSize, strides, padding, outputPadding, dataFormat,
                    dilationRate, word);
        }

        @Override
        public Problem problem() {
            Image image = Image.of(inputShape, dataFormat);
            List<Window> windows = Arguments.windows("kernel_size", kernelSize, strides, dilationRate);
            List<Axis> axes = Arguments.axes(windows.size(), axis -> axis(image.name("input_shape", axis),
                    image.extents().get(axis), axis, windows.get(axis)));
            return new Problem(new Geometry(image.batch(), 1, filters, image.channels(), axes), dataFormat,
                    FilterLayout.HWIO);
        }

        private Axis axis(String name, int y, int axis, Window window) {
            Check.atLeast(name, y, 1);
            int span = window.span();
            long before = (y - 1L) * window.stride();
            if (padding == Padding.VALID) {
                long x = before + (outputPadding.isEmpty()
                        ? Math.max(span, window.stride())
                        : span + (long) outputPadding.get(axis));
                return new Axis(Check.fitsInt("output extent", x), y, window, 0, BorderMode.ZEROS);
            }
            long x = before + (outputPadding.isEmpty() ? window.stride() : span % 2 + (long) outputPadding.get(axis));
            if (x == before && BACKENDS.get(backend)) {
                throw new IllegalArgumentException(
                        "output_padding[" + axis + "]=0: must be in 1.." + (window.stride() - 1)
                                + " or None for padding=same and the even span " + span + " on backend=tensorflow");
            }
            long total = Math.max(0, before + span - x);
            return new Axis(Check.fitsInt("output extent", x), y, window, (int) (total / 2), BorderMode.ZEROS);
        }

        @Override
        public String text() {
            int rank = kernelSize.size();
            return new Code("keras.layers.Conv" + rank + "DTranspose", "" + filters, "" + Code.tupleOrOne(kernelSize))
                    .with("strides", strides, ones(rank), Code.tupleOrOne(strides))
                    .with("padding", padding, Padding.VALID, Code.quoted(Arguments.wordOf(padding, PADDINGS)))
                    .with("output_padding", outputPadding, List.of(),
                            outputPadding.isEmpty() ? "" : Code.tupleOrOne(outputPadding))
                    .with("data_format", dataFormat, Layout.NHWC,
                            Code.quoted(Arguments.wordOf(dataFormat, DATA_FORMATS)))
                    .with("dilation_rate", dilationRate, ones(rank), Code.tupleOrOne(dilationRate))
                    .with("use_bias", "False") + "(y)";
        }

        @Override
        public List<String> notes() {
            return backend.equals("tensorflow") ? List.of() : List.of("with the backend " + backend);
        }
    }

    private static void requirePadding(Padding padding, Map<String, Padding> modes) {
        if (!modes.containsValue(Check.notNull("padding", padding))) {
            throw new IllegalArgumentException("padding=" + padding + ": must be one of "
                    + String.join(", ", modes.keySet().stream().sorted().toList()));
        }
    }

    private static void requireStrideOrDilation(List<Integer> strides, List<Integer> dilationRate) {
        if (isStridedAndDilated(strides, dilationRate)) {
            throw new IllegalArgumentException(
                    "dilation_rate=" + dilationRate + ": must be 1 where strides=" + strides + " has one above 1");
        }
    }

    private static boolean isStridedAndDilated(List<Integer> strides, List<Integer> dilations) {
        return strides.stream().anyMatch(s -> s > 1) && dilations.stream().anyMatch(d -> d > 1);
    }

    private static List<Integer> ones(int rank) {
        return Collections.nCopies(rank, 1);
    }
}
