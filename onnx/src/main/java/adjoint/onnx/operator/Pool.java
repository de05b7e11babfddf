package adjoint.onnx.operator;

import adjoint.onnx.graph.TensorType;
import java.util.List;
import java.util.Optional;

/** {@code MaxPool} and {@code AveragePool}. */
abstract sealed class Pool implements Operator permits AveragePool, MaxPool {

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(call.type(0).with(result(call).shape()));
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(ChannelsLast.marked(call));
    }

    static Image result(Call call) {
        Image image = Image.of(call, 0);
        if (image.rank() == 0) {
            throw new IllegalArgumentException("input 0=" + call.shape(0) + ": must have spatial axes");
        }
        return image.with(image.channels(), PoolAxis.of(call, image).stream().map(PoolAxis::to).toList());
    }
}
