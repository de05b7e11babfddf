package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code Dropout} as it is at inference: nothing is dropped. */
final class Dropout implements Operator {

    private static final int MASK = 1;
    private static final int TRAINING = 2;

    @Override
    public List<TensorType> infer(Call call) {
        if (call.has(TRAINING) && call.longs(TRAINING)[0] != 0 && !(call.has(1) && call.floats(1)[0] == 0)) {
            throw new IllegalArgumentException("training_mode=1: must be 0");
        }
        return List.of(call.type(0), new TensorType(ElementType.BOOL, call.shape(0)));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        if (!call.wants(MASK)) {
            return Kernel.ALIAS;
        }
        return Kernel.whole(frame -> {
            Span in = frame.in(0);
            Span out = frame.out();
            Span mask = frame.out(MASK);
            if (out != null) {
                System.arraycopy(in.array(), in.offset(), out.array(), out.offset(), in.size());
            }
            Arrays.fill(mask.array(), mask.offset(), mask.offset() + mask.size(), 1);
        });
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(new ChannelsLast(call.node(), List.of(0)));
    }

    @Override
    public String notes() {
        return "inference only";
    }
}
