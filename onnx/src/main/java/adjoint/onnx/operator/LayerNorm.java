package adjoint.onnx.operator;

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
        return List.of(call.type(0), call.type(0).with(moments), call.type(0).with(moments));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        int n = shape.elements(axis, shape.rank());
        float epsilon = call.attributes().real("epsilon", 1e-5f);
        Factors scale = new Factors(call, 1);
        Factors bias = new Factors(call, 2);
        return Kernel.split(shape.elements(0, axis), n, (frame, from, to) -> {
            for (int row = from; row < to; row++) {
                float mean = centred ? Moments.mean(frame.in(0), row * n, n, frame.scratch()) : 0;
                float variance = Moments.variance(frame.in(0), row * n, n, mean, frame.scratch());
                float inverse = (float) (1 / Math.sqrt((double) variance + epsilon));
                Moments.line(frame.in(0), frame.out(), row * n, n, inverse, -mean * inverse);
                scale.multiply(frame, row * n, n);
                bias.add(frame, row * n, n);
                put(frame, call, 1, row, mean);
                put(frame, call, 2, row, inverse);
            }
        }).withScratch(Moments.SCRATCH).inPlaceOf(0);
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

    /** A factor or summand of each element: an input that repeats itself along the outer axes. */
    private static final class Factors {

        private final boolean given;
        private final int input;
        private final Shape shape;
        private final int[] strides;
        /** Whether it is that of the last axes, each element once. */
        private final boolean repeats;

        Factors(Call call, int input) {
            this.input = input;
            shape = call.shape(0);
            given = call.has(input);
            strides = given ? Broadcast.strides(call.shape(input), shape) : new int[0];
            repeats = given && call.shape(input).rank() <= shape.rank() - axis(call)
                    && call.shape(input).elements() == shape.elements(shape.rank() - call.shape(input).rank(),
                            shape.rank());
        }

        void multiply(Frame frame, int at, int n) {
            if (!given) {
                return;
            }
            float[] factors = frame.in(input).array();
            float[] y = frame.out().array();
            int yAt = frame.out().offset() + at;
            int from = frame.in(input).offset();
            if (repeats && frame.in(input).size() == n) {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] *= factors[from + i];
                }
            } else {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] *= factors[from + Broadcast.offset(at + i, shape, strides)];
                }
            }
        }

        void add(Frame frame, int at, int n) {
            if (!given) {
                return;
            }
            float[] summands = frame.in(input).array();
            float[] y = frame.out().array();
            int yAt = frame.out().offset() + at;
            int from = frame.in(input).offset();
            if (repeats && frame.in(input).size() == n) {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] += summands[from + i];
                }
            } else {
                for (int i = 0; i < n; i++) {
                    y[yAt + i] += summands[from + Broadcast.offset(at + i, shape, strides)];
                }
            }
        }
    }
}
