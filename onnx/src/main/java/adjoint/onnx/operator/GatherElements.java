package adjoint.onnx.operator;

import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;

/** {@code GatherElements}: elements of an axis, for each place another. */
final class GatherElements implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        new ElementPlaces(call); // checks
        return List.of(call.type(0).with(call.shape(1)));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        ElementPlaces places = new ElementPlaces(call);
        return Kernel.split(call.shape(1).elements(), 1, (frame, from, to) -> {
            Span in = frame.in(0);
            Span out = frame.out();
            for (int i = from; i < to; i++) {
                out.array()[out.offset() + i] = in.array()[in.offset() + places.at(frame, i)];
            }
        });
    }

    @Override
    public boolean moves(Call call) {
        return true;
    }
}
