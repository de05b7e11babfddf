package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;

/**
 * Sums weighted elements along each axis. An item is a row of the result along the last axis that changes, with the axes behind
 * it: first the rows of the input that go into it are summed in a block, then the elements of that.
 */
final class ResampleKernel {

    /** Blocks: the sum of rows, a row, the sum of runs. */
    private static final int BLOCKS = 3;
    /** Runs that are shorter are not worth being copied. */
    private static final int SHORT = 32;

    private final int[] strides;
    private final float extrapolated;
    private final Resampling[] outer;
    private final Resampling inner;
    /** Elements of the axes behind. */
    private final int run;
    /** Elements of a row of the input. */
    private final int length;

    ResampleKernel(Shape from, float extrapolated, Resampling... axes) {
        int last = axes.length - 1;
        while (last > 0 && axes[last].isIdentity(from.get(last))) {
            last--;
        }
        strides = from.strides();
        this.extrapolated = extrapolated;
        outer = Arrays.copyOf(axes, last);
        inner = axes[last];
        run = from.elements(last + 1, from.rank());
        length = from.elements(last, from.rank());
    }

    Kernel kernel() {
        int rows = Arrays.stream(outer).mapToInt(Resampling::extent).reduce(1, Math::multiplyExact);
        int taps = Arrays.stream(outer).mapToInt(Resampling::taps).reduce(1, Math::multiplyExact);
        return Kernel.split(rows, (long) taps * length + (long) inner.taps() * inner.extent() * run, this::run)
                .withBlocks(BLOCKS, length);
    }

    private void run(Frame frame, int from, int to) {
        Span out = frame.out();
        int row = inner.extent() * run;
        for (int item = from; item < to; item++) {
            int yAt = out.offset() + item * row;
            Arrays.fill(frame.block(0), 0, length, 0);
            if (addRows(frame, item, outer.length - 1, frame.in(0).offset(), 1)) {
                along(frame, out.array(), yAt);
            } else {
                Arrays.fill(out.array(), yAt, yAt + row, extrapolated);
            }
        }
    }

    /** Adds the rows of an axis and those before it to block 0; false if the item lies outside. */
    private boolean addRows(Frame frame, int item, int axis, int at, float weight) {
        if (axis < 0) {
            add(frame.in(0).array(), at, weight, frame.block(1), frame.block(0), length);
            return true;
        }
        Resampling resampling = outer[axis];
        int i = item % resampling.extent();
        if (resampling.isOutside(i)) {
            return false;
        }
        for (int tap = i * resampling.taps(); tap < (i + 1) * resampling.taps(); tap++) {
            float factor = resampling.weights()[tap];
            if (factor != 0 && !addRows(frame, item / resampling.extent(), axis - 1,
                    at + resampling.sources()[tap] * strides[axis], weight * factor)) {
                return false;
            }
        }
        return true;
    }

    /** Adds neighbours by way of a block: only so the loop is vectorised, see {@link Loop}. */
    private static void add(float[] x, int xAt, float weight, float[] block, float[] sums, int n) {
        System.arraycopy(x, xAt, block, 0, n);
        for (int i = 0; i < n; i++) {
            sums[i] += weight * block[i];
        }
    }

    private void along(Frame frame, float[] y, int yAt) {
        int taps = inner.taps();
        for (int i = 0; i < inner.extent(); i++) {
            int to = yAt + i * run;
            if (inner.isOutside(i)) {
                Arrays.fill(y, to, to + run, extrapolated);
            } else if (run < SHORT) {
                each(frame.block(0), i * taps, y, to);
            } else {
                float[] sums = frame.block(2);
                Arrays.fill(sums, 0, run, 0);
                for (int tap = i * taps; tap < (i + 1) * taps; tap++) {
                    add(frame.block(0), inner.sources()[tap] * run, inner.weights()[tap], frame.block(1), sums, run);
                }
                System.arraycopy(sums, 0, y, to, run);
            }
        }
    }

    private void each(float[] x, int firstTap, float[] y, int yAt) {
        for (int c = 0; c < run; c++) {
            float sum = 0;
            for (int tap = firstTap; tap < firstTap + inner.taps(); tap++) {
                sum += inner.weights()[tap] * x[inner.sources()[tap] * run + c];
            }
            y[yAt + c] = sum;
        }
    }
}
