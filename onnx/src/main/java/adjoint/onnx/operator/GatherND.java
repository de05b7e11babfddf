package adjoint.onnx.operator;

import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;

/** {@code GatherND}: slices by their places on some axes. */
final class GatherND implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(call.type(0).with(places(call).slices()));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        SlicePlaces places = places(call);
        int run = places.run();
        return Kernel.split(places.count(), run, (frame, from, to) -> {
            Span in = frame.in(0);
            Span out = frame.out();
            for (int i = from; i < to; i++) {
                System.arraycopy(in.array(), in.offset() + places.at(frame, i), out.array(), out.offset() + i * run,
                        run);
            }
        });
    }

    @Override
    public boolean moves(Call call) {
        return true;
    }

    private static SlicePlaces places(Call call) {
        return new SlicePlaces(call, Math.toIntExact(call.attributes().integer("batch_dims", 0)));
    }
}
