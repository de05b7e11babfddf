package adjoint.onnx.operator;

import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A function on integers that are known when the program is compiled. */
@FunctionalInterface
public interface Integers {

    /** The result for one element of each input. */
    long apply(long... arguments);

    /**
     * The result of a node for constant integers, which are broadcast to the shape of the result.
     *
     * @param call   the node
     * @param inputs which of its inputs the function takes
     * @return the result, or nothing if an input or the result is none of constant integers
     */
    default Optional<List<Tensor>> fold(Call call, List<Integer> inputs) {
        if (!call.result(0).type().isInteger()
                || !inputs.stream().allMatch(i -> call.isConstant(i) && call.type(i).type().isInteger())) {
            return Optional.empty();
        }
        Shape shape = call.result(0).shape();
        List<long[]> values = new ArrayList<>();
        List<int[]> strides = new ArrayList<>();
        for (int input : inputs) {
            values.add(call.longs(input));
            strides.add(Broadcast.strides(call.shape(input), shape));
        }
        long[] results = new long[shape.elements()];
        long[] arguments = new long[values.size()];
        for (int i = 0; i < results.length; i++) {
            for (int arg = 0; arg < arguments.length; arg++) {
                arguments[arg] = values.get(arg)[Broadcast.offset(i, shape, strides.get(arg))];
            }
            results[i] = call.result(0).type().wrap(apply(arguments));
        }
        return Optional.of(List.of(new IntegerTensor(call.result(0).type(), shape, results)));
    }
}
