package adjoint.onnx.operator;

import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;

/** Mean and variance of a row, in two passes: a difference of large sums of squares would lose digits. */
final class Moments {

    /** Blocks that are overwritten. */
    static final int BLOCKS = 2;

    private static final Loop.Unary SAME = (a, y, n) -> {
    };

    private Moments() {
    }

    /** The mean of {@code n} neighbours of the first input. */
    static float mean(Frame frame, int at, int n) {
        Span in = frame.in(0);
        return (float) (Combine.SUM.row(in.array(), in.offset() + at, n, SAME, frame.block(0), frame.block(1)) / n);
    }

    /** The mean square of the distance of {@code n} neighbours of the first input to a value. */
    static float variance(Frame frame, int at, int n, float mean) {
        Span in = frame.in(0);
        float[] block = frame.block(0);
        double sum = 0;
        for (int first = 0; first < n; first += Kernel.BLOCK) {
            int count = Math.min(Kernel.BLOCK, n - first);
            System.arraycopy(in.array(), in.offset() + at + first, block, 0, count);
            for (int i = 0; i < count; i++) {
                float distance = block[i] - mean;
                block[i] = distance * distance;
            }
            sum += Combine.SUM.fold(block, count, frame.block(1));
        }
        return (float) (sum / n);
    }

    /** {@code y = x * factor + offset} for {@code n} neighbours of the first input. */
    static void line(Frame frame, int at, int n, float factor, float offset) {
        Span in = frame.in(0);
        Span out = frame.out();
        float[] block = frame.block(0);
        for (int first = at; first < at + n; first += Kernel.BLOCK) {
            int count = Math.min(Kernel.BLOCK, at + n - first);
            System.arraycopy(in.array(), in.offset() + first, block, 0, count);
            for (int i = 0; i < count; i++) {
                block[i] = block[i] * factor + offset;
            }
            System.arraycopy(block, 0, out.array(), out.offset() + first, count);
        }
    }
}
