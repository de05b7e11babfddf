package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fills a result from elements of the first input that lie at fixed distances along each axis of the result: a part of it,
 * another order of axes, a repetition.
 *
 * <p>Where the innermost axis of the result is not that of the input, both are walked together in tiles that stay in the first
 * cache, as in a transposition of a matrix.
 */
final class StridedCopy {

    /** Elements of a tile along the input's innermost axis; each lies in another cache line of the result. */
    private static final int ACROSS = 64;
    /** Elements of a tile along the result's innermost axis. */
    private static final int ALONG = 16;

    /**
     * An axis that is left when those that continue each other are one.
     *
     * @param extent its extent
     * @param from   distance of neighbours in the input
     * @param to     distance of neighbours in the result
     */
    private record Axis(int extent, int from, int to) {
        static final Axis UNIT = new Axis(1, 1, 1);
    }

    private final int offset;
    private final List<Axis> outer;
    /** Innermost in the input, if that is another one than {@link #along}; else a unit. */
    private final Axis across;
    /** Innermost in the result. */
    private final Axis along;
    private final int tiles;

    private StridedCopy(int offset, List<Axis> axes) {
        this.offset = offset;
        outer = new ArrayList<>(axes);
        along = outer.removeLast();
        Axis inner = along.from == 1
                ? Axis.UNIT
                : outer.stream().filter(axis -> axis.from == 1).findFirst().orElse(Axis.UNIT);
        outer.remove(inner);
        across = inner;
        tiles = Math.ceilDiv(across.extent, ACROSS);
    }

    /**
     * The kernel.
     *
     * @param result  shape of the result
     * @param offset  where its first element lies in the input
     * @param strides by how much to move in the input for each axis of the result; may be 0 or negative
     */
    static Kernel kernel(Shape result, int offset, int... strides) {
        if (result.elements() == 0) {
            return Kernel.split(0, 0, (frame, from, to) -> {
            });
        }
        StridedCopy copy = new StridedCopy(offset, collapsed(result, strides));
        int rows = copy.outer.stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b) * copy.tiles;
        return Kernel.split(rows, result.elements() / rows, copy::run);
    }

    private static List<Axis> collapsed(Shape result, int... strides) {
        int[] to = result.strides();
        List<Axis> axes = new ArrayList<>();
        for (int axis = 0; axis < strides.length; axis++) {
            int extent = result.get(axis);
            if (extent == 1) {
                continue;
            }
            if (!axes.isEmpty() && axes.getLast().from == extent * strides[axis]) {
                extent *= axes.removeLast().extent;
            }
            axes.add(new Axis(extent, strides[axis], to[axis]));
        }
        return axes.isEmpty() ? List.of(Axis.UNIT) : axes;
    }

    private void run(Frame frame, int from, int to) {
        Span in = frame.in(0);
        Span out = frame.out();
        for (int item = from; item < to; item++) {
            int rest = item / tiles;
            int first = item % tiles * ACROSS;
            int xAt = in.offset() + offset + first * across.from;
            int yAt = out.offset() + first * across.to;
            for (int i = outer.size() - 1; i >= 0; i--) {
                Axis axis = outer.get(i);
                int index = rest % axis.extent;
                rest /= axis.extent;
                xAt += index * axis.from;
                yAt += index * axis.to;
            }
            if (across == Axis.UNIT) {
                row(in.array(), xAt, out.array(), yAt);
            } else {
                tile(in.array(), xAt, out.array(), yAt, Math.min(ACROSS, across.extent - first));
            }
        }
    }

    private void row(float[] x, int xAt, float[] y, int yAt) {
        int n = along.extent;
        int stride = along.from;
        if (stride == 1) {
            System.arraycopy(x, xAt, y, yAt, n);
        } else if (stride == 0) {
            Arrays.fill(y, yAt, yAt + n, x[xAt]);
        } else {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = x[xAt + i * stride];
            }
        }
    }

    private void tile(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int first = 0; first < along.extent; first += ALONG) {
            int end = Math.min(first + ALONG, along.extent);
            for (int k = first; k < end; k++) {
                int from = xAt + k * along.from;
                int to = yAt + k;
                for (int i = 0; i < n; i++) {
                    y[to + i * across.to] = x[from + i];
                }
            }
        }
    }
}
