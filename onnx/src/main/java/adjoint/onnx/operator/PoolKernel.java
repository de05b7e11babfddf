package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;

/**
 * Combines the elements of each window. An item is a row of the result along the innermost axis: of one channel, or of all where
 * they come last. For each block of a row, taps are walked outside and windows inside, so that inner loops are long.
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
    /** Channels of a block. */
    private final int channels;
    /** Windows of a block. */
    private final int windows;
    private final List<PoolAxis> outer;
    private final int outerWindows;

    private PoolKernel(Image image, List<PoolAxis> axes, Combine combine, int[][] counts) {
        this.image = image;
        this.axes = axes;
        this.combine = combine;
        this.counts = counts;
        inner = axes.getLast();
        run = image.pixelStride();
        channels = Math.clamp(run, 1, Kernel.BLOCK);
        windows = Math.clamp(Kernel.BLOCK / channels, 1, Math.max(1, inner.to()));
        outer = axes.subList(0, axes.size() - 1);
        outerWindows = outer.stream().mapToInt(PoolAxis::to).reduce(1, Math::multiplyExact);
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

    private Kernel kernel() {
        int planes = image.layout() == Layout.NCHW ? image.batch() * image.channels() : image.batch();
        long taps = axes.stream().mapToLong(PoolAxis::kernel).reduce(1, (a, b) -> a * b);
        return Kernel.split(Math.multiplyExact(planes, outerWindows), taps * inner.to() * run, this::run).withBlocks(2,
                windows * channels);
    }

    private void run(Frame frame, int from, int to) {
        for (int item = from; item < to; item++) {
            for (int window = 0; window < inner.to(); window += windows) {
                int count = Math.min(windows, inner.to() - window);
                for (int channel = 0; channel < run; channel += channels) {
                    block(frame, item, window, count, channel, Math.min(channels, run - channel));
                }
            }
        }
    }

    /** Some windows of a row and some of their channels. */
    private void block(Frame frame, int item, int window, int count, int channel, int width) {
        Span in = frame.in(0);
        Span out = frame.out();
        float[] block = frame.block(0);
        Arrays.fill(block, 0, count * width, combine.neutral);
        int taps = PoolAxis.tapsInside(outer, item % outerWindows);
        for (int tap = 0; tap < taps; tap++) {
            int pixel = item / outerWindows * image.pixels() + position(item % outerWindows, tap) * inner.from();
            row(frame, in.offset() + pixel * run + channel, window, count, width);
        }
        if (counts != null) {
            divide(frame, item % outerWindows, window, count, width);
        }
        int to = out.offset() + (item * inner.to() + window) * run + channel;
        for (int i = 0; i < (width == run ? 1 : count); i++) {
            System.arraycopy(block, i * width, out.array(), to + i * run, width == run ? count * width : width);
        }
    }

    /** The row of the image on which a tap of a window lies, both over all axes but the inner, of the taps inside. */
    private int position(int window, int tap) {
        int position = 0;
        int size = 1;
        int windows = window;
        int taps = tap;
        for (int i = outer.size() - 1; i >= 0; i--) {
            PoolAxis axis = outer.get(i);
            int w = windows % axis.to();
            int inside = axis.taps(w, false);
            position += axis.positionInside(w, taps % inside) * size;
            size *= axis.from();
            windows /= axis.to();
            taps /= inside;
        }
        return position;
    }

    private void row(Frame frame, int xAt, int window, int count, int width) {
        float[] taps = frame.block(1);
        int endTap = inner.endTap(window);
        for (int tap = inner.firstTap(window + count - 1); tap < endTap; tap++) {
            int first = Math.max(inner.firstWindow(tap), window);
            int end = Math.min(inner.endWindow(tap), window + count);
            if (first < end) {
                int at = (first - window) * width;
                int behind = (end - window) * width;
                Arrays.fill(taps, 0, at, combine.neutral);
                collect(frame.in(0).array(), xAt + inner.position(first, tap) * run, taps, at, end - first, width);
                Arrays.fill(taps, behind, count * width, combine.neutral);
                combine.each(frame.block(0), taps, count * width);
            }
        }
    }

    /** Copies a tap's elements of windows that follow each other. */
    private void collect(float[] x, int xAt, float[] taps, int at, int count, int width) {
        int distance = inner.stride() * run;
        if (distance == width) {
            System.arraycopy(x, xAt, taps, at, count * width);
        } else if (width == 1) {
            for (int i = 0; i < count; i++) {
                taps[at + i] = x[xAt + i * distance];
            }
        } else {
            for (int i = 0; i < count; i++) {
                System.arraycopy(x, xAt + i * distance, taps, at + i * width, width);
            }
        }
    }

    private void divide(Frame frame, int outerWindow, int window, int count, int width) {
        int outerCount = 1;
        int rest = outerWindow;
        for (int i = axes.size() - 2; i >= 0; i--) {
            outerCount *= counts[i][rest % axes.get(i).to()];
            rest /= axes.get(i).to();
        }
        int[] innerCounts = counts[axes.size() - 1];
        float[] divisors = frame.block(1);
        for (int i = 0; i < count; i++) {
            Arrays.fill(divisors, i * width, (i + 1) * width, outerCount * innerCounts[window + i]);
        }
        Arithmetic.DIVIDED.run(frame.block(0), divisors, frame.block(0), count * width);
    }
}
