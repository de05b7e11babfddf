package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;
import java.util.Optional;

/** {@code Concat}. */
final class Concat implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        Shape first = call.shape(0);
        int axis = axis(call);
        long extent = 0;
        for (int i = 0; i < call.inputs(); i++) {
            Shape shape = call.shape(i);
            if (shape.rank() != first.rank() || !shape.with(axis, 0).equals(first.with(axis, 0))) {
                throw new IllegalArgumentException(
                        "input " + i + "=" + shape + ": must agree with " + first + " but for axis " + axis);
            }
            extent += shape.get(axis);
        }
        return List.of(call.type(0).with(first.with(axis, Math.toIntExact(extent))));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        int axis = axis(call);
        Shape result = call.result(0).shape();
        int[] lengths = new int[call.inputs()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = call.shape(i).elements(axis, result.rank());
        }
        int row = result.elements(axis, result.rank());
        return Kernel.split(result.elements(0, axis), row, (frame, from, to) -> {
            Span out = frame.out();
            for (int outer = from; outer < to; outer++) {
                int at = out.offset() + outer * row;
                for (int i = 0; i < lengths.length; i++) {
                    Span in = frame.in(i);
                    System.arraycopy(in.array(), in.offset() + outer * lengths[i], out.array(), at, lengths[i]);
                    at += lengths[i];
                }
            }
        });
    }

    @Override
    public boolean moves(Call call) {
        return true;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(ChannelsLast.everyInput(call)
                .with("axis", ChannelsLast.axis(axis(call), call.shape(0).rank())));
    }

    private static int axis(Call call) {
        return call.shape(0).axis(call.attributes().integer("axis"));
    }
}
