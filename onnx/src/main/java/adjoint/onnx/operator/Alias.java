package adjoint.onnx.operator;

import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Operators whose result is their first input under another shape: nothing is computed.
 *
 * @param result       the result's type
 * @param channelsLast the same with channels last
 */
record Alias(Function<Call, TensorType> result, Function<Call, Optional<ChannelsLast>> channelsLast)
        implements Operator {

    /** Which needs the order of ONNX. */
    Alias(Function<Call, TensorType> result) {
        this(result, call -> Optional.empty());
    }

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
    public boolean moves(Call call) {
        return true;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return channelsLast.apply(call);
    }
}
