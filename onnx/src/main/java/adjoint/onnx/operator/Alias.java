package adjoint.onnx.operator;

import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.List;
import java.util.function.Function;

/**
 * Operators whose result is their first input under another shape: nothing is computed.
 *
 * @param result the result's type
 */
record Alias(Function<Call, TensorType> result) implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        TensorType type = result.apply(call);
        if (type.shape().elements() != call.shape(0).elements()) {
            throw new IllegalArgumentException(
                    "shape=" + type.shape() + ": must have as many elements as " + call.shape(0));
        }
        return List.of(type);
    }

    @Override
    public Kernel plan(Call call, Target target) {
        return Kernel.ALIAS;
    }

    @Override
    public boolean moves() {
        return true;
    }
}
