package adjoint.onnx.operator;

import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;

/**
 * Combines elements of the first input over some of its axes.
 *
 * <p>Where neighbours become one, rows are combined lane by lane. Where neighbours stay apart, as channels that come last, blocks of
 * them are combined at once, several terms side by side if they follow each other in memory. Few results of many terms are shared
 * by workers: each combines some of the terms, as many as the size alone says, so that results do not depend on the workers.
 */
final class ReductionKernel {

    /** Terms, or as many of them as are combined side by side, whose sum is added to others: a long sum would lose digits. */
    private static final int PART = 64;
    /** Elements that are worth another worker. */
    private static final int SHARE = 1 << 15;
    private static final int MAX_SHARES = 64;

    private final ReducedAxes axes;
    private final Combine combine;
    private final Loop.Unary before;
    private final Loop.Unary after;
    private final int results;
    private final int terms;
    /** Results side by side. */
    private final int run;
    private final int block;
    private final int blocksPerRun;
    /** Terms that are combined side by side. */
    private final int side;
    /** Terms of a share, the last of which may have fewer. */
    private final int share;
    private final int shares;

    /**
     * A kernel for some axes.
     *
     * @param axes    what is reduced
     * @param combine how
     * @param before  applied to each element before, in its place
     * @param after   applied to each result, in its place
     */
    static Kernel of(ReducedAxes axes, Combine combine, Loop.Unary before, Loop.Unary after) {
        ReductionKernel kernel = new ReductionKernel(axes, combine, before, after);
        if (axes.results() == 0 || axes.terms() == 0) {
            return Kernel.whole(kernel::fill).withBlocks(1, 1);
        }
        return kernel.kernel();
    }

    private ReductionKernel(ReducedAxes axes, Combine combine, Loop.Unary before, Loop.Unary after) {
        this.axes = axes;
        this.combine = combine;
        this.before = before;
        this.after = after;
        results = axes.results();
        terms = axes.terms();
        run = axes.reducedRun() > 0 ? 1 : Math.max(axes.keptRun(), 1);
        block = Math.min(run, Kernel.BLOCK);
        blocksPerRun = Math.ceilDiv(run, block);
        side = axes.areRows() && block == run ? Math.clamp(Kernel.BLOCK / block, 1, Math.max(terms, 1)) : 1;
        long most = Math.clamp((long) terms * block / SHARE, 1, Math.max(1, MAX_SHARES / Math.max(1, blocks())));
        share = Math.ceilDiv(Math.ceilDiv(Math.max(terms, 1), (int) most), side) * side;
        shares = Math.ceilDiv(Math.max(terms, 1), share);
    }

    private Kernel kernel() {
        if (axes.reducedRun() > 0) {
            return Kernel.split(results, terms, this::rows).withBlocks(3, Kernel.BLOCK);
        }
        Kernel kernel = Kernel.split(blocks() * shares, (long) share * block, this::shares)
                .withBlocks(3, side * block);
        return shares == 1 ? kernel : kernel.withLast(blocks() * shares * block, this::together);
    }

    private int blocks() {
        return results / run * blocksPerRun;
    }

    private void fill(Frame frame) {
        Span out = frame.out();
        float[] result = frame.block(0);
        result[0] = combine.neutral;
        after.run(result, result, 1);
        Arrays.fill(out.array(), out.offset(), out.offset() + out.size(), result[0]);
    }

    private void rows(Frame frame, int from, int to) {
        for (int first = from; first < to; first += Kernel.BLOCK) {
            int n = Math.min(Kernel.BLOCK, to - first);
            float[] block = frame.block(0);
            for (int i = 0; i < n; i++) {
                block[i] = row(frame, first + i);
            }
            after.run(block, block, n);
            System.arraycopy(block, 0, frame.out().array(), frame.out().offset() + first, n);
        }
    }

    private float row(Frame frame, int result) {
        Span in = frame.in(0);
        int xAt = in.offset() + axes.offset(result);
        int n = axes.reducedRun();
        double all = combine.neutral;
        for (int term = 0; term < terms; term += n) {
            all = combine.both(all, combine.row(in.array(), xAt + axes.term(term), n, before, frame.block(1),
                    frame.block(2)));
        }
        return (float) all;
    }

    private void shares(Frame frame, int from, int to) {
        float[] all = frame.block(0);
        for (int item = from; item < to; item++) {
            int result = result(item / shares);
            int n = width(item / shares);
            int first = item % shares * share;
            int end = Math.min(first + share, terms);
            int at = frame.in(0).offset() + axes.offset(result);
            Arrays.fill(all, 0, side * n, combine.neutral);
            for (int term = first; term < end; term += PART * side) {
                part(frame, at, term, Math.min(term + PART * side, end), n);
                combine.each(all, frame.block(1), side * n);
            }
            combine.foldParts(all, side, n, frame.block(1));
            if (shares == 1) {
                put(frame, result, n);
            } else {
                System.arraycopy(all, 0, frame.shared(), item * block, n);
            }
        }
    }

    /** Combines some terms of each of {@code n} results, several terms side by side, in block 1 by way of block 2. */
    private void part(Frame frame, int xAt, int from, int to, int n) {
        float[] x = frame.in(0).array();
        float[] part = frame.block(1);
        float[] row = frame.block(2);
        Arrays.fill(part, 0, side * n, combine.neutral);
        for (int term = from; term < to; term += side) {
            int count = Math.min(side, to - term) * n;
            System.arraycopy(x, xAt + axes.term(term), row, 0, count);
            before.run(row, row, count);
            combine.each(part, row, count);
        }
    }

    /** Combines what all shares have left. */
    private void together(Frame frame) {
        float[] all = frame.block(0);
        float[] one = frame.block(1);
        for (int i = 0; i < blocks(); i++) {
            int n = width(i);
            Arrays.fill(all, 0, n, combine.neutral);
            for (int item = i * shares; item < (i + 1) * shares; item++) {
                System.arraycopy(frame.shared(), item * block, one, 0, n);
                combine.each(all, one, n);
            }
            put(frame, result(i), n);
        }
    }

    /** The first result of a block. */
    private int result(int block) {
        return block / blocksPerRun * run + block % blocksPerRun * this.block;
    }

    /** Results of a block. */
    private int width(int block) {
        return Math.min(this.block, run - block % blocksPerRun * this.block);
    }

    /** Writes results from block 0. */
    private void put(Frame frame, int result, int n) {
        float[] all = frame.block(0);
        after.run(all, all, n);
        System.arraycopy(all, 0, frame.out().array(), frame.out().offset() + result, n);
    }
}
