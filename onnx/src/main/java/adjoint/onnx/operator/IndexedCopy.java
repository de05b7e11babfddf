package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;

/**
 * Fills each element of a result from that of the first input whose place on each axis a table names, or, where a table names
 * none, with a constant. Axes that stay as they are at the end, as the channels of images with channels last, are copied in runs,
 * and so are neighbours of the innermost axis of the others that were neighbours before.
 */
final class IndexedCopy {

    /** The constant that is filled in. */
    @FunctionalInterface
    interface Constant {
        /** Its value in a run. */
        float of(Frame frame);
    }

    private final int[] strides;
    /** By axis, then place in the result; negative where there is no source. */
    private final int[][] sources;
    /** Axes that do not stay as they are, and those before them. */
    private final int rank;
    /** Elements of a run of the others. */
    private final int run;
    private final int rows;

    /**
     * A copy.
     *
     * @param from    shape of the input
     * @param sources by axis of the result, then place on it: the place in the input, or a negative number
     */
    IndexedCopy(Shape from, int[]... sources) {
        strides = from.strides();
        this.sources = sources;
        int outer = sources.length;
        while (outer > 1 && isIdentity(sources[outer - 1], from.get(outer - 1))) {
            outer--;
        }
        rank = outer;
        run = from.elements(rank, sources.length);
        rows = Arrays.stream(sources).limit(Math.max(rank - 1, 0)).mapToInt(table -> table.length).reduce(1,
                Math::multiplyExact);
    }

    /** The kernel where each element has a source. */
    Kernel kernel() {
        return kernel(frame -> Float.NaN);
    }

    /** The kernel. */
    Kernel kernel(Constant constant) {
        int[] line = rank == 0 ? new int[1] : sources[rank - 1];
        boolean scattered = run == 1 && isScattered(line);
        return Kernel.split(rows, (long) line.length * run, (frame, from, to) -> {
            float fill = constant.of(frame);
            Span out = frame.out();
            for (int row = from; row < to; row++) {
                int yAt = out.offset() + row * line.length * run;
                int at = rowOffset(row);
                if (at < 0) {
                    Arrays.fill(out.array(), yAt, yAt + line.length * run, fill);
                } else if (scattered) {
                    gather(frame.in(0), at, line, out.array(), yAt);
                } else {
                    copy(frame.in(0), at, line, out.array(), yAt, fill);
                }
            }
        });
    }

    private static boolean isIdentity(int[] table, int extent) {
        if (table.length != extent) {
            return false;
        }
        for (int i = 0; i < extent; i++) {
            if (table[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** Whether each element has a source and few are neighbours of those before. */
    private static boolean isScattered(int... line) {
        int runs = 0;
        for (int i = 0; i < line.length; i++) {
            if (line[i] < 0) {
                return false;
            }
            runs += i > 0 && line[i] == line[i - 1] + 1 ? 0 : 1;
        }
        return 4 * runs > line.length;
    }

    /** Where a row's source begins; negative if it has none. */
    private int rowOffset(int row) {
        int rest = row;
        int offset = 0;
        for (int axis = rank - 2; axis >= 0; axis--) {
            int source = sources[axis][rest % sources[axis].length];
            if (source < 0) {
                return -1;
            }
            offset += source * strides[axis];
            rest /= sources[axis].length;
        }
        return offset;
    }

    private static void gather(Span in, int at, int[] line, float[] y, int yAt) {
        float[] x = in.array();
        int xAt = in.offset() + at;
        for (int i = 0; i < line.length; i++) {
            y[yAt + i] = x[xAt + line[i]];
        }
    }

    private void copy(Span in, int at, int[] line, float[] y, int yAt, float fill) {
        float[] x = in.array();
        int xAt = in.offset() + at;
        for (int i = 0; i < line.length;) {
            int source = line[i];
            int n = 1;
            if (source < 0) {
                while (i + n < line.length && line[i + n] < 0) {
                    n++;
                }
                Arrays.fill(y, yAt + i * run, yAt + (i + n) * run, fill);
            } else {
                while (i + n < line.length && line[i + n] == source + n) {
                    n++;
                }
                System.arraycopy(x, xAt + source * run, y, yAt + i * run, n * run);
            }
            i += n;
        }
    }
}
