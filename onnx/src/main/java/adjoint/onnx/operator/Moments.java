package adjoint.onnx.operator;

import adjoint.onnx.run.Span;

/** Mean and variance of a row, in two passes: a difference of large sums of squares would lose digits. */
final class Moments {

    /** Elements whose squares are computed at once. */
    private static final int BLOCK = 512;

    /** Floats of scratch that are needed. */
    static final int SCRATCH = Combine.LANES + BLOCK;

    private Moments() {
    }

    /** The mean of {@code n} neighbours. */
    static float mean(Span in, int at, int n, float[] scratch) {
        return Combine.SUM.row(in.array(), in.offset() + at, n, scratch) / n;
    }

    /** The mean square of the distance of {@code n} neighbours to a value. */
    static float variance(Span in, int at, int n, float mean, float[] scratch) {
        float[] x = in.array();
        double sum = 0;
        for (int first = 0; first < n; first += BLOCK) {
            int count = Math.min(BLOCK, n - first);
            int xAt = in.offset() + at + first;
            for (int i = 0; i < count; i++) {
                float distance = x[xAt + i] - mean;
                scratch[Combine.LANES + i] = distance * distance;
            }
            sum += Combine.SUM.row(scratch, Combine.LANES, count, scratch);
        }
        return (float) (sum / n);
    }

    /** {@code y = x * factor + offset} for {@code n} neighbours. */
    static void line(Span in, Span out, int at, int n, float factor, float offset) {
        float[] x = in.array();
        float[] y = out.array();
        int xAt = in.offset() + at;
        int yAt = out.offset() + at;
        for (int i = 0; i < n; i++) {
            y[yAt + i] = x[xAt + i] * factor + offset;
        }
    }
}
