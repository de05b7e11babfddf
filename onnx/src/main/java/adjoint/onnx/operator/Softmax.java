package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code Softmax} and {@code LogSoftmax}: along an axis, up to opset 12 along all axes from one on. Relative to the greatest
 * element: exponentials do not overflow.
 *
 * @param logarithm whether the logarithm is taken of the result
 */
record Softmax(boolean logarithm) implements Operator {

    /** Neighbours that are computed side by side where the axis is not the innermost. */
    private static final int BLOCK = 64;

    @Override
    public List<TensorType> infer(Call call) {
        axis(call);
        return List.of(call.type(0));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        boolean flattens = call.opset() < 13;
        int extent = flattens ? shape.elements(axis, shape.rank()) : shape.get(axis);
        int inner = flattens ? 1 : shape.elements(axis + 1, shape.rank());
        int outer = shape.elements(0, axis);
        if (shape.elements() == 0) {
            return Kernel.split(0, 0, (frame, from, to) -> {
            });
        }
        if (inner == 1) {
            return Kernel.split(outer, extent, (frame, from, to) -> {
                for (int row = from; row < to; row++) {
                    row(frame, row * extent, extent);
                }
            }).withScratch(Combine.LANES).inPlace();
        }
        int blocks = Math.ceilDiv(inner, BLOCK);
        return Kernel.split(outer * blocks, (long) extent * BLOCK, (frame, from, to) -> {
            for (int item = from; item < to; item++) {
                int first = item % blocks * BLOCK;
                columns(frame, item / blocks * extent * inner + first, Math.min(BLOCK, inner - first), inner, extent);
            }
        }).withScratch(3 * BLOCK).inPlace();
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        if (call.opset() < 13) {
            return Optional.empty();
        }
        return Optional.of(new ChannelsLast(
                call.node().with("axis", ChannelsLast.axis(axis(call), call.shape(0).rank())), List.of(0)));
    }

    private static int axis(Call call) {
        return call.shape(0).axis(call.attributes().integer("axis", call.opset() < 13 ? 1 : -1));
    }

    private void row(Frame frame, int at, int n) {
        Span in = frame.in(0);
        Span out = frame.out();
        float[] x = in.array();
        float[] y = out.array();
        int xAt = in.offset() + at;
        int yAt = out.offset() + at;
        float max = Combine.MAX.row(x, xAt, n, frame.scratch());
        for (int i = 0; i < n; i++) {
            y[yAt + i] = x[xAt + i] - max;
        }
        if (logarithm) {
            float log = (float) Math.log(sumOfPowers(y, yAt, n));
            for (int i = 0; i < n; i++) {
                y[yAt + i] -= log;
            }
        } else {
            ExponentialLoops.EXP.run(y, yAt, y, yAt, n);
            float factor = 1 / Combine.SUM.row(y, yAt, n, frame.scratch());
            for (int i = 0; i < n; i++) {
                y[yAt + i] *= factor;
            }
        }
    }

    private static double sumOfPowers(float[] y, int yAt, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(y[yAt + i]);
        }
        return sum;
    }

    /** Some columns of a matrix of {@code extent} rows of {@code inner} elements. */
    private void columns(Frame frame, int at, int n, int inner, int extent) {
        float[] x = frame.in(0).array();
        float[] y = frame.out().array();
        int xAt = frame.in(0).offset() + at;
        int yAt = frame.out().offset() + at;
        float[] scratch = frame.scratch();
        Arrays.fill(scratch, 0, n, Float.NEGATIVE_INFINITY);
        Arrays.fill(scratch, BLOCK, BLOCK + n, 0);
        for (int row = 0; row < extent; row++) {
            Combine.MAX.each(scratch, 0, x, xAt + row * inner, n);
        }
        for (int row = 0; row < extent; row++) {
            int from = xAt + row * inner;
            int to = yAt + row * inner;
            for (int i = 0; i < n; i++) {
                y[to + i] = x[from + i] - scratch[i];
            }
            ExponentialLoops.EXP.run(y, to, scratch, 2 * BLOCK, n);
            Combine.SUM.each(scratch, BLOCK, scratch, 2 * BLOCK, n);
            if (!logarithm) {
                System.arraycopy(scratch, 2 * BLOCK, y, to, n);
            }
        }
        for (int i = 0; i < n; i++) {
            scratch[BLOCK + i] = logarithm ? (float) Math.log(scratch[BLOCK + i]) : 1 / scratch[BLOCK + i];
        }
        Loop.Binary last = logarithm ? Arithmetic.SUBTRACTED : Arithmetic.MULTIPLIED;
        for (int row = 0; row < extent; row++) {
            int to = yAt + row * inner;
            last.run(y, to, scratch, BLOCK, y, to, n);
        }
    }
}
