package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
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
    /** Rows that are shorter are computed side by side too: loops over one of them would be too short. */
    private static final int SHORT = 32;
    /** Terms whose sum is added to others: a long sum would lose digits. */
    private static final int PART = 64;

    private static final Loop.Unary SAME = (a, y, n) -> {
    };

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
        if (inner == 1 && extent < SHORT) {
            return Kernel.split(Math.ceilDiv(outer, BLOCK), (long) extent * BLOCK, (frame, from, to) -> {
                for (int item = from; item < to; item++) {
                    int first = item * BLOCK;
                    columns(frame, first * extent, Math.min(BLOCK, outer - first), new Columns(1, extent), extent);
                }
            }).withBlocks(4, BLOCK).inPlace();
        }
        if (inner == 1) {
            return Kernel.split(outer, extent, (frame, from, to) -> {
                for (int row = from; row < to; row++) {
                    row(frame, row * extent, extent);
                }
            }).withBlocks(2, Kernel.BLOCK).inPlace();
        }
        int blocks = Math.ceilDiv(inner, BLOCK);
        return Kernel.split(outer * blocks, (long) extent * BLOCK, (frame, from, to) -> {
            for (int item = from; item < to; item++) {
                int first = item % blocks * BLOCK;
                columns(frame, item / blocks * extent * inner + first, Math.min(BLOCK, inner - first),
                        new Columns(inner, 1),
                        extent);
            }
        }).withBlocks(4, BLOCK).inPlace();
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
        float[] x = frame.in(0).array();
        float[] y = frame.out().array();
        int xAt = frame.in(0).offset() + at;
        int yAt = frame.out().offset() + at;
        float[] block = frame.block(0);
        float[] other = frame.block(1);
        float max = (float) Combine.MAX.row(x, xAt, n, SAME, block, other);
        double sum = 0;
        for (int first = 0; first < n; first += Kernel.BLOCK) {
            int count = Math.min(Kernel.BLOCK, n - first);
            System.arraycopy(x, xAt + first, block, 0, count);
            subtract(block, max, count);
            ExponentialLoops.EXP.run(block, other, count);
            System.arraycopy(logarithm ? block : other, 0, y, yAt + first, count);
            sum += Combine.SUM.fold(other, count, block);
        }
        float last = (float) (logarithm ? Math.log(sum) : 1 / sum);
        for (int first = 0; first < n; first += Kernel.BLOCK) {
            int count = Math.min(Kernel.BLOCK, n - first);
            System.arraycopy(y, yAt + first, block, 0, count);
            if (logarithm) {
                subtract(block, last, count);
            } else {
                multiply(block, last, count);
            }
            System.arraycopy(block, 0, y, yAt + first, count);
        }
    }

    private static void subtract(float[] block, float value, int n) {
        for (int i = 0; i < n; i++) {
            block[i] -= value;
        }
    }

    private static void multiply(float[] block, float factor, int n) {
        for (int i = 0; i < n; i++) {
            block[i] *= factor;
        }
    }

    /**
     * How the elements of columns lie that are computed side by side.
     *
     * @param next  from an element to the next of its column
     * @param other from an element to the same of the next column
     */
    private record Columns(int next, int other) {
        void load(float[] x, int at, float[] row, int n) {
            if (other == 1) {
                System.arraycopy(x, at, row, 0, n);
                return;
            }
            for (int i = 0; i < n; i++) {
                row[i] = x[at + i * other];
            }
        }

        void store(float[] row, float[] y, int at, int n) {
            if (other == 1) {
                System.arraycopy(row, 0, y, at, n);
                return;
            }
            for (int i = 0; i < n; i++) {
                y[at + i * other] = row[i];
            }
        }
    }

    /** Some columns of {@code extent} elements. */
    private void columns(Frame frame, int at, int n, Columns columns, int extent) {
        float[] x = frame.in(0).array();
        float[] y = frame.out().array();
        int xAt = frame.in(0).offset() + at;
        int yAt = frame.out().offset() + at;
        float[] max = frame.block(0);
        float[] sums = frame.block(1);
        float[] row = frame.block(2);
        float[] part = frame.block(3);
        Arrays.fill(max, 0, n, Float.NEGATIVE_INFINITY);
        Arrays.fill(sums, 0, n, 0);
        Arrays.fill(part, 0, n, 0);
        for (int i = 0; i < extent; i++) {
            columns.load(x, xAt + i * columns.next, row, n);
            Combine.MAX.each(max, row, n);
        }
        for (int i = 0; i < extent; i++) {
            columns.load(x, xAt + i * columns.next, row, n);
            Arithmetic.SUBTRACTED.run(row, max, row, n);
            if (logarithm) {
                columns.store(row, y, yAt + i * columns.next, n);
            }
            ExponentialLoops.EXP.run(row, row, n);
            Combine.SUM.each(part, row, n);
            if (i % PART == PART - 1 || i == extent - 1) {
                Combine.SUM.each(sums, part, n);
                Arrays.fill(part, 0, n, 0);
            }
            if (!logarithm) {
                columns.store(row, y, yAt + i * columns.next, n);
            }
        }
        for (int i = 0; i < n; i++) {
            sums[i] = logarithm ? (float) Math.log(sums[i]) : 1 / sums[i];
        }
        Loop.Binary last = logarithm ? Arithmetic.SUBTRACTED : Arithmetic.MULTIPLIED;
        for (int i = 0; i < extent; i++) {
            columns.load(y, yAt + i * columns.next, row, n);
            last.run(row, sums, row, n);
            columns.store(row, y, yAt + i * columns.next, n);
        }
    }
}
