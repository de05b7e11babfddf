package adjoint.onnx.operator;

import adjoint.epilogue.Activation;
import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Operators that compute each element of the result from the corresponding elements of their inputs, which are broadcast to a
 * common shape. Which one it is, is said by a {@link Loop}:
 *
 * <pre>{@code
 * Elementwise.binary((a, b, y, n) -> {
 *     for (int i = 0; i < n; i++) {
 *         y[i] = a[i] + b[i];
 *     }
 * }).integers(args -> args[0] + args[1])
 * }</pre>
 */
public final class Elementwise implements Operator {

    private final Function<Call, Loop> loop;
    private final Function<Call, Optional<Activation>> activation;
    private final Optional<Function<Call, Integers>> integers;
    private final Function<Call, ElementType> type;

    private Elementwise(Function<Call, Loop> loop, Function<Call, Optional<Activation>> activation,
            Optional<Function<Call, Integers>> integers, Function<Call, ElementType> type) {
        this.loop = loop;
        this.activation = activation;
        this.integers = integers;
        this.type = type;
    }

    /** A loop that depends on the node's attributes, types or constant inputs. */
    static Elementwise of(Function<Call, Loop> loop) {
        return new Elementwise(loop, call -> Optional.empty(), Optional.empty(), call -> call.type(0).type());
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
        return of(call -> ActivationLoops.of(function.apply(call)))
                .orActivation(call -> Optional.of(function.apply(call)));
    }

    /** Which a convolution can apply too where a function is named. */
    Elementwise orActivation(Function<Call, Optional<Activation>> function) {
        return new Elementwise(loop, function, integers, type);
    }

    /** Together with the function on integers. */
    Elementwise integers(Integers function) {
        return integersOf(call -> function);
    }

    /** Together with the function on integers, which depends on the node. */
    Elementwise integersOf(Function<Call, Integers> function) {
        return new Elementwise(loop, activation, Optional.of(function), type);
    }

    /** Whose results are of a type of their own, such as bool, and not of the type of the first input. */
    Elementwise yields(Function<Call, ElementType> result) {
        return new Elementwise(loop, activation, integers, result);
    }

    /** The loop of a node: of as many arguments as the node has inputs that are data. */
    public Loop loop(Call call) {
        return loop.apply(call);
    }

    /** The inputs that are data; others only choose the loop, as constant bounds of Clip. */
    public List<Integer> arguments(Call call) {
        int arity = switch (loop(call)) {
            case Loop.Unary unary -> 1;
            case Loop.Binary binary -> 2;
            case Loop.Ternary ternary -> 3;
        };
        List<Integer> given = IntStream.range(0, call.inputs()).filter(call::has).limit(arity).boxed().toList();
        if (given.size() < arity) {
            throw new IllegalArgumentException("inputs=" + call.node().inputs() + ": must be at least " + arity);
        }
        return given;
    }

    @Override
    public List<TensorType> infer(Call call) {
        Shape shape = arguments(call).stream().map(call::shape).reduce(Shape.SCALAR, Shape::broadcast);
        return List.of(new TensorType(type.apply(call), shape));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        List<Integer> inputs = arguments(call);
        return ElementwiseKernel.of(call, inputs, List.of(
                new ElementwiseKernel.Step(loop(call), IntStream.range(0, inputs.size()).toArray())));
    }

    @Override
    public Optional<List<Tensor>> fold(Call call) {
        return integers.flatMap(function -> function.apply(call).fold(call, arguments(call)));
    }

    @Override
    public Optional<Activation> activation(Call call) {
        return activation.apply(call);
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(new ChannelsLast(call.node(), arguments(call)));
    }
}
