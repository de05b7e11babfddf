package adjoint.cli.explain;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.Interval;
import adjoint.geometry.Padding;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One axis of an explanation.
 *
 * <p>The window of {@code span} places stands at each position of the result in turn. A convolution's window at {@code i} reads
 * the image at {@code i*stride + t*dilation - lo}. A transposed convolution's window at {@code j} of the uncut result reads the
 * input, stretched to one element every {@code stride} places, at {@code j - t*dilation}; position {@code p} of the result is
 * {@code j = p + lo}.
 *
 * @param operator   which way
 * @param name       depth, height or width
 * @param padding    the padding asked for
 * @param axis       the resolved numbers
 * @param admissible the x extents that belong to the y extent
 */
record AxisView(Operator operator, String name, Padding padding, Axis axis, Interval admissible) {

    /** Extent of the operator's input. */
    public int inputExtent() {
        return operator == Operator.CONV ? axis.xExtent() : axis.yExtent();
    }

    /** Extent of the operator's output. */
    public int outputExtent() {
        return operator == Operator.CONV ? axis.yExtent() : axis.xExtent();
    }

    /** Places that one window covers. */
    public int span() {
        return axis.window().span();
    }

    /** What the window slides over. */
    public Strip source() {
        return operator == Operator.CONV ? paddedImage() : stretchedInput();
    }

    /** What the window yields, uncut. */
    public Strip result() {
        if (operator == Operator.CONV) {
            return Strip.of(0, axis.yExtent(), i -> windowMeetsImage(i) ? Cell.OUTPUT : Cell.EMPTY);
        }
        BitSet met = metElements();
        return Strip.of((int) firstWindow(), (int) endWindow(), j -> {
            int p = j - axis.lo();
            if (p < 0 || p >= axis.xExtent()) {
                return Cell.DROPPED;
            }
            return met.get(p) ? Cell.OUTPUT : Cell.EMPTY;
        });
    }

    /** The longer of {@link #source} and {@link #result}, told without making them. */
    public long places() {
        if (operator == Operator.DECONV) {
            return endWindow() - firstWindow() + span() - 1;
        }
        long padding = axis.yExtent() == 0 ? 0 : (long) Math.max(0, axis.lo()) + Math.max(0, axis.hi());
        return Math.max(axis.yExtent(), axis.xExtent() + padding);
    }

    /** The input elements that have no part in the result. */
    public int[] unread() {
        int step = operator == Operator.CONV ? 1 : axis.stride();
        return IntStream.of(source().positions(Cell.UNREAD)).map(position -> position / step).toArray();
    }

    /** The elements of the result that no input reaches. */
    public int[] unreached() {
        int first = operator == Operator.CONV ? 0 : axis.lo();
        return IntStream.of(result().positions(Cell.EMPTY)).map(position -> position - first).toArray();
    }

    /** Zeros before the input. */
    public int paddingBefore() {
        return -source().start();
    }

    /** Zeros after the input. */
    public int paddingAfter() {
        return source().count(Cell.PADDING) - paddingBefore();
    }

    /** The source positions that the window reads at a result position, one for each tap. */
    public int[] reads(int result) {
        return IntStream.range(0, axis.kernel())
                .map(t -> operator == Operator.CONV ? axis.position(result, t) : result - t * axis.dilation())
                .toArray();
    }

    /** The result position whose window reads most padding beside some input; the first of several. The most telling one. */
    public int tellingPosition() {
        Strip source = source();
        List<Cell> cells = result().cells();
        return IntStream.range(0, cells.size()).filter(at -> cells.get(at) == Cell.OUTPUT)
                .map(at -> at + result().start()).boxed()
                .max(Comparator.<Integer>comparingLong(position -> paddingRead(source, position))
                        .thenComparing(Comparator.reverseOrder()))
                .orElse(result().start());
    }

    private long paddingRead(Strip source, int position) {
        return IntStream.of(reads(position)).filter(at -> source.cells().get(at - source.start()) == Cell.PADDING)
                .count();
    }

    private Strip paddedImage() {
        int x = axis.xExtent();
        int before = axis.yExtent() == 0 ? 0 : Math.max(0, axis.lo());
        int after = axis.yExtent() == 0 ? 0 : Math.max(0, axis.hi());
        BitSet met = metElements();
        return Strip.of(-before, x + after, p -> {
            if (p < 0 || p >= x) {
                return Cell.PADDING;
            }
            return met.get(p) ? Cell.INPUT : Cell.UNREAD;
        });
    }

    private Strip stretchedInput() {
        int stride = axis.stride();
        int stretched = axis.yExtent() == 0 ? 0 : (axis.yExtent() - 1) * stride + 1;
        return Strip.of((int) firstWindow() - span() + 1, (int) endWindow(), q -> {
            if (q < 0 || q >= stretched) {
                return Cell.PADDING;
            }
            if (q % stride != 0) {
                return Cell.STRETCH;
            }
            return windowMeetsImage(q / stride) ? Cell.INPUT : Cell.UNREAD;
        });
    }

    /** The x elements that some tap of some window meets. */
    private BitSet metElements() {
        BitSet met = new BitSet(axis.xExtent());
        for (int i = 0; i < axis.yExtent(); i++) {
            for (int t = 0; t < axis.kernel(); t++) {
                int p = axis.source(i, t);
                if (p != BorderMode.OUTSIDE) {
                    met.set(p);
                }
            }
        }
        return met;
    }

    /** Whether a tap of window {@code i} lies on the x side. If none does, y element {@code i} and the x side do not meet. */
    private boolean windowMeetsImage(int i) {
        return IntStream.range(0, axis.kernel()).anyMatch(t -> axis.source(i, t) != BorderMode.OUTSIDE);
    }

    /** The first position of a transposed convolution's uncut result: 0, or where negative padding puts the result's start. */
    private long firstWindow() {
        return Math.min(0, axis.lo());
    }

    /** The end of a transposed convolution's uncut result: that of the natural result, or of the longer one asked for. */
    private long endWindow() {
        long natural = axis.yExtent() == 0 ? 0 : axis.window().natural(axis.yExtent());
        return Math.max(natural, (long) axis.lo() + axis.xExtent());
    }
}
