package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;

/**
 * Combines the elements of each window. An item is a row of the result along the innermost axis: of one channel, or of all where
 * they come last. Taps are walked outside and windows inside, so that inner loops are long.
 */
final class PoolKernel {

    private final Image image;
    private final List<PoolAxis> axes;
    private final Combine combine;
    /** By how much a row is divided: for each axis, how many taps count in each window; or null. */
    private final int[][] counts;
    private final PoolAxis inner;
    /** Floats of one pixel that lie side by side. */
    private final int run;
    private final int outerTaps;
    private final int outerWindows;

    private PoolKernel(Image image, List<PoolAxis> axes, Combine combine, int[][] counts) {
        this.image = image;
        this.axes = axes;
        this.combine = combine;
        this.counts = counts;
        inner = axes.getLast();
        run = image.pixelStride();
        outerTaps = outer().stream().mapToInt(PoolAxis::kernel).reduce(1, Math::multiplyExact);
        outerWindows = outer().stream().mapToInt(PoolAxis::to).reduce(1, Math::multiplyExact);
    }

    /** The greatest of each window. */
    static Kernel max(Image image, List<PoolAxis> axes) {
        return new PoolKernel(image, axes, Combine.MAX, null).kernel();
    }

    /** The mean of each window, of those of its elements that count. */
    static Kernel mean(Image image, List<PoolAxis> axes, boolean countsPadding) {
        int[][] counts = axes.stream().map(axis -> {
            int[] taps = new int[axis.to()];
            Arrays.setAll(taps, window -> axis.taps(window, countsPadding));
            return taps;
        }).toArray(int[][]::new);
        return new PoolKernel(image, axes, Combine.SUM, counts).kernel();
    }

    private List<PoolAxis> outer() {
        return axes.subList(0, axes.size() - 1);
    }

    private Kernel kernel() {
        int planes = image.layout() == Layout.NCHW ? image.batch() * image.channels() : image.batch();
        return Kernel.split(Math.multiplyExact(planes, outerWindows),
                (long) outerTaps * inner.kernel() * inner.to() * run, this::run);
    }

    private void run(Frame frame, int from, int to) {
        Span in = frame.in(0);
        Span out = frame.out();
        int plane = image.pixels() * run;
        int row = inner.to() * run;
        for (int item = from; item < to; item++) {
            int yAt = out.offset() + item * row;
            int window = item % outerWindows;
            Arrays.fill(out.array(), yAt, yAt + row, combine.neutral);
            for (int tap = 0; tap < outerTaps; tap++) {
                int position = position(window, tap);
                if (position >= 0) {
                    int xAt = in.offset() + item / outerWindows * plane + position * inner.from() * run;
                    row(in.array(), xAt, out.array(), yAt);
                }
            }
            if (counts != null) {
                divide(out.array(), yAt, window);
            }
        }
    }

    /** The row of the image on which a tap of a window lies, both over all axes but the inner; negative if it lies outside. */
    private int position(int window, int tap) {
        int position = 0;
        int size = 1;
        int windows = window;
        int taps = tap;
        for (int i = axes.size() - 2; i >= 0; i--) {
            PoolAxis axis = axes.get(i);
            int w = windows % axis.to();
            int t = taps % axis.kernel();
            if (!axis.isInside(w, t)) {
                return -1;
            }
            position += axis.position(w, t) * size;
            size *= axis.from();
            windows /= axis.to();
            taps /= axis.kernel();
        }
        return position;
    }

    private void row(float[] x, int xAt, float[] y, int yAt) {
        int stride = inner.stride();
        for (int tap = 0; tap < inner.kernel(); tap++) {
            int first = inner.firstWindow(tap);
            int end = inner.endWindow(tap);
            int at = xAt + inner.position(first, tap) * run;
            if (run == 1 && stride > 1) {
                combine.each(y, yAt + first, x, at, stride, end - first);
            } else if (stride == 1) {
                combine.each(y, yAt + first * run, x, at, (end - first) * run);
            } else {
                for (int window = first; window < end; window++) {
                    combine.each(y, yAt + window * run, x, at + (window - first) * stride * run, run);
                }
            }
        }
    }

    private void divide(float[] y, int yAt, int window) {
        int count = 1;
        int rest = window;
        for (int i = axes.size() - 2; i >= 0; i--) {
            count *= counts[i][rest % axes.get(i).to()];
            rest /= axes.get(i).to();
        }
        int[] innerCounts = counts[axes.size() - 1];
        for (int i = 0; i < innerCounts.length; i++) {
            float divisor = count * innerCounts[i];
            for (int c = 0; c < run; c++) {
                y[yAt + i * run + c] /= divisor;
            }
        }
    }
}
