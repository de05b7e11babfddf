package adjoint.conformance.contract;

import adjoint.Convolution;
import adjoint.buffer.Floats;
import adjoint.conformance.Cases;
import adjoint.conformance.Compare;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.FilterStrides;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import adjoint.geometry.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Two ways to say the same give the same numbers. No oracle is needed, and all is exact, on whole numbers. */
public interface EquivalenceContract extends Contract {

    /**
     * {@code op(3a - 2b) = 3 op(a) - 2 op(b)} in each of the two tensors that an operator reads.
     *
     * @param word     the problem
     * @param operator the operator
     * @param seed     the data
     */
    @Property
    default void operatorsAreLinearInBothArguments(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Operator operator, @ForAll long seed) {
        Problem problem = word.problem();
        Tensors a = Tensors.integers(problem, seed);
        Tensors b = Tensors.integers(problem, seed + 1);
        float[] ofA = operator.apply(backend(), problem, a);
        for (Tensors varied : List.of(new Tensors(b.x(), a.w(), a.y()), new Tensors(a.x(), b.w(), a.y()),
                new Tensors(a.x(), a.w(), b.y()))) {
            Tensors mixed = new Tensors(mix(a.x(), varied.x()), mix(a.w(), varied.w()), mix(a.y(), varied.y()));
            Compare.exact(word + " " + operator, mix(ofA, operator.apply(backend(), problem, varied)),
                    operator.apply(backend(), problem, mixed));
        }
    }

    private static float[] mix(float[] a, float[] b) {
        float[] mixed = new float[a.length];
        for (int at = 0; at < a.length; at++) {
            // What the operator does not vary in stays what it is: 3a - 2a = a.
            mixed[at] = 3 * a[at] - 2 * b[at];
        }
        return mixed;
    }

    /**
     * If the image moves by a stride, so does the convolution, wherever the window stays inside.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property
    default void convolutionMovesWithTheImage(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        float[] y = Operator.CONVOLUTION.apply(backend(), problem, in);
        TensorStrides xs = problem.xStrides();
        TensorStrides ys = problem.yStrides();
        Axis axis = problem.geometry().width();
        int by = axis.stride();
        float[] movedX = in.x().clone();
        Visit.x(problem, (n, c, d, h, w) -> {
            if (w + by < axis.xExtent()) {
                movedX[xs.index(n, c, d, h, w)] = in.x()[xs.index(n, c, d, h, w + by)];
            }
        });
        float[] movedY = Operator.CONVOLUTION.apply(backend(), problem, new Tensors(movedX, in.w(), in.y()));
        float[] expected = movedY.clone();
        Visit.y(problem, (n, c, d, h, w) -> {
            if (w + 1 < axis.yExtent() && axis.position(w, 0) >= 0
                    && axis.position(w + 1, axis.kernel() - 1) < axis.xExtent()) {
                expected[ys.index(n, c, d, h, w)] = y[ys.index(n, c, d, h, w + 1)];
            }
        });
        Compare.exact(word, expected, movedY);
    }

    /**
     * If the y side moves by one, the transposed convolution moves by a stride.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property
    default void transposedConvolutionMovesWithTheYSide(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll long seed) {
        int last = word.problem().geometry().rank() - 1;
        Axis width = word.problem().geometry().axes().get(last);
        // Folding back at the border does not move along.
        Problem problem = Visit.withAxis(word.problem(), last,
                new Axis(width.xExtent(), width.yExtent(), width.window(), width.lo(), BorderMode.ZEROS));
        Tensors in = Tensors.integers(problem, seed);
        TensorStrides xs = problem.xStrides();
        TensorStrides ys = problem.yStrides();
        float[] y = in.y().clone();
        float[] movedY = new float[y.length];
        Visit.y(problem, (n, c, d, h, w) -> {
            if (w == 0) {
                y[ys.index(n, c, d, h, w)] = 0;
            } else {
                movedY[ys.index(n, c, d, h, w - 1)] = y[ys.index(n, c, d, h, w)];
            }
        });
        float[] x = Operator.TRANSPOSED_CONVOLUTION.apply(backend(), problem, new Tensors(in.x(), in.w(), y));
        float[] movedX = Operator.TRANSPOSED_CONVOLUTION.apply(backend(), problem, new Tensors(in.x(), in.w(), movedY));
        float[] expected = movedX.clone();
        Visit.x(problem, (n, c, d, h, w) -> {
            if (w + width.stride() < width.xExtent()) {
                expected[xs.index(n, c, d, h, w)] = x[xs.index(n, c, d, h, w + width.stride())];
            }
        });
        Compare.exact(word, expected, movedX);
    }

    /**
     * Two convolutions with one tap are one with the product of their matrices.
     *
     * @param layout  order of the images
     * @param pixels  image extent
     * @param first   channels of the input
     * @param between channels in between
     * @param last    channels of the output
     * @param seed    the data
     */
    @Property
    default void pointwiseConvolutionsComposeAsMatrices(@ForAll Layout layout,
            @ForAll @IntRange(min = 1, max = 40) int pixels,
            @ForAll @IntRange(min = 1, max = 40) int first, @ForAll @IntRange(min = 1, max = 40) int between,
            @ForAll @IntRange(min = 1, max = 40) int last, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = integers(random, pixels * first);
        float[] a = integers(random, between * first);
        float[] b = integers(random, last * between);
        float[] product = new float[last * first];
        for (int o = 0; o < last; o++) {
            for (int m = 0; m < between; m++) {
                for (int c = 0; c < first; c++) {
                    product[o * first + c] += b[o * between + m] * a[m * first + c];
                }
            }
        }
        float[] twice = pointwise(layout, pixels, between, last, b, pointwise(layout, pixels, first, between, a, x));
        Compare.exact(layout + " " + pixels + " pixels, channels " + first + ", " + between + ", " + last,
                pointwise(layout, pixels, first, last, product, x), twice);
    }

    private static float[] integers(SplittableRandom random, int size) {
        float[] values = new float[size];
        for (int at = 0; at < size; at++) {
            values[at] = random.nextInt(-3, 4);
        }
        return values;
    }

    private float[] pointwise(Layout layout, int pixels, int from, int to, float[] matrix, float[] x) {
        Geometry geometry = new Geometry(1, 1, from, to,
                List.of(new Axis(pixels, pixels, new Window(1, 1, 1), 0, BorderMode.ZEROS)));
        float[] y = new float[pixels * to];
        Arrays.fill(y, Float.NaN);
        Convolution.plan(new Problem(geometry, layout, FilterLayout.OIHW), Floats.of(matrix), Epilogue.NONE, backend())
                .run(x, y);
        return y;
    }

    /**
     * The order of elements in memory changes where a number stands, not what it is.
     *
     * @param word         the problem
     * @param layout       another layout
     * @param order        another order of the filter
     * @param flipped      whether its taps are reversed
     * @param operator     the operator
     * @param seed         the data
     */
    @Property
    default void layoutsAgree(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll Layout layout,
            @ForAll FilterLayout.Order order, @ForAll boolean flipped, @ForAll Operator operator, @ForAll long seed) {
        Problem problem = word.problem();
        Problem other = Visit.with(problem, layout, new FilterLayout(order, flipped));
        Tensors in = Tensors.integers(problem, seed);
        Tensors moved = relaid(problem, in, other);
        Tensors results = operator.withWritten(in, operator.apply(backend(), problem, in));
        float[] expected = operator.written(relaid(problem, results, other));
        Compare.exact(word + " as " + new ConvCase(other) + " " + operator, expected,
                operator.apply(backend(), other, moved));
    }

    private static Tensors relaid(Problem from, Tensors in, Problem to) {
        Tensors out = Tensors.filled(to, Float.NaN);
        TensorStrides xFrom = from.xStrides();
        TensorStrides xTo = to.xStrides();
        Visit.x(from, (n, c, d, h, w) -> out.x()[xTo.index(n, c, d, h, w)] = in.x()[xFrom.index(n, c, d, h, w)]);
        TensorStrides yFrom = from.yStrides();
        TensorStrides yTo = to.yStrides();
        Visit.y(from, (n, c, d, h, w) -> out.y()[yTo.index(n, c, d, h, w)] = in.y()[yFrom.index(n, c, d, h, w)]);
        FilterStrides wFrom = from.filterStrides();
        FilterStrides wTo = to.filterStrides();
        Visit.filter(from, (g, o, c, kd, kh, kw) -> {
            float tap = in.w()[wFrom.index(g, o, c, kd, kh, kw)];
            out.w()[wTo.index(g, o, c, kd, kh, kw)] = tap;
        });
        return out;
    }

    /**
     * Groups are separate problems, side by side.
     *
     * @param word     the problem
     * @param operator the operator
     * @param seed     the data
     */
    @Property
    default void groupsAreSeparateProblems(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll Operator operator,
            @ForAll long seed) {
        Problem problem = word.problem();
        Geometry g = problem.geometry();
        Problem one = Visit.with(problem, new Geometry(g.batch(), 1, g.xGroupChannels(), g.yGroupChannels(), g.axes()));
        Tensors in = Tensors.integers(problem, seed);
        Tensors expected = Tensors.filled(problem, Float.NaN);
        for (int group = 0; group < g.groups(); group++) {
            Tensors part = Tensors.filled(one, Float.NaN);
            copyGroup(problem, in, group, one, part, true);
            Tensors results = operator.withWritten(part, operator.apply(backend(), one, part));
            copyGroup(problem, expected, group, one, results, false);
        }
        Compare.exact(word + " " + operator, operator.written(expected), operator.apply(backend(), problem, in));
    }

    private static void copyGroup(Problem whole, Tensors all, int group, Problem one, Tensors part, boolean toPart) {
        int x = group * one.geometry().xChannels();
        int y = group * one.geometry().yChannels();
        Visit.x(one, (n, c, d, h, w) -> copy(all.x(), whole.xStrides().index(n, x + c, d, h, w), part.x(),
                one.xStrides().index(n, c, d, h, w), toPart));
        Visit.y(one, (n, c, d, h, w) -> copy(all.y(), whole.yStrides().index(n, y + c, d, h, w), part.y(),
                one.yStrides().index(n, c, d, h, w), toPart));
        Visit.filter(one,
                (g, o, c, kd, kh, kw) -> copy(all.w(), whole.filterStrides().index(group, o, c, kd, kh, kw), part.w(),
                        one.filterStrides().index(0, o, c, kd, kh, kw), toPart));
    }

    private static void copy(float[] all, int allAt, float[] part, int partAt, boolean toPart) {
        if (toPart) {
            part[partAt] = all[allAt];
        } else {
            all[allAt] = part[partAt];
        }
    }

    /**
     * Images of a batch are separate problems; the filter gradient is the sum over them.
     *
     * @param word     the problem
     * @param operator the operator
     * @param seed     the data
     */
    @Property
    default void imagesAreSeparateProblems(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll Operator operator,
            @ForAll long seed) {
        Problem problem = word.problem();
        Geometry g = problem.geometry();
        Problem one = Visit.with(problem, new Geometry(1, g.groups(), g.xChannels(), g.yChannels(), g.axes()));
        int xSize = one.geometry().xElements();
        int ySize = one.geometry().yElements();
        Tensors in = Tensors.integers(problem, seed);
        float[] expected = new float[operator.outputs(problem)];
        for (int n = 0; n < g.batch(); n++) {
            Tensors image = new Tensors(Arrays.copyOfRange(in.x(), n * xSize, (n + 1) * xSize), in.w(),
                    Arrays.copyOfRange(in.y(), n * ySize, (n + 1) * ySize));
            float[] part = operator.apply(backend(), one, image);
            int start = operator == Operator.FILTER_GRADIENT ? 0 : n * part.length;
            for (int at = 0; at < part.length; at++) {
                expected[start + at] += part[at];
            }
        }
        Compare.exact(word + " " + operator, expected, operator.apply(backend(), problem, in));
    }

    /**
     * A dilated filter is a dense one with zeros between its taps.
     *
     * @param word     the problem
     * @param operator the operator
     * @param seed     the data
     */
    @Property
    default void dilationIsZerosBetweenTaps(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Operator operator,
            @ForAll long seed) {
        Problem problem = word.problem();
        Problem dense = Visit.withAxes(problem,
                problem.geometry().axes().stream().map(axis -> new Axis(axis.xExtent(), axis.yExtent(),
                        new Window(axis.window().span(), axis.stride(), 1), axis.lo(), axis.border())).toList());
        Geometry g = problem.geometry();
        Tensors in = Tensors.integers(problem, seed);
        float[] w = new float[dense.geometry().filterElements()];
        FilterStrides sparseAt = problem.filterStrides();
        FilterStrides denseAt = dense.filterStrides();
        Visit.filter(problem, (group, o, c, kd, kh, kw) -> w[denseAt.index(group, o, c, kd * g.depth().dilation(),
                kh * g.height().dilation(),
                kw * g.width().dilation())] = in.w()[sparseAt.index(group, o, c, kd, kh, kw)]);
        float[] onDense = operator.apply(backend(), dense, new Tensors(in.x(), w, in.y()));
        float[] expected = onDense;
        if (operator == Operator.FILTER_GRADIENT) {
            float[] onTaps = new float[in.w().length];
            Visit.filter(problem,
                    (group, o, c, kd, kh, kw) -> onTaps[sparseAt.index(group, o, c, kd, kh, kw)] = onDense[denseAt
                            .index(group, o, c, kd * g.depth().dilation(), kh * g.height().dilation(),
                                    kw * g.width().dilation())]);
            expected = onTaps;
        }
        Compare.exact(word + " " + operator, expected, operator.apply(backend(), problem, in));
    }

    /**
     * Padding, under every border mode, is the same as an image that was padded before; transposed, what lands in the padding is
     * folded back.
     *
     * @param word     the problem
     * @param operator the operator
     * @param seed     the data
     */
    @Property(tries = 400)
    default void bordersAreImagesPaddedBefore(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll Operator operator,
            @ForAll long seed) {
        Problem problem = word.problem();
        List<Axis> axes = new ArrayList<>();
        List<int[]> sources = new ArrayList<>();
        for (Axis axis : problem.geometry().axes()) {
            int extent = axis.yExtent() == 0 ? 0 : Math.toIntExact(axis.window().natural(axis.yExtent()));
            axes.add(new Axis(extent, axis.yExtent(), axis.window(), 0, BorderMode.ZEROS));
            sources.add(Padded.sources(axis.border(), axis.xExtent(), axis.lo(), extent));
        }
        while (sources.size() < Geometry.MAX_RANK) {
            sources.addFirst(new int[] {0});
        }
        Problem padded = Visit.withAxes(problem, axes);
        Tensors in = Tensors.integers(problem, seed);
        TensorStrides from = problem.xStrides();
        TensorStrides to = padded.xStrides();
        float[] paddedX = new float[padded.geometry().xElements()];
        Visit.x(padded, (n, c, d, h, w) -> {
            int sourceD = sources.get(0)[d];
            int sourceH = sources.get(1)[h];
            int sourceW = sources.get(2)[w];
            if (sourceD >= 0 && sourceH >= 0 && sourceW >= 0) {
                paddedX[to.index(n, c, d, h, w)] = in.x()[from.index(n, c, sourceD, sourceH, sourceW)];
            }
        });
        float[] onPadded = operator.apply(backend(), padded, new Tensors(paddedX, in.w(), in.y()));
        float[] expected = onPadded;
        if (operator == Operator.TRANSPOSED_CONVOLUTION) {
            float[] folded = new float[in.x().length];
            Visit.x(padded, (n, c, d, h, w) -> {
                int sourceD = sources.get(0)[d];
                int sourceH = sources.get(1)[h];
                int sourceW = sources.get(2)[w];
                if (sourceD >= 0 && sourceH >= 0 && sourceW >= 0) {
                    folded[from.index(n, c, sourceD, sourceH, sourceW)] += onPadded[to.index(n, c, d, h, w)];
                }
            });
            expected = folded;
        }
        Compare.exact(word + " " + operator, expected, operator.apply(backend(), problem, in));
    }
}
