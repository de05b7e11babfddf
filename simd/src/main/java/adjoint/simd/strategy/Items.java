package adjoint.simd.strategy;

import adjoint.simd.Caches;
import adjoint.simd.gather.Gather;
import java.util.stream.IntStream;

/**
 * How a gather is cut into items of work: one band of output rows of one plane of each phase, of one group and image, for a share of
 * the filter's panels. Counted from 0: shares innermost, then bands, planes, groups, images.
 *
 * <p>The panels of all blocks follow each other, and a share is some neighbours. But where the outputs of phases along width take turns
 * within cache lines, a share is some panels of each block: two workers on different phases would keep writing to the
 * same lines.
 */
final class Items {

    /** Items wanted for each worker, so that none waits long for the last item. */
    private static final int PER_WORKER = 8;
    /** Items for each worker from which on panels stay together: a share of few would not be packed, nor its inputs read once. */
    private static final int ENOUGH = 4;

    private final int bands;
    private final int planes;
    private final int groups;
    /** Where the panels of each block start among all, and behind the last. */
    private final int[] starts;
    private final boolean ofEachBlock;
    private final int shares;
    private final int count;

    /**
     * Cuts.
     *
     * @param g       the problem
     * @param bands   number of bands of rows
     * @param threads number of workers
     * @param panels  number of panels of the filter of one group, for each block of outputs
     */
    Items(Gather g, int bands, int threads, int... panels) {
        this(g, bands, threads, 1, panels);
    }

    /**
     * Cuts.
     *
     * @param g        the problem
     * @param bands    number of bands of rows
     * @param threads  number of workers
     * @param together panels that a share should have at least
     * @param panels   number of panels of the filter of one group, for each block of outputs
     */
    Items(Gather g, int bands, int threads, int together, int[] panels) {
        this.bands = bands;
        this.planes = g.depth().maxCount();
        this.groups = g.groups();
        this.starts = new int[panels.length + 1];
        for (int block = 0; block < panels.length; block++) {
            starts[block + 1] = starts[block] + panels[block];
        }
        this.ofEachBlock = g.width().phases().size() > 1 && g.out().width() < Caches.LINE;
        int most = ofEachBlock ? IntStream.of(panels).min().orElse(0) : starts[panels.length];
        int whole = g.outElements() == 0 ? 0 : Math.multiplyExact(g.batch() * groups, planes * bands);
        this.shares = threads == 1 || whole == 0 || whole >= ENOUGH * threads
                ? 1
                : even(Math.clamp(Math.ceilDiv(PER_WORKER * threads, whole), 1, Math.max(1, most / together)), threads);
        this.count = Math.multiplyExact(whole, shares);
    }

    /** As many for each worker, if there is one for each. */
    private static int even(int shares, int threads) {
        return shares < threads ? shares : shares - shares % threads;
    }

    /** Bands of rows below which there would be too few items. */
    static int leastBands(Gather g, int panels, int threads) {
        long others = Math.max(1, (long) g.batch() * g.groups() * g.depth().maxCount() * panels);
        return threads == 1 ? 1 : (int) Math.ceilDiv(PER_WORKER * threads, others);
    }

    int count() {
        return count;
    }

    /** A number that items have in common if they read the same inputs. */
    int inputs(int item) {
        return item / shares;
    }

    int band(int item) {
        return item / shares % bands;
    }

    int plane(int item) {
        return item / shares / bands % planes;
    }

    int group(int item) {
        return item / shares / bands / planes % groups;
    }

    int image(int item) {
        return item / shares / bands / planes / groups;
    }

    /** The first panel that an item has of a block. */
    int firstPanel(int item, int block) {
        return panel(item % shares, block);
    }

    /** Behind the last panel that an item has of a block. */
    int endPanel(int item, int block) {
        return panel(item % shares + 1, block);
    }

    private int panel(int share, int block) {
        int count = starts[block + 1] - starts[block];
        return ofEachBlock
                ? cut(count, share)
                : Math.clamp(cut(starts[starts.length - 1], share) - starts[block], 0, count);
    }

    private int cut(int panels, int share) {
        return (int) ((long) panels * share / shares);
    }
}
