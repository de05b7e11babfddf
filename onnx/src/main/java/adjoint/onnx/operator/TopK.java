package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;

/** {@code TopK}: the greatest or least elements of an axis, and where they lie; sorted always. */
final class TopK implements Operator {

    private static final long LOW = 0xFFFF_FFFFL;

    @Override
    public List<TensorType> infer(Call call) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        long k = count(call);
        if (k < 0 || k > shape.get(axis)) {
            throw new IllegalArgumentException("k=" + k + ": must lie between 0 and " + shape.get(axis));
        }
        Shape some = shape.with(axis, (int) k);
        return List.of(call.type(0).with(some), new TensorType(ElementType.INT64, some));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        int extent = shape.get(axis);
        int inner = shape.elements(axis + 1, shape.rank());
        int k = (int) count(call);
        boolean least = !call.attributes().flag("largest", true);
        boolean wantsValues = call.wants(0);
        boolean wantsIndices = call.wants(1);
        return Kernel.split(shape.elements(0, axis) * inner, extent, (frame, from, to) -> {
            long[] order = new long[extent];
            for (int item = from; item < to; item++) {
                int first = item / inner * extent * inner + item % inner;
                sort(frame, order, first, inner, least);
                for (int i = 0; i < k; i++) {
                    int place = (int) (order[i] & LOW);
                    int at = (item / inner * k + i) * inner + item % inner;
                    if (wantsValues) {
                        put(frame.out(0), at, frame.in(0).array()[frame.in(0).offset() + first + place * inner]);
                    }
                    if (wantsIndices) {
                        put(frame.out(1), at, place);
                    }
                }
            }
        });
    }

    /** Places are small, and values stay what they are. */
    @Override
    public boolean isExact(Call call) {
        return true;
    }

    @Override
    public String notes() {
        return "K must be known; indices of data are exact to 2^24";
    }

    /** Places in the order of their values, of equal ones the first first: numbers that are sorted as a whole. */
    private static void sort(Frame frame, long[] order, int first, int stride, boolean least) {
        Span in = frame.in(0);
        for (int i = 0; i < order.length; i++) {
            float value = in.array()[in.offset() + first + i * stride];
            int bits = Float.floatToIntBits(value + 0f); // zeros are equal
            int rank = bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
            order[i] = (long) (least ? rank : ~rank) << Integer.SIZE | i;
        }
        Arrays.sort(order);
    }

    private static void put(Span out, int at, float value) {
        out.array()[out.offset() + at] = value;
    }

    private static int axis(Call call) {
        return call.shape(0).axis(call.attributes().integer("axis", -1));
    }

    /** An attribute up to opset 9, then an input. */
    private static long count(Call call) {
        if (call.opset() < 10) {
            return call.attributes().integer("k");
        }
        long[] k = call.longs(1);
        if (k.length != 1) {
            throw new IllegalArgumentException("K has " + k.length + " elements: must be one");
        }
        return k[0];
    }
}
