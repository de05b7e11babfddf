package adjoint.onnx.operator;

import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;

/**
 * Combines elements of the first input over some of its axes.
 *
 * <p>Where neighbours become one, rows are combined lane by lane; where neighbours stay apart, as channels that come last, whole
 * blocks of them are combined at once.
 */
final class ReductionKernel {

    /** Results that are computed side by side, or terms of one that are mapped at once. */
    private static final int BLOCK = 512;
    /** Terms, and again sums of them, whose sum is added to that of those before: a long sum of floats would lose digits. */
    private static final int PART = 64;

    private final ReducedAxes axes;
    private final Combine combine;
    private final Loop.Unary before;
    private final Loop.Unary after;
    private final int run;
    private final int block;
    private final int blocksPerRun;

    /**
     * A kernel for some axes.
     *
     * @param axes    what is reduced
     * @param combine how
     * @param before  applied to each element before
     * @param after   applied to each result
     */
    static Kernel of(ReducedAxes axes, Combine combine, Loop.Unary before, Loop.Unary after) {
        ReductionKernel kernel = new ReductionKernel(axes, combine, before, after);
        if (axes.results() == 0 || axes.terms() == 0) {
            return Kernel.whole(kernel::fill);
        }
        return kernel.kernel();
    }

    private ReductionKernel(ReducedAxes axes, Combine combine, Loop.Unary before, Loop.Unary after) {
        this.axes = axes;
        this.combine = combine;
        this.before = before;
        this.after = after;
        run = axes.reducedRun() > 0 ? 1 : Math.max(axes.keptRun(), 1);
        block = Math.min(run, BLOCK);
        blocksPerRun = Math.ceilDiv(run, block);
    }

    private Kernel kernel() {
        if (axes.reducedRun() > 0) {
            return Kernel.split(axes.results(), axes.terms(), this::rows).withScratch(Combine.LANES + BLOCK);
        }
        return Kernel.split(axes.results() / run * blocksPerRun, (long) axes.terms() * block, this::blocks)
                .withScratch(3 * block);
    }

    private void fill(Frame frame) {
        Span out = frame.out();
        Arrays.fill(out.array(), out.offset(), out.offset() + out.size(), combine.neutral);
        after.run(out.array(), out.offset(), out.array(), out.offset(), out.size());
    }

    private void rows(Frame frame, int from, int to) {
        Span in = frame.in(0);
        Span out = frame.out();
        int n = axes.reducedRun();
        for (int result = from; result < to; result++) {
            int yAt = out.offset() + result;
            int xAt = in.offset() + axes.offset(result);
            double all = combine.neutral;
            for (int term = 0; term < axes.terms(); term += n) {
                all = combine.both(all, row(in.array(), xAt + axes.term(term), n, frame.scratch()));
            }
            out.array()[yAt] = (float) all;
            after.run(out.array(), yAt, out.array(), yAt, 1);
        }
    }

    private double row(float[] x, int xAt, int n, float[] scratch) {
        double all = combine.neutral;
        for (int at = 0; at < n; at += BLOCK) {
            int count = Math.min(BLOCK, n - at);
            before.run(x, xAt + at, scratch, Combine.LANES, count);
            all = combine.both(all, combine.row(scratch, Combine.LANES, count, scratch));
        }
        return all;
    }

    private void blocks(Frame frame, int from, int to) {
        Span in = frame.in(0);
        Span out = frame.out();
        float[] scratch = frame.scratch();
        int terms = axes.terms();
        for (int item = from; item < to; item++) {
            int first = item / blocksPerRun * run + item % blocksPerRun * block;
            int n = Math.min(block, run - item % blocksPerRun * block);
            int xAt = in.offset() + axes.offset(first);
            int yAt = out.offset() + first;
            Arrays.fill(out.array(), yAt, yAt + n, combine.neutral);
            for (int part = 0; part < terms; part += PART * PART) {
                Arrays.fill(scratch, 0, n, combine.neutral);
                for (int start = part; start < Math.min(part + PART * PART, terms); start += PART) {
                    part(in.array(), xAt, start, Math.min(start + PART, terms), n, scratch);
                    combine.each(scratch, 0, scratch, block, n);
                }
                combine.each(out.array(), yAt, scratch, 0, n);
            }
            after.run(out.array(), yAt, out.array(), yAt, n);
        }
    }

    /** Combines some terms of each of {@code n} results in the second block of the scratch memory, by way of the third. */
    private void part(float[] x, int xAt, int from, int to, int n, float[] scratch) {
        Arrays.fill(scratch, block, block + n, combine.neutral);
        for (int term = from; term < to; term++) {
            before.run(x, xAt + axes.term(term), scratch, 2 * block, n);
            combine.each(scratch, block, scratch, 2 * block, n);
        }
    }
}
