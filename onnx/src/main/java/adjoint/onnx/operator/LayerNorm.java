package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;

/**
 * {@code LayerNormalization} and {@code RMSNormalization}: all elements from an axis on are brought to mean 0 and variance 1, or
 * to mean square 1 alone, then scaled and moved.
 *
 * @param centred whether the mean is brought to 0
 */
record LayerNorm(boolean centred) implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        Shape moments = shape;
        for (int i = axis; i < shape.rank(); i++) {
            moments = moments.with(i, 1);
        }
        for (int i = 1; i <= 2; i++) {
            if (call.has(i) && !shape.broadcast(call.shape(i)).equals(shape)) {
                throw new IllegalArgumentException("input " + i + "=" + call.shape(i)
                        + ": must agree with the last extents of " + shape);
            }
        }
        ElementType stash = ElementType.of(call.attributes().integer("stash_type", 1));
        if (!stash.isFloat()) {
            throw new IllegalArgumentException("stash_type=" + stash + ": must be a floating point type");
        }
        TensorType moment = new TensorType(stash, moments);
        return List.of(call.type(0), moment, moment);
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        int n = shape.elements(axis, shape.rank());
        float epsilon = call.attributes().real("epsilon", 1e-5f);
        Operand scale = new Operand(call, 1, Arithmetic.MULTIPLIED);
        Operand bias = new Operand(call, 2, Arithmetic.ADDED);
        return Kernel.split(shape.elements(0, axis), n, (frame, from, to) -> {
            for (int row = from; row < to; row++) {
                float mean = centred ? Moments.mean(frame, row * n, n) : 0;
                float variance = Moments.variance(frame, row * n, n, mean);
                float inverse = (float) (1 / Math.sqrt((double) variance + epsilon));
                Moments.line(frame, row * n, n, inverse, -mean * inverse);
                scale.apply(frame, row * n, n);
                bias.apply(frame, row * n, n);
                put(frame, call, 1, row, mean);
                put(frame, call, 2, row, inverse);
            }
        }).withBlocks(Moments.BLOCKS, Kernel.BLOCK).inPlaceOf(0);
    }

    private static int axis(Call call) {
        return call.shape(0).axis(call.attributes().integer("axis", -1));
    }

    private static void put(Frame frame, Call call, int output, int row, float value) {
        if (call.wants(output)) {
            Span out = frame.out(output);
            out.array()[out.offset() + row] = value;
        }
    }

    /** What each element is multiplied by, or what is added to it: an input that is repeated along the outer axes. */
    private static final class Operand {

        private final boolean given;
        private final int input;
        private final Loop.Binary loop;
        private final Shape shape;
        private final int[] strides;
        /** Whether it is a row. */
        private final boolean whole;

        Operand(Call call, int input, Loop.Binary loop) {
            this.input = input;
            this.loop = loop;
            shape = call.shape(0);
            given = call.has(input);
            strides = given ? Broadcast.strides(call.shape(input), shape) : new int[0];
            int rank = shape.rank() - axis(call);
            whole = given && call.shape(input).elements() == shape.elements(axis(call), shape.rank())
                    && call.shape(input).rank() <= rank;
        }

        /** Applies it to a row of the result. */
        void apply(Frame frame, int at, int n) {
            if (!given) {
                return;
            }
            Span operand = frame.in(input);
            Span out = frame.out();
            float[] y = frame.block(0);
            float[] values = frame.block(1);
            for (int first = 0; first < n; first += Kernel.BLOCK) {
                int count = Math.min(Kernel.BLOCK, n - first);
                System.arraycopy(out.array(), out.offset() + at + first, y, 0, count);
                if (whole) {
                    System.arraycopy(operand.array(), operand.offset() + first, values, 0, count);
                } else {
                    for (int i = 0; i < count; i++) {
                        values[i] = operand.array()[operand.offset()
                                + Broadcast.offset(at + first + i, shape, strides)];
                    }
                }
                loop.run(y, values, y, count);
                System.arraycopy(y, 0, out.array(), out.offset() + at + first, count);
            }
        }
    }
}
