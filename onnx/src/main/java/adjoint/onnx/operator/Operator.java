package adjoint.onnx.operator;

import adjoint.epilogue.Activation;
import adjoint.onnx.ElementType;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the compiler must know of an operator of ONNX. One object serves all nodes; what a node says comes with each
 * {@link Call}.
 *
 * <p>Whatever does not hold is thrown as an {@link IllegalArgumentException} of the form {@code name=value: what must hold}. The
 * caller adds the node and the file.
 */
public interface Operator {

    /**
     * Types of the results; each input's shape is known. Asks for the value of each input that must be known too.
     *
     * @param call the node with what is known of its inputs
     * @return one for each output the node names, or more
     */
    List<TensorType> infer(Call call);

    /**
     * Plans the computation of float data.
     *
     * @param call   the node with what is known of its inputs, and the types of its outputs
     * @param target what computes
     * @return the kernel
     */
    Kernel plan(Call call, Target target);

    /**
     * What the node stands for, if it is computed by other nodes. Names that its nodes read and nobody there writes are values of
     * the graph around it.
     *
     * @param call the node with what is known of its inputs
     * @return a graph whose outputs are the node's, or nothing if the operator computes
     */
    default Optional<Graph> body(Call call) {
        return Optional.empty();
    }

    /**
     * Results that are known when the program is compiled other than by running the kernel on constant floats: integers, and
     * what depends on shapes alone. Asked for each node.
     *
     * @param call the node with what is known of its inputs, and the types of its outputs
     * @return one tensor for each output, or nothing if the results depend on data
     */
    default Optional<List<Tensor>> fold(Call call) {
        return Optional.empty();
    }

    /**
     * Whether each element of each result is an element of an input, copied by the kernel. Constant integers are folded by it
     * then, whatever they are; constants of integers that are data arrive at no other kernel beyond 2^24.
     */
    default boolean moves(Call call) {
        return false;
    }

    /**
     * Whether the kernel makes of integers that floats hold the same integers as {@link #fold} would, and those again such that
     * floats hold. Arithmetic does not: sums of a few large ids are beyond 2^24. Where this is false, integers that the caller gives
     * and that nothing else depends on are made known rather than left to the kernel.
     */
    default boolean isExact(Call call) {
        return (moves(call) || call.results().stream().noneMatch(
                type -> type.type().isInteger() && type.type() != ElementType.BOOL))
                && IntStream.range(0, call.inputs()).filter(call::isConstant).mapToObj(call::constant)
                        .noneMatch(constant -> constant instanceof IntegerTensor integers && !integers.areFloats());
    }

    /**
     * The function that this is, if it is one that a convolution can apply to its result.
     *
     * @param call the node
     * @return the function of the first input
     */
    default Optional<Activation> activation(Call call) {
        return Optional.empty();
    }

    /**
     * How to compute the same on tensors whose channels, axis 1 in ONNX, come last.
     *
     * @param call the node with what is known of its inputs, and the types of its outputs
     * @return the node to put in its place, or nothing if it needs the order of ONNX
     */
    default Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.empty();
    }

    /** Multiply-adds of one run, where there is a usual way to count them; else 0. */
    default long multiplyAdds(Call call) {
        return 0;
    }

    /** What is not supported, or what is notable, for the table of operators; may be empty. */
    default String notes() {
        return "";
    }
}
