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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The ONNX operators {@code Conv} and {@code ConvTranspose}, opset 11 and later.
 *
 * <pre>
 * Conv            y = floor((x + lo + hi - span)/stride) + 1                     pads given, or auto_pad VALID: zeros
 *                 y = ceil(x / stride)                                           auto_pad SAME_UPPER, SAME_LOWER
 * ConvTranspose   x = (y-1)*stride + span + output_padding - lo - hi             pads given, or auto_pad VALID: zeros
 *                 x = output_shape, or y*stride for auto_pad SAME_*              pads follow from x:
 *                 total = (y-1)*stride + span + output_padding - x
 *                 lo = floor(total/2) for SAME_UPPER, else total - floor(total/2)
 * </pre>
 *
 * <p>Where the text contradicts itself or implementations differ:
 * <ul>
 * <li>Which half is the larger one under {@code auto_pad}: as in the prose and the formula since 2021. ONNX Runtime below 1.13
 * and the earlier formula have the halves of {@code ConvTranspose} swapped. An {@code output_shape} without {@code auto_pad}
 * crops the larger half at the start, other than TensorFlow.
 * <li>{@code SAME_*} of {@code ConvTranspose} yields {@code y*stride} also where the full result is smaller (kernel below
 * stride); ONNX Runtime returns the smaller result.
 * <li>A negative total, of an extent above the full result, follows the formula with division rounding down, so that part of the
 * surplus comes first; ONNX Runtime puts all of it at the end, and returns wrong values beyond a stride.
 * <li>{@code output_padding} must be below the stride or below the dilation; ONNX Runtime does not check it, and errs where it
 * reaches the stride.
 * <li>Negative {@code pads} are computed by the formula, as ONNX Runtime does; the text speaks of numbers from 0 only.
 * <li>{@code SAME_*} with dilations is computed; ONNX Runtime refuses it for {@code Conv}.
 * </ul>
 * Results must not be empty. Images are {@code [N, C, extents]}; filters are {@code [out, in/group, k...]} for {@code Conv} and
 * {@code [in, out/group, k...]} for {@code ConvTranspose}, which is the order {@link FilterLayout#OIHW} of the same layer.
 *
 * <p>Source: {@code onnx/defs/nn/defs.cc}; ONNX Runtime {@code conv_transpose_attributes.h}.
 */
public final class Onnx implements Dialect {

    /** The dialect. */
    public static final Onnx DIALECT = new Onnx();

    private static final Map<String, Padding> AUTO_PADS = Map.of("NOTSET", Padding.explicit(0, 0), "SAME_UPPER",
            Padding.SAME, "SAME_LOWER", Padding.SAME_LOWER, "VALID", Padding.VALID);

    private Onnx() {
    }

    /**
     * {@code Conv} without attributes.
     *
     * @param x shape of the image, {@code [N, C, extents]}
     * @param w shape of the filter, {@code [M, C/group, k...]}
     * @return the node
     */
    public static Conv conv(int[] x, int... w) {
        return new Conv(Arguments.numbers("X", x), Arguments.numbers("W", w), "NOTSET", List.of(1), 1, List.of(),
                List.of(),
                List.of(1));
    }

    /**
     * {@code ConvTranspose} without attributes.
     *
     * @param x shape of the y side, {@code [N, C, extents]}, which ONNX calls X
     * @param w shape of the filter, {@code [C, M/group, k...]}
     * @return the node
     */
    public static ConvTranspose convTranspose(int[] x, int... w) {
        return new ConvTranspose(Arguments.numbers("X", x), Arguments.numbers("W", w), "NOTSET", List.of(1), 1,
                List.of(), List.of(0), List.of(), List.of(), List.of(1));
    }

    @Override
    public String name() {
        return "ONNX";
    }

    /**
     * {@inheritDoc}
     *
     * <p>Padding comes out as {@code pads}, never as {@code auto_pad}, which says no more and which ONNX Runtime refuses together
     * with dilations.
     */
    @Override
    public Expression conv(Problem problem) {
        Geometry g = problem.geometry();
        List<Padding.Explicit> pads = Expressions.pads(g);
        return Expressions.first(g, () -> whyNoConv(g),
                () -> new Conv(Expressions.xShape(g, Layout.NCHW), Expressions.filterShape(g, FilterLayout.OIHW),
                        "NOTSET",
                        Expressions.dilations(g), g.groups(), List.of(), promised(pads), Expressions.strides(g)));
    }

    private static String whyNoConv(Geometry g) {
        if (Expressions.isEmpty(g)) {
            return "ONNX Runtime refuses tensors without elements";
        }
        List<Padding.Explicit> pads = new ArrayList<>(Expressions.pads(g));
        List<BorderMode> borders = Expressions.borders(g);
        if (borders.size() > 1) {
            return "Conv pads with zeros only; one Pad before it for each of the axes, of different modes, does it";
        }
        pads.addAll(0, Collections.nCopies(2, new Padding.Explicit(0, 0)));
        String mode = borders.isEmpty() ? "constant" : Expressions.padMode(borders.getFirst());
        return (borders.isEmpty()
                ? "Conv's pads are at least 0, this needs " + startsThenEnds(pads.subList(2, pads.size()))
                : "Conv pads with zeros only") + "; Pad <mode = " + Code.quoted(mode) + "> with pads "
                + startsThenEnds(pads) + " before it does it";
    }

    /**
     * {@inheritDoc}
     *
     * <p>Padding comes out as {@code pads} and {@code output_padding}, which mean the same in every version; {@code auto_pad} and
     * {@code output_shape} do not.
     */
    @Override
    public Expression convTranspose(Problem problem) {
        Geometry g = problem.geometry();
        List<Padding.Explicit> pads = g.axes().stream()
                .map(axis -> new Padding.Explicit(axis.lo(), Math.max(0, axis.hi())))
                .toList();
        List<Integer> surplus = g.axes().stream().map(axis -> Math.max(0, -axis.hi())).toList();
        return Expressions.first(g, () -> whyNoConvTranspose(g),
                () -> new ConvTranspose(Expressions.yShape(g, Layout.NCHW),
                        Expressions.filterShape(g, FilterLayout.OIHW),
                        "NOTSET", Expressions.dilations(g), g.groups(), List.of(), surplus, List.of(), promised(pads),
                        Expressions.strides(g)));
    }

    private static String whyNoConvTranspose(Geometry g) {
        if (!Expressions.borders(g).isEmpty()) {
            return Expressions.noFolding("ONNX", g);
        }
        if (Expressions.isEmpty(g)) {
            return "ONNX Runtime refuses tensors without elements";
        }
        return "ConvTranspose's pads are at least 0 and its output_padding is below stride or dilation, this crops by "
                + startsThenEnds(Expressions.cropped(g))
                + "; pads of 0 do it if you " + Expressions.slice(g, Layout.NCHW);
    }

    /** The attribute {@code pads}. Negative ones are computed on the way in, but outside what the operator promises. */
    private static List<Integer> promised(List<Padding.Explicit> pads) {
        boolean none = pads.stream().allMatch(new Padding.Explicit(0, 0)::equals);
        return none || Expressions.crops(pads) ? List.of() : startsThenEnds(pads);
    }

    private static List<Integer> startsThenEnds(List<Padding.Explicit> pads) {
        return Stream.concat(pads.stream().map(Padding.Explicit::lo), pads.stream().map(Padding.Explicit::hi)).toList();
    }

    /**
     * A {@code Conv} node.
     *
     * @param x           shape of the image
     * @param w           shape of the filter
     * @param autoPad     NOTSET, SAME_UPPER, SAME_LOWER or VALID
     * @param dilations   dilation of each axis
     * @param group       number of groups
     * @param kernelShape extents of the kernel, or nothing: as in the filter
     * @param pads        starts, then ends of each axis; or nothing: zeros
     * @param strides     stride of each axis
     */
    public record Conv(List<Integer> x, List<Integer> w, String autoPad, List<Integer> dilations, int group,
            List<Integer> kernelShape, List<Integer> pads, List<Integer> strides) implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and attributes fit together.
         *
         * @throws IllegalArgumentException if a shape or an attribute is out of range
         */
        public Conv {
            x = Arguments.shape("X", x);
            w = Arguments.shape("W", w);
            Arguments.sameRank("W", w, "X", x);
            int rank = w.size() - 2;
            dilations = Arguments.perAxis("dilations", dilations, rank, 1);
            strides = Arguments.perAxis("strides", strides, rank, 1);
            Check.atLeast("group", group, 1);
            kernelShape = List.copyOf(Check.notNull("kernel_shape", kernelShape));
            pads = requirePads(pads, autoPad, rank);
        }

        /**
         * Sets attribute {@code auto_pad}.
         *
         * @param word NOTSET, SAME_UPPER, SAME_LOWER or VALID
         * @return a new node
         */
        public Conv autoPad(String word) {
            return new Conv(x, w, word, dilations, group, kernelShape, pads, strides);
        }

        /**
         * Sets attribute {@code dilations}.
         *
         * @param each one for each spatial axis
         * @return a new node
         */
        public Conv dilations(int... each) {
            return new Conv(x, w, autoPad, given("dilations", each, w), group, kernelShape, pads, strides);
        }

        /**
         * Sets attribute {@code group}.
         *
         * @param count groups, a divisor of both channel numbers
         * @return a new node
         */
        public Conv group(int count) {
            return new Conv(x, w, autoPad, dilations, count, kernelShape, pads, strides);
        }

        /**
         * Sets attribute {@code kernel_shape}.
         *
         * @param extents one for each spatial axis, as in the filter
         * @return a new node
         */
        public Conv kernelShape(int... extents) {
            return new Conv(x, w, autoPad, dilations, group, given("kernel_shape", extents, w), pads, strides);
        }

        /**
         * Sets attribute {@code pads}.
         *
         * @param each starts, then ends of each spatial axis
         * @return a new node
         */
        public Conv pads(int... each) {
            return new Conv(x, w, autoPad, dilations, group, kernelShape, Arguments.numbers("pads", each), strides);
        }

        /**
         * Sets attribute {@code strides}.
         *
         * @param each one for each spatial axis
         * @return a new node
         */
        public Conv strides(int... each) {
            return new Conv(x, w, autoPad, dilations, group, kernelShape, pads, given("strides", each, w));
        }

        @Override
        public Problem problem() {
            requireKernelShape(kernelShape, w);
            int channels = Check.fitsInt("channels of X", (long) w.get(1) * group);
            requireChannels(x, channels, w, group);
            requireMultiple(w, group);
            List<Window> windows = Arguments.windows("W", w.subList(2, w.size()), strides, dilations);
            List<Axis> axes = Arguments.axes(windows.size(), axis -> axis(axis, windows.get(axis)));
            return Onnx.problem(x, group, channels, w.getFirst(), axes);
        }

        private Axis axis(int axis, Window window) {
            int extent = x.get(axis + 2);
            String name = "X[" + (axis + 2) + "]";
            Padding padding = padding(autoPad, pads, axis);
            if (!(padding instanceof Padding.Explicit)) {
                Check.atLeast(name, extent, 1);
            }
            if (padding == Padding.SAME || padding == Padding.SAME_LOWER) {
                return padding.fromX(extent, window, BorderMode.ZEROS);
            }
            int y = Arguments.outputExtent(name, extent, window, padding, 1);
            return new Axis(extent, y, window, Arguments.pads(padding).lo(), BorderMode.ZEROS);
        }

        @Override
        public String text() {
            int rank = w.size() - 2;
            return node("y = Conv", "(x, w)",
                    attribute("auto_pad", Code.quoted(autoPad), Code.quoted("NOTSET")),
                    attribute("dilations", dilations, Collections.nCopies(rank, 1)),
                    attribute("group", group, 1),
                    attribute("kernel_shape", kernelShape, List.of()),
                    attribute("pads", pads, List.of()),
                    attribute("strides", strides, Collections.nCopies(rank, 1)));
        }
    }

    /**
     * A {@code ConvTranspose} node.
     *
     * @param x             shape of the y side
     * @param w             shape of the filter
     * @param autoPad       NOTSET, SAME_UPPER, SAME_LOWER or VALID
     * @param dilations     dilation of each axis
     * @param group         number of groups
     * @param kernelShape   extents of the kernel, or nothing: as in the filter
     * @param outputPadding extent added to the end of each axis
     * @param outputShape   spatial extents of the result, or nothing; replaces the pads
     * @param pads          starts, then ends of each axis; or nothing: zeros
     * @param strides       stride of each axis
     */
    public record ConvTranspose(List<Integer> x, List<Integer> w, String autoPad, List<Integer> dilations, int group,
            List<Integer> kernelShape, List<Integer> outputPadding, List<Integer> outputShape, List<Integer> pads,
            List<Integer> strides) implements Expression.Call {

        /**
         * Checks what does not depend on how shapes and attributes fit together.
         *
         * @throws IllegalArgumentException if a shape or an attribute is out of range
         */
        public ConvTranspose {
            x = Arguments.shape("X", x);
            w = Arguments.shape("W", w);
            Arguments.sameRank("W", w, "X", x);
            int rank = w.size() - 2;
            dilations = Arguments.perAxis("dilations", dilations, rank, 1);
            strides = Arguments.perAxis("strides", strides, rank, 1);
            outputPadding = Arguments.perAxis("output_padding", outputPadding, rank, 0);
            Check.atLeast("group", group, 1);
            kernelShape = List.copyOf(Check.notNull("kernel_shape", kernelShape));
            outputShape = List.copyOf(Check.notNull("output_shape", outputShape));
            if (!outputShape.isEmpty()) {
                outputShape = Arguments.perAxis("output_shape", outputShape, rank, 1);
            }
            pads = requirePads(pads, autoPad, rank);
        }

        /**
         * Sets attribute {@code auto_pad}.
         *
         * @param word NOTSET, SAME_UPPER, SAME_LOWER or VALID
         * @return a new node
         */
        public ConvTranspose autoPad(String word) {
            return new ConvTranspose(x, w, word, dilations, group, kernelShape, outputPadding, outputShape, pads,
                    strides);
        }

        /**
         * Sets attribute {@code dilations}.
         *
         * @param each one for each spatial axis
         * @return a new node
         */
        public ConvTranspose dilations(int... each) {
            return new ConvTranspose(x, w, autoPad, given("dilations", each, w), group, kernelShape, outputPadding,
                    outputShape, pads, strides);
        }

        /**
         * Sets attribute {@code group}.
         *
         * @param count groups, a divisor of both channel numbers
         * @return a new node
         */
        public ConvTranspose group(int count) {
            return new ConvTranspose(x, w, autoPad, dilations, count, kernelShape, outputPadding, outputShape, pads,
                    strides);
        }

        /**
         * Sets attribute {@code kernel_shape}.
         *
         * @param extents one for each spatial axis, as in the filter
         * @return a new node
         */
        public ConvTranspose kernelShape(int... extents) {
            return new ConvTranspose(x, w, autoPad, dilations, group, given("kernel_shape", extents, w), outputPadding,
                    outputShape, pads, strides);
        }

        /**
         * Sets attribute {@code output_padding}.
         *
         * @param each one for each spatial axis
         * @return a new node
         */
        public ConvTranspose outputPadding(int... each) {
            return new ConvTranspose(x, w, autoPad, dilations, group, kernelShape, given("output_padding", each, w),
                    outputShape, pads, strides);
        }

        /**
         * Sets attribute {@code output_shape}.
         *
         * @param extents the spatial extents of the result
         * @return a new node
         */
        public ConvTranspose outputShape(int... extents) {
            return new ConvTranspose(x, w, autoPad, dilations, group, kernelShape, outputPadding,
                    given("output_shape", extents, w), pads, strides);
        }

        /**
         * Sets attribute {@code pads}.
         *
         * @param each starts, then ends of each spatial axis
         * @return a new node
         */
        public ConvTranspose pads(int... each) {
            return new ConvTranspose(x, w, autoPad, dilations, group, kernelShape, outputPadding, outputShape,
                    Arguments.numbers("pads", each), strides);
        }

        /**
         * Sets attribute {@code strides}.
         *
         * @param each one for each spatial axis
         * @return a new node
         */
        public ConvTranspose strides(int... each) {
            return new ConvTranspose(x, w, autoPad, dilations, group, kernelShape, outputPadding, outputShape, pads,
                    given("strides", each, w));
        }

        @Override
        public Problem problem() {
            requireKernelShape(kernelShape, w);
            requireChannels(x, w.getFirst(), w, 1);
            requireMultiple(w, group);
            List<Window> windows = Arguments.windows("W", w.subList(2, w.size()), strides, dilations);
            List<Axis> axes = Arguments.axes(windows.size(), axis -> axis(axis, windows.get(axis)));
            return Onnx.problem(x, group, Check.fitsInt("output channels", (long) w.get(1) * group), w.getFirst(),
                    axes);
        }

        private Axis axis(int axis, Window window) {
            int y = x.get(axis + 2);
            int extra = outputPadding.get(axis);
            if (extra >= Math.max(window.stride(), window.dilation())) {
                throw new IllegalArgumentException("output_padding[" + axis + "]=" + extra + ": must be below stride "
                        + window.stride() + " or below dilation " + window.dilation());
            }
            Padding padding = padding(autoPad, pads, axis);
            boolean same = padding == Padding.SAME || padding == Padding.SAME_LOWER;
            long full = window.natural(y) + extra;
            if (outputShape.isEmpty() && !same) {
                Padding.Explicit cropped = Arguments.pads(padding);
                long extent = full - cropped.lo() - cropped.hi();
                if (extent < 1) {
                    throw new IllegalArgumentException("pads=" + pads + ": must leave at least 1 of the " + full
                            + " elements that " + Arguments.words(window) + " make of X[" + (axis + 2) + "]=" + y);
                }
                return new Axis(Check.fitsInt("output extent", extent), y, window, cropped.lo(), BorderMode.ZEROS);
            }
            long extent = outputShape.isEmpty() ? (long) y * window.stride() : outputShape.get(axis);
            if (extent < 1) {
                throw new IllegalArgumentException("X[" + (axis + 2) + "]=" + y + ": must be at least 1 for auto_pad="
                        + autoPad);
            }
            long total = full - extent;
            long half = Math.floorDiv(total, 2);
            return new Axis(Check.fitsInt("output extent", extent), y, window,
                    Check.fitsInt("pad", padding == Padding.SAME ? half : total - half), BorderMode.ZEROS);
        }

        @Override
        public String text() {
            int rank = w.size() - 2;
            return node("x = ConvTranspose", "(y, w)",
                    attribute("auto_pad", Code.quoted(autoPad), Code.quoted("NOTSET")),
                    attribute("dilations", dilations, Collections.nCopies(rank, 1)),
                    attribute("group", group, 1),
                    attribute("kernel_shape", kernelShape, List.of()),
                    attribute("output_padding", outputPadding, Collections.nCopies(rank, 0)),
                    attribute("output_shape", outputShape, List.of()),
                    attribute("pads", pads, List.of()),
                    attribute("strides", strides, Collections.nCopies(rank, 1)));
        }

        @Override
        public List<String> notes() {
            for (int axis = 0; axis < strides.size(); axis++) {
                if (outputPadding.get(axis) >= strides.get(axis)) {
                    return List.of("ONNX Runtime computes wrong values where output_padding reaches the stride");
                }
            }
            return List.of();
        }
    }

    private static Problem problem(List<Integer> x, int group, int xChannels, int yChannels, List<Axis> axes) {
        return new Problem(new Geometry(x.getFirst(), group, xChannels, yChannels, axes), Layout.NCHW,
                FilterLayout.OIHW);
    }

    /** Values given by the caller: one per axis, never one for all. */
    private static List<Integer> given(String name, int[] each, List<Integer> w) {
        List<Integer> values = Arguments.numbers(name, each);
        if (values.size() != w.size() - 2) {
            throw new IllegalArgumentException(
                    name + "=" + values + ": must have " + (w.size() - 2) + " values, one for each spatial axis");
        }
        return values;
    }

    private static String attribute(String name, Object value, Object unsaid) {
        return value.equals(unsaid) ? "" : name + " = " + value;
    }

    private static String node(String head, String operands, String... attributes) {
        String said = String.join(", ", Stream.of(attributes).filter(text -> !text.isEmpty()).toList());
        return head + (said.isEmpty() ? " " : " <" + said + "> ") + operands;
    }

    private static List<Integer> requirePads(List<Integer> pads, String autoPad, int rank) {
        Arguments.word("auto_pad", autoPad, AUTO_PADS);
        List<Integer> copy = List.copyOf(Check.notNull("pads", pads));
        if (!copy.isEmpty() && copy.size() != 2 * rank) {
            throw new IllegalArgumentException("pads=" + copy + ": must have " + 2 * rank
                    + " values, the starts of the spatial axes and then their ends");
        }
        if (!copy.isEmpty() && !autoPad.equals("NOTSET")) {
            throw new IllegalArgumentException(
                    "pads=" + copy + ": must not be given together with auto_pad=" + autoPad);
        }
        return copy;
    }

    private static Padding padding(String autoPad, List<Integer> pads, int axis) {
        return pads.isEmpty()
                ? AUTO_PADS.get(autoPad)
                : Padding.explicit(pads.get(axis), pads.get(pads.size() / 2 + axis));
    }

    private static void requireKernelShape(List<Integer> kernelShape, List<Integer> w) {
        if (!kernelShape.isEmpty() && !kernelShape.equals(w.subList(2, w.size()))) {
            throw new IllegalArgumentException("kernel_shape=" + kernelShape + ": must be that of W=" + w);
        }
    }

    private static void requireChannels(List<Integer> x, int channels, List<Integer> w, int group) {
        if (x.get(1) != channels) {
            throw new IllegalArgumentException("X=" + x + ": must have " + channels + " channels for W=" + w
                    + (group == 1 ? "" : " and group=" + group));
        }
    }

    private static void requireMultiple(List<Integer> w, int group) {
        if (w.getFirst() % group != 0) {
            throw new IllegalArgumentException(
                    "W=" + w + ": must have a first dimension that is a multiple of group=" + group);
        }
    }
}
