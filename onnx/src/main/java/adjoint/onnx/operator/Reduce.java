package adjoint.onnx.operator;

import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Operators that make one element of all those along some axes.
 *
 * @param axes     the axes that are reduced
 * @param keeps    whether they stay, with extent 1
 * @param last     the node for images whose channels come last
 * @param kernel   the kernel for such axes
 * @param integers the result of known integers, where it is one that floats would round
 */
record Reduce(Function<Call, int[]> axes, Predicate<Call> keeps, Function<Call, Node> last,
        Function<ReducedAxes, Kernel> kernel, Optional<Integers> integers) implements Operator {

    /** Blocks are mapped in their place. */
    private static final Loop.Unary STAYS = (a, y, n) -> {
    };
    private static final Loop.Unary ABSOLUTE = (a, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(a[i]);
        }
    };
    private static final Loop.Unary SQUARE = (a, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * a[i];
        }
    };

    static final Operator MEAN = of(Combine.SUM, STAYS, Reduce::dividedBy)
            .integers(terms -> LongStream.of(terms).sum() / terms.length);
    static final Operator SUM = of(Combine.SUM, STAYS, terms -> STAYS).integers(terms -> LongStream.of(terms).sum());
    static final Operator MAX = of(Combine.MAX, STAYS, terms -> STAYS)
            .integers(terms -> LongStream.of(terms).max().orElseThrow());
    static final Operator MIN = of(Combine.MIN, STAYS, terms -> STAYS)
            .integers(terms -> LongStream.of(terms).min().orElseThrow());
    static final Operator PROD = of(Combine.PRODUCT, STAYS, terms -> STAYS)
            .integers(terms -> LongStream.of(terms).reduce(1, (a, b) -> a * b));
    static final Operator L1 = of(Combine.SUM, ABSOLUTE, terms -> STAYS)
            .integers(terms -> LongStream.of(terms).map(Math::abs).sum());
    static final Operator L2 = of(Combine.SUM, SQUARE, terms -> Mathematics.each(Math::sqrt));
    static final Operator SUM_SQUARE = of(Combine.SUM, SQUARE, terms -> STAYS)
            .integers(terms -> LongStream.of(terms).map(v -> v * v).sum());
    static final Operator LOG_SUM = of(Combine.SUM, STAYS, terms -> Mathematics.each(Math::log));
    static final Operator LOG_SUM_EXP = named(LogSumExp::kernel);
    static final Operator GLOBAL_AVERAGE_POOL = pool(Combine.SUM, Reduce::dividedBy);
    static final Operator GLOBAL_MAX_POOL = pool(Combine.MAX, terms -> STAYS);

    private static Reduce of(Combine combine, Loop.Unary before, IntFunction<Loop.Unary> after) {
        return named(axes -> ReductionKernel.of(axes, combine, before, after.apply(axes.terms())));
    }

    private static Reduce named(Function<ReducedAxes, Kernel> kernel) {
        return new Reduce(Reduce::named, call -> call.attributes().flag("keepdims", true),
                call -> Axes.last(call, 1, named(call)), kernel, Optional.empty());
    }

    private Reduce integers(Integers function) {
        return new Reduce(axes, keeps, last, kernel, Optional.of(function));
    }

    private static Operator pool(Combine combine, IntFunction<Loop.Unary> after) {
        return new Reduce(Reduce::spatial, call -> true, call -> ChannelsLast.marked(call).node(),
                axes -> ReductionKernel.of(axes, combine, STAYS, after.apply(axes.terms())), Optional.empty());
    }

    @Override
    public List<TensorType> infer(Call call) {
        boolean[] reduced = reduced(call);
        Shape shape = call.shape(0);
        boolean keep = keeps.test(call);
        List<Integer> extents = new ArrayList<>();
        for (int axis = 0; axis < reduced.length; axis++) {
            if (!reduced[axis] || keep) {
                extents.add(reduced[axis] ? 1 : shape.get(axis));
            }
        }
        return List.of(call.type(0).with(Shape.of(extents.stream().mapToInt(Integer::intValue).toArray())));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        return kernel.apply(new ReducedAxes(call.shape(0), reduced(call)));
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        int[] reduced = axes.apply(call);
        if (!keeps.test(call) && IntStream.of(reduced).anyMatch(axis -> axis < 2)) {
            return Optional.empty(); // nothing is left that could come last
        }
        return Optional.of(new ChannelsLast(last.apply(call), List.of(0)));
    }

    @Override
    public Optional<List<Tensor>> fold(Call call) {
        TensorType type = call.result(0);
        ReducedAxes split = new ReducedAxes(call.shape(0), reduced(call));
        if (integers.isEmpty() || !type.type().isInteger() || !call.isConstant(0) || split.terms() == 0) {
            return Optional.empty();
        }
        long[] all = call.longs(0);
        long[] results = new long[type.shape().elements()];
        long[] terms = new long[split.terms()];
        for (int i = 0; i < results.length; i++) {
            int first = split.offset(i);
            Arrays.setAll(terms, term -> all[first + split.term(term)]);
            results[i] = type.type().wrap(integers.get().apply(terms));
        }
        return Optional.of(List.of(new IntegerTensor(type.type(), type.shape(), results)));
    }

    private boolean[] reduced(Call call) {
        boolean[] reduced = new boolean[call.shape(0).rank()];
        for (int axis : axes.apply(call)) {
            reduced[axis] = true;
        }
        return reduced;
    }

    private static int[] named(Call call) {
        boolean none = call.attributes().flag("noop_with_empty_axes", false) && Axes.given(call, 1).length == 0;
        return none ? new int[0] : Axes.of(call, 1);
    }

    /** All axes of an image but those of batch and channels. */
    private static int[] spatial(Call call) {
        int rank = call.shape(0).rank();
        return call.channelsLast() ? IntStream.range(1, rank - 1).toArray() : IntStream.range(2, rank).toArray();
    }

    private static Loop.Unary dividedBy(int terms) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = a[i] / terms;
            }
        };
    }
}
