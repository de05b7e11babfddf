package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums weighted elements along each axis. An item is a row of the result along the last axis that changes, with the axes behind
 * it: first the rows of the input that go into it are summed in a block, then the elements of that.
 */
final class ResampleKernel {

    /** Blocks: the sum of rows, a row, the sum of runs. */
    private static final int BLOCKS = 3;
    /** Runs that are shorter are copied element by element. */
    private static final int SHORT = 8;

    /**
     * Neighbours of a row of the result that are computed together: as many elements as make a loop long, however short runs are.
     *
     * @param first   the first of them on the last axis
     * @param extent  their number
     * @param weights by tap, then element
     * @param sources by tap, then element: which element of the summed row; empty if runs are copied as a whole
     */
    private record Part(int first, int extent, float[][] weights, int[][] sources) {
    }

    private final int[] strides;
    private final float extrapolated;
    private final Resampling[] outer;
    private final Resampling inner;
    /** Elements of the axes behind. */
    private final int run;
    /** Elements of a row of the input. */
    private final int length;
    private final List<Part> parts = new ArrayList<>();

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
        int extent = Math.max(1, Kernel.BLOCK / Math.max(run, 1));
        for (int first = 0; first < inner.extent(); first += extent) {
            parts.add(part(first, Math.min(extent, inner.extent() - first)));
        }
    }

    private Part part(int first, int extent) {
        float[][] weights = new float[inner.taps()][extent * run];
        int[][] sources = run < SHORT ? new int[inner.taps()][extent * run] : new int[0][];
        for (int tap = 0; tap < inner.taps(); tap++) {
            for (int i = 0; i < extent; i++) {
                int at = (first + i) * inner.taps() + tap;
                Arrays.fill(weights[tap], i * run, (i + 1) * run, inner.weights()[at]);
                for (int c = 0; c < run && run < SHORT; c++) {
                    sources[tap][i * run + c] = Math.max(inner.sources()[at], 0) * run + c;
                }
            }
        }
        return new Part(first, extent, weights, sources);
    }

    Kernel kernel() {
        int rows = Arrays.stream(outer).mapToInt(Resampling::extent).reduce(1, Math::multiplyExact);
        int taps = Arrays.stream(outer).mapToInt(Resampling::taps).reduce(1, Math::multiplyExact);
        return Kernel.split(rows, (long) taps * length + (long) inner.taps() * inner.extent() * run, this::run)
                .withBlocks(BLOCKS, Math.max(length, Math.max(Kernel.BLOCK, run)));
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
        float[] sums = frame.block(2);
        for (Part part : parts) {
            int n = part.extent * run;
            Arrays.fill(sums, 0, n, 0);
            for (int tap = 0; tap < inner.taps(); tap++) {
                take(frame.block(0), part, tap, frame.block(1));
                add(part.weights[tap], frame.block(1), sums, n);
            }
            System.arraycopy(sums, 0, y, yAt + part.first * run, n);
        }
        for (int i = 0; i < inner.extent(); i++) {
            if (inner.isOutside(i)) {
                Arrays.fill(y, yAt + i * run, yAt + (i + 1) * run, extrapolated);
            }
        }
    }

    /** Puts what a tap sees side by side. */
    private void take(float[] x, Part part, int tap, float[] block) {
        if (run < SHORT) {
            int[] sources = part.sources[tap];
            for (int i = 0; i < sources.length; i++) {
                block[i] = x[sources[i]];
            }
            return;
        }
        for (int i = 0; i < part.extent; i++) {
            int source = Math.max(inner.sources()[(part.first + i) * inner.taps() + tap], 0);
            System.arraycopy(x, source * run, block, i * run, run);
        }
    }

    private static void add(float[] weights, float[] values, float[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += weights[i] * values[i];
        }
    }
}
