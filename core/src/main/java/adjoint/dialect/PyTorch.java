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
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's {@code torch.nn.functional.conv1d..3d} and {@code conv_transpose1d..3d}, and the modules around them.
 *
 * <pre>
 * conv             y = floor((x + 2*padding - span)/stride) + 1            lo = padding
 *   'same'         y = x, for stride 1 only                                lo = floor((span - 1)/2)
 *   'valid'        as padding 0
 * conv_transpose   x = (y-1)*stride - 2*padding + span + output_padding    lo = padding
 * </pre>
 *
 * <p>{@code output_padding} must be below the stride or below the dilation. {@code output_size} asks for an extent of
 * {@code min .. min + stride - 1}, where {@code min} is the one of output padding 0, and replaces {@code output_padding}.
 * Results must not be empty. Images are {@code [N, C, extents]} or, without batch, {@code [C, extents]}, which is computed as a
 * batch of 1. Filters are {@code [out, in/groups, k...]} for a convolution and {@code [in, out/groups, k...]} for a transposed
 * one, which is the order {@link FilterLayout#OIHW} of the same layer.
 *
 * <p>Source: {@code torch/nn/modules/conv.py}, {@code aten/src/ATen/native/ConvUtils.h} and {@code Convolution.cpp}.
 */
public final class PyTorch implements Dialect {

    /** The dialect. */
    public static final PyTorch DIALECT = new PyTorch();

    private static final Map<String, Padding> PADDINGS = Map.of("same", Padding.SAME, "valid", Padding.VALID);
    private static final Map<String, BorderMode> PADDING_MODES = Map.of("zeros", BorderMode.ZEROS, "reflect",
            BorderMode.REFLECT, "replicate", BorderMode.REPLICATE, "circular", BorderMode.CIRCULAR);

    private PyTorch() {
    }

    /**
     * {@code torch.nn.functional.conv1d}, {@code conv2d} or {@code conv3d} with its defaults.
     *
     * @param input  shape of the image, {@code [N, C, extents]} or {@code [C, extents]}
     * @param weight shape of the filter, {@code [O, C/groups, k...]}
     * @return the call
     */
    public static Conv conv(int[] input, int... weight) {
        return new Conv(Arguments.numbers("input", input), Arguments.numbers("weight", weight), List.of(1),
                List.of(Padding.VALID), List.of(1), 1, BorderMode.ZEROS);
    }

    /**
     * {@code torch.nn.functional.conv_transpose1d}, {@code conv_transpose2d} or {@code conv_transpose3d} with its defaults.
     *
     * @param input  shape of the y side, {@code [N, O, extents]} or {@code [O, extents]}
     * @param weight shape of the filter, {@code [O, C/groups, k...]}
     * @return the call
     */
    public static ConvTranspose convTranspose(int[] input, int... weight) {
        return new ConvTranspose(Arguments.numbers("input", input), Arguments.numbers("weight", weight), List.of(1),
                List.of(0), List.of(0), List.of(), 1, List.of(1));
    }

    @Override
    public String name() {
        return "PyTorch";
    }

    @Override
    public Expression conv(Problem problem) {
        Geometry g = problem.geometry();
        List<Padding> starts = g.axes().stream().map(axis -> Padding.explicit(axis.lo(), axis.lo())).toList();
        return Expressions.first(g, () -> whyNoConv(g), () -> conv(g, List.of(Padding.explicit(0, 0))),
                () -> conv(g, List.of(Padding.SAME)), () -> conv(g, starts));
    }

    private static Conv conv(Geometry g, List<Padding> padding) {
        List<BorderMode> borders = Expressions.borders(g);
        return new Conv(Expressions.xShape(g, Layout.NCHW), Expressions.filterShape(g, FilterLayout.OIHW),
                Expressions.strides(g), padding, Expressions.dilations(g), g.groups(),
                borders.isEmpty() ? BorderMode.ZEROS : borders.getFirst());
    }

    private static String whyNoConv(Geometry g) {
        if (Expressions.isEmpty(g)) {
            return "PyTorch refuses tensors without elements";
        }
        List<Padding.Explicit> pads = Expressions.pads(g);
        List<BorderMode> borders = Expressions.borders(g);
        String needs = "this needs " + Code.tuples(pads);
        if (borders.size() > 1) {
            return "PyTorch has one padding_mode for all axes, this needs " + borders
                    + "; torch.nn.functional.pad on one axis after the other and padding=0 do it";
        }
        List<Integer> lastAxisFirst = new ArrayList<>();
        for (Padding.Explicit pad : pads.reversed()) {
            lastAxisFirst.addAll(List.of(pad.lo(), pad.hi()));
        }
        return "PyTorch pads both sides by the same number, " + needs + "; torch.nn.functional.pad(x, "
                + Code.tuple(lastAxisFirst)
                + (borders.isEmpty() ? "" : ", mode=" + Code.quoted(word(borders.getFirst())))
                + ") and padding=0 do it";
    }

    @Override
    public Expression convTranspose(Problem problem) {
        Geometry g = problem.geometry();
        List<Integer> starts = g.axes().stream().map(Axis::lo).toList();
        List<Integer> surplus = g.axes().stream().map(axis -> axis.lo() - axis.hi()).toList();
        return Expressions.first(g, () -> whyNoConvTranspose(g),
                () -> new ConvTranspose(Expressions.yShape(g, Layout.NCHW),
                        Expressions.filterShape(g, FilterLayout.OIHW),
                        Expressions.strides(g), starts, surplus, List.of(), g.groups(), Expressions.dilations(g)));
    }

    private static String whyNoConvTranspose(Geometry g) {
        if (!Expressions.borders(g).isEmpty()) {
            return Expressions.noFolding("PyTorch", g);
        }
        if (Expressions.isEmpty(g)) {
            return "PyTorch refuses tensors without elements";
        }
        return "PyTorch crops both ends by the same padding and extends the end by less than stride or dilation, this crops by "
                + Code.tuples(Expressions.cropped(g)) + "; padding=0 does it if you "
                + Expressions.slice(g, Layout.NCHW);
    }

    /**
     * A convolution.
     *
     * @param input       shape of the image
     * @param weight      shape of the filter
     * @param stride      stride of each axis
     * @param padding     padding of each axis: the same number on both sides, all SAME or all VALID
     * @param dilation    dilation of each axis
     * @param groups      number of groups
     * @param paddingMode what lies outside the image
     */
    public record Conv(List<Integer> input, List<Integer> weight, List<Integer> stride, List<Padding> padding,
            List<Integer> dilation, int groups, BorderMode paddingMode) implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public Conv {
            weight = Arguments.shape("weight", weight);
            input = batched(input, weight);
            int rank = weight.size() - 2;
            stride = Arguments.perAxis("stride", stride, rank, 1);
            padding = Arguments.paddings(padding, rank, PADDINGS);
            for (Padding.Explicit pad : Arguments.pads(padding)) {
                if (pad.lo() != pad.hi() || pad.lo() < 0) {
                    throw new IllegalArgumentException(
                            "padding=" + padding + ": must be the same on both sides, at least 0");
                }
            }
            dilation = Arguments.perAxis("dilation", dilation, rank, 1);
            Check.atLeast("groups", groups, 1);
            Check.notNull("padding_mode", paddingMode);
            if (padding.contains(Padding.SAME) && stride.stream().anyMatch(s -> s > 1)) {
                throw new IllegalArgumentException(
                        "stride=" + stride + ": must be 1 for padding='same', which strided convolutions do not have");
            }
        }

        /**
         * Sets the stride.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public Conv stride(int... each) {
            return new Conv(input, weight, Arguments.numbers("stride", each), padding, dilation, groups, paddingMode);
        }

        /**
         * Sets the padding on both sides.
         *
         * @param each one for all spatial axes, or one for each; at least 0
         * @return a new call
         */
        public Conv padding(int... each) {
            List<Integer> pads = Arguments.perAxis("padding", Arguments.numbers("padding", each), weight.size() - 2, 0);
            return padding(pads.stream().map(pad -> Padding.explicit(pad, pad)).toList());
        }

        /**
         * Sets the padding by its name.
         *
         * @param word same (stride 1 only) or valid
         * @return a new call
         */
        public Conv padding(String word) {
            return padding(List.of(Arguments.word("padding", word, PADDINGS)));
        }

        private Conv padding(List<Padding> each) {
            return new Conv(input, weight, stride, each, dilation, groups, paddingMode);
        }

        /**
         * Sets the dilation.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public Conv dilation(int... each) {
            return new Conv(input, weight, stride, padding, Arguments.numbers("dilation", each), groups, paddingMode);
        }

        /**
         * Sets the number of groups.
         *
         * @param count groups, a divisor of both channel numbers
         * @return a new call
         */
        public Conv groups(int count) {
            return new Conv(input, weight, stride, padding, dilation, count, paddingMode);
        }

        /**
         * Sets what lies outside the image. Only the modules ({@code torch.nn.Conv2d}) take this parameter.
         *
         * @param word zeros, reflect, replicate or circular
         * @return a new call
         */
        public Conv paddingMode(String word) {
            return new Conv(input, weight, stride, padding, dilation, groups,
                    Arguments.word("padding_mode", word, PADDING_MODES));
        }

        @Override
        public Problem problem() {
            requireGroups(weight, groups);
            int channels = Check.fitsInt("input channels", (long) weight.get(1) * groups);
            requireChannels(input, weight, channels, "in " + groups + " groups");
            List<Window> windows = Arguments.windows("weight", weight.subList(2, weight.size()), stride, dilation);
            List<Axis> axes = Arguments.axes(windows.size(), axis -> axis(axis, windows.get(axis)));
            return PyTorch.problem(input, groups, channels, weight.getFirst(), axes);
        }

        private Axis axis(int axis, Window window) {
            int x = input.get(axis + 2);
            String name = "input extent " + axis; // its index depends on whether the caller gave a batch dimension
            Padding pad = padding.get(axis);
            if (pad == Padding.SAME) {
                Check.atLeast(name, x, 1);
                Axis same = Padding.SAME.fromX(x, window, paddingMode);
                requireRoom(name, x, Math.max(same.lo(), same.hi()));
                return same;
            }
            int y = Arguments.outputExtent(name, x, window, pad, 1);
            int lo = Arguments.pads(pad).lo();
            requireRoom(name, x, lo);
            return new Axis(x, y, window, lo, paddingMode);
        }

        private void requireRoom(String name, int x, int pad) {
            int min = switch (paddingMode) {
                case ZEROS -> 0;
                case REPLICATE -> 1;
                case CIRCULAR -> pad;
                case REFLECT -> pad + 1;
            };
            if (x < min) {
                throw new IllegalArgumentException(name + "=" + x + ": must be at least " + min + " for padding " + pad
                        + " of padding_mode=" + word(paddingMode));
            }
        }

        @Override
        public String text() {
            int rank = weight.size() - 2;
            Object pad = padding.getFirst() == Padding.SAME
                    ? Code.quoted("same")
                    : Code.tupleOrOne(Arguments.pads(padding).stream().map(Padding.Explicit::lo).toList());
            boolean module = paddingMode != BorderMode.ZEROS;
            Code code = module
                    ? new Code("torch.nn.Conv" + rank + "d", "" + weight.get(1) * groups, "" + weight.getFirst())
                            .with("kernel_size", Code.tupleOrOne(weight.subList(2, rank + 2)))
                    : new Code("torch.nn.functional.conv" + rank + "d", "x", "w");
            code.with("stride", stride, all(1, rank), Code.tupleOrOne(stride)).with("padding", pad, (Object) 0, pad)
                    .with("dilation", dilation, all(1, rank), Code.tupleOrOne(dilation))
                    .with("groups", groups, 1, groups);
            return module
                    ? code.with("bias", "False").with("padding_mode", Code.quoted(word(paddingMode))) + "(x)"
                    : code.toString();
        }
    }

    /**
     * A transposed convolution.
     *
     * @param input         shape of the y side
     * @param weight        shape of the filter
     * @param stride        stride of each axis
     * @param padding       padding of each axis, on both sides
     * @param outputPadding extent added to the end of each axis
     * @param outputSize    shape of the result that replaces the output padding, or its spatial extents alone; or nothing
     * @param groups        number of groups
     * @param dilation      dilation of each axis
     */
    public record ConvTranspose(List<Integer> input, List<Integer> weight, List<Integer> stride, List<Integer> padding,
            List<Integer> outputPadding, List<Integer> outputSize, int groups, List<Integer> dilation)
            implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and parameters fit together.
         *
         * @throws IllegalArgumentException if a shape or a parameter is out of range
         */
        public ConvTranspose {
            weight = Arguments.shape("weight", weight);
            input = batched(input, weight);
            int rank = weight.size() - 2;
            stride = Arguments.perAxis("stride", stride, rank, 1);
            padding = Arguments.perAxis("padding", padding, rank, 0);
            outputPadding = Arguments.perAxis("output_padding", outputPadding, rank, 0);
            Check.atLeast("groups", groups, 1);
            dilation = Arguments.perAxis("dilation", dilation, rank, 1);
            outputSize = List.copyOf(Check.notNull("output_size", outputSize));
            if (!outputSize.isEmpty() && outputSize.size() != rank && outputSize.size() != rank + 2) {
                throw new IllegalArgumentException("output_size=" + outputSize + ": must have " + rank
                        + " values, one for each spatial axis, or " + (rank + 2));
            }
        }

        /**
         * Sets the stride.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public ConvTranspose stride(int... each) {
            return new ConvTranspose(input, weight, Arguments.numbers("stride", each), padding, outputPadding,
                    outputSize, groups, dilation);
        }

        /**
         * Sets the padding: by how much the full result is cropped on both sides.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public ConvTranspose padding(int... each) {
            return new ConvTranspose(input, weight, stride, Arguments.numbers("padding", each), outputPadding,
                    outputSize, groups, dilation);
        }

        /**
         * Sets what is added to the end of the result.
         *
         * @param each one for all spatial axes, or one for each; below the stride or below the dilation
         * @return a new call
         */
        public ConvTranspose outputPadding(int... each) {
            return new ConvTranspose(input, weight, stride, padding, Arguments.numbers("output_padding", each),
                    outputSize, groups, dilation);
        }

        /**
         * Asks for extents of the result, in place of an output padding. Only the modules ({@code torch.nn.ConvTranspose2d})
         * take this parameter.
         *
         * @param size the spatial extents, or a whole shape of which only those count
         * @return a new call
         */
        public ConvTranspose outputSize(int... size) {
            return new ConvTranspose(input, weight, stride, padding, outputPadding,
                    Arguments.numbers("output_size", size), groups, dilation);
        }

        /**
         * Sets the number of groups.
         *
         * @param count groups, a divisor of both channel numbers
         * @return a new call
         */
        public ConvTranspose groups(int count) {
            return new ConvTranspose(input, weight, stride, padding, outputPadding, outputSize, count, dilation);
        }

        /**
         * Sets the dilation.
         *
         * @param each one for all spatial axes, or one for each
         * @return a new call
         */
        public ConvTranspose dilation(int... each) {
            return new ConvTranspose(input, weight, stride, padding, outputPadding, outputSize, groups,
                    Arguments.numbers("dilation", each));
        }

        @Override
        public Problem problem() {
            requireGroups(weight, groups);
            requireChannels(input, weight, weight.getFirst(), "in all");
            List<Window> windows = Arguments.windows("weight", weight.subList(2, weight.size()), stride, dilation);
            List<Axis> axes = Arguments.axes(windows.size(), axis -> axis(axis, windows.get(axis)));
            return PyTorch.problem(input, groups, Check.fitsInt("output channels", (long) weight.get(1) * groups),
                    weight.getFirst(), axes);
        }

        private Axis axis(int axis, Window window) {
            int y = input.get(axis + 2);
            int pad = padding.get(axis);
            long min = window.natural(y) - 2L * pad;
            long x;
            if (outputSize.isEmpty()) {
                int extra = outputPadding.get(axis);
                int limit = Math.max(window.stride(), window.dilation());
                if (extra >= limit) {
                    throw new IllegalArgumentException(
                            "output_padding[" + axis + "]=" + extra + ": must be below stride "
                                    + window.stride() + " or below dilation " + window.dilation());
                }
                x = min + extra;
                if (x < 1) {
                    throw new IllegalArgumentException(
                            "padding[" + axis + "]=" + pad + ": must leave at least 1 of the "
                                    + (window.natural(y) + extra) + " elements that " + Arguments.words(window)
                                    + " make of " + y);
                }
            } else {
                x = outputSize.get(outputSize.size() - weight.size() + 2 + axis);
                if (x < Math.max(1, min) || x > min + window.stride() - 1) {
                    throw new IllegalArgumentException("output_size=" + outputSize + ": must have "
                            + (min + window.stride() - 1 < 1
                                    ? "no extent"
                                    : new Interval(Check.fitsInt("min", Math.max(1, min)),
                                            Check.fitsInt("max", min + window.stride() - 1)))
                            + " on spatial axis " + axis + " for padding " + pad + ", " + Arguments.words(window)
                            + ", given input extent " + y);
                }
            }
            return new Axis(Check.fitsInt("output extent", x), y, window, pad, BorderMode.ZEROS);
        }

        @Override
        public String text() {
            int rank = weight.size() - 2;
            boolean module = !outputSize.isEmpty();
            Code code = module
                    ? new Code("torch.nn.ConvTranspose" + rank + "d", "" + weight.getFirst(),
                            "" + weight.get(1) * groups)
                            .with("kernel_size", Code.tupleOrOne(weight.subList(2, rank + 2)))
                    : new Code("torch.nn.functional.conv_transpose" + rank + "d", "y", "w");
            code.with("stride", stride, all(1, rank), Code.tupleOrOne(stride))
                    .with("padding", padding, all(0, rank), Code.tupleOrOne(padding));
            if (!module) {
                code.with("output_padding", outputPadding, all(0, rank), Code.tupleOrOne(outputPadding));
            }
            code.with("groups", groups, 1, groups);
            if (module) {
                code.with("bias", "False");
            }
            code.with("dilation", dilation, all(1, rank), Code.tupleOrOne(dilation));
            return module ? code + "(y, output_size=" + outputSize + ")" : code.toString();
        }
    }

    private static Problem problem(List<Integer> input, int groups, int xChannels, int yChannels, List<Axis> axes) {
        return new Problem(new Geometry(input.getFirst(), groups, xChannels, yChannels, axes), Layout.NCHW,
                FilterLayout.OIHW);
    }

    /** The input with its batch dimension, which a caller may leave out. */
    private static List<Integer> batched(List<Integer> input, List<Integer> weight) {
        Check.notNull("input", input);
        if (input.size() == weight.size()) {
            return Arguments.shape("input", input);
        }
        if (input.size() == weight.size() - 1) {
            List<Integer> batched = new ArrayList<>(input);
            batched.addFirst(1);
            return Arguments.shape("input", batched);
        }
        throw new IllegalArgumentException("input=" + input + ": must have " + weight.size() + " dimensions for weight="
                + weight + ", or " + (weight.size() - 1) + " without batch");
    }

    private static void requireGroups(List<Integer> weight, int groups) {
        if (weight.getFirst() < groups || weight.getFirst() % groups != 0) {
            throw new IllegalArgumentException(
                    "weight=" + weight + ": must have a first dimension that is a multiple of groups=" + groups);
        }
    }

    private static void requireChannels(List<Integer> input, List<Integer> weight, int channels, String how) {
        if (input.get(1) != channels) {
            throw new IllegalArgumentException(
                    "input=" + input + ": must have " + channels + " channels " + how + " for weight=" + weight);
        }
    }

    private static String word(BorderMode mode) {
        return Arguments.wordOf(mode, PADDING_MODES);
    }

    private static List<Integer> all(int value, int rank) {
        return Collections.nCopies(rank, value);
    }
}
