package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;
import java.util.Optional;

/**
 * {@code ArgMax} and {@code ArgMin}: where on an axis the extreme lies.
 *
 * @param sign 1 for the greatest, -1 for the least
 */
record ArgExtreme(int sign) implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        if (shape.get(axis) == 0) {
            throw new IllegalArgumentException("axis=" + axis + ": must have elements in " + shape);
        }
        Shape one = shape.with(axis, 1);
        return List.of(new TensorType(ElementType.INT64, keeps(call) ? one : one.without(axis)));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        int extent = shape.get(axis);
        int inner = shape.elements(axis + 1, shape.rank());
        boolean last = call.attributes().flag("select_last_index", false);
        return Kernel.split(shape.elements() / extent, extent, (frame, from, to) -> {
            Span in = frame.in(0);
            for (int result = from; result < to; result++) {
                int at = in.offset() + result / inner * extent * inner + result % inner;
                frame.out().array()[frame.out().offset() + result] = index(in.array(), at, inner, extent, last);
            }
        });
    }

    /** Places are small. */
    @Override
    public boolean isExact(Call call) {
        return true;
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        int rank = call.shape(0).rank();
        return keeps(call)
                ? Optional.of(new ChannelsLast(
                        call.node().with("axis", ChannelsLast.axis(axis(call), rank)), List.of(0)))
                : Optional.empty();
    }

    @Override
    public String notes() {
        return "indices of data are exact to 2^24";
    }

    private int index(float[] x, int at, int stride, int n, boolean last) {
        int best = 0;
        float most = sign * x[at];
        for (int i = 1; i < n; i++) {
            float v = sign * x[at + i * stride];
            boolean more = v > most || v != v && most == most;
            if (more || last && (v == most || v != v)) {
                best = i;
                most = v;
            }
        }
        return best;
    }

    private static int axis(Call call) {
        return call.shape(0).axis(call.attributes().integer("axis", 0));
    }

    private static boolean keeps(Call call) {
        return call.attributes().flag("keepdims", true);
    }
}
