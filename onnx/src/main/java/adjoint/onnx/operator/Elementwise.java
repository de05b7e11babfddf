package adjoint.onnx.operator;

import adjoint.epilogue.Activation;
import adjoint.onnx.ElementType;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Operators that compute each element of the result from the corresponding elements of their inputs, which are broadcast to a
 * common shape. Which one it is, is said by a {@link Loop}:
 *
 * <pre>{@code
 * Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
 *     for (int i = 0; i < n; i++) {
 *         y[yAt + i] = a[aAt + i] + b[bAt + i];
 *     }
 * }).integers(args -> args[0] + args[1])
 * }</pre>
 */
public final class Elementwise implements Operator {

    /** The same function on integers that are known when the program is compiled. */
    @FunctionalInterface
    public interface Integers {
        /** The result for one element of each input. */
        long apply(long... arguments);
    }

    private final Function<Call, Loop> loop;
    private final Function<Call, Optional<Activation>> activation;
    private final Optional<Integers> integers;
    private final Optional<ElementType> type;

    private Elementwise(Function<Call, Loop> loop, Function<Call, Optional<Activation>> activation,
            Optional<Integers> integers, Optional<ElementType> type) {
        this.loop = loop;
        this.activation = activation;
        this.integers = integers;
        this.type = type;
    }

    /** A loop that depends on the node's attributes or constant inputs. */
    static Elementwise of(Function<Call, Loop> loop) {
        return new Elementwise(loop, call -> Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A function of one input. */
    static Elementwise unary(Loop.Unary loop) {
        return of(call -> loop);
    }

    /** A function of two inputs. */
    static Elementwise binary(Loop.Binary loop) {
        return of(call -> loop);
    }

    /** A function of three inputs. */
    static Elementwise ternary(Loop.Ternary loop) {
        return of(call -> loop);
    }

    /** A function of one input that a convolution can apply too. */
    static Elementwise activation(Function<Call, Activation> function) {
        return new Elementwise(call -> ActivationLoops.of(function.apply(call)),
                call -> Optional.of(function.apply(call)), Optional.empty(), Optional.empty());
    }

    /** Together with the function on integers. */
    Elementwise integers(Integers function) {
        return new Elementwise(loop, activation, Optional.of(function), type);
    }

    /** Whose results have a type of their own, such as bool. */
    Elementwise yields(ElementType result) {
        return new Elementwise(loop, activation, integers, Optional.of(result));
    }

    /** The loop of a node: of as many arguments as the node has inputs that are data. */
    public Loop loop(Call call) {
        return loop.apply(call);
    }

    @Override
    public List<TensorType> infer(Call call) {
        Shape shape = arguments(call).map(call::shape).reduce(Shape.SCALAR, Shape::broadcast);
        int last = arity(call) - 1; // of Where, the first is the condition
        return List.of(new TensorType(type.orElse(call.type(last).type()), shape));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        List<Shape> shapes = arguments(call).map(call::shape).toList();
        int[] all = IntStream.range(0, shapes.size()).toArray();
        return new ElementwiseKernel(call.result(0).shape(), shapes,
                List.of(new ElementwiseKernel.Step(loop(call), all))).kernel();
    }

    @Override
    public Optional<List<Tensor>> fold(Call call) {
        if (integers.isEmpty() || !arguments(call).allMatch(i -> call.isConstant(i) && !call.type(i).type().isFloat())
                || !call.result(0).type().isInteger()) {
            return Optional.empty();
        }
        Shape shape = call.result(0).shape();
        List<long[]> values = new ArrayList<>();
        List<int[]> strides = new ArrayList<>();
        arguments(call).forEach(i -> {
            values.add(call.longs(i));
            strides.add(Broadcast.strides(call.shape(i), shape));
        });
        long[] results = new long[shape.elements()];
        long[] arguments = new long[values.size()];
        for (int i = 0; i < results.length; i++) {
            for (int arg = 0; arg < arguments.length; arg++) {
                arguments[arg] = values.get(arg)[Broadcast.offset(i, shape, strides.get(arg))];
            }
            results[i] = integers.get().apply(arguments);
        }
        return Optional.of(List.of(new IntegerTensor(call.result(0).type(), shape, results)));
    }

    @Override
    public Optional<Activation> activation(Call call) {
        return activation.apply(call);
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(new ChannelsLast(call.node(), arguments(call).toList()));
    }

    /** The inputs that are data; those behind them only choose the loop, as the bounds of Clip. */
    private Stream<Integer> arguments(Call call) {
        return IntStream.range(0, arity(call)).boxed();
    }

    private int arity(Call call) {
        return switch (loop(call)) {
            case Loop.Unary unary -> 1;
            case Loop.Binary binary -> 2;
            case Loop.Ternary ternary -> 3;
        };
    }
}
