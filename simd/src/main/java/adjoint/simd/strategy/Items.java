package adjoint.simd.strategy;

import adjoint.simd.gather.Gather;

/**
 * How a gather is cut into items of work: one band of output rows of one plane of each phase, of one group and image, for a share of
 * the filter's panels. Counted from 0: shares innermost, then bands, planes, groups, images.
 */
final class Items {

    /** Items for each worker below which panels are shared out too, so that no worker waits long for the last item. */
    private static final int PER_WORKER = 8;

    private final int bands;
    private final int planes;
    private final int groups;
    private final int panels;
    private final int shares;
    private final int count;

    /**
     * Cuts.
     *
     * @param g       the problem
     * @param bands   number of bands of rows
     * @param panels  number of panels of the filter of one group
     * @param threads number of workers
     */
    Items(Gather g, int bands, int panels, int threads) {
        this.bands = bands;
        this.planes = g.depth().maxCount();
        this.groups = g.groups();
        this.panels = panels;
        int whole = g.outElements() == 0 ? 0 : Math.multiplyExact(g.batch() * groups, planes * bands);
        this.shares = threads == 1 || whole == 0
                ? 1
                : Math.clamp(Math.ceilDiv(PER_WORKER * threads, whole), 1, Math.max(1, panels));
        this.count = Math.multiplyExact(whole, shares);
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

    /** The first panel that an item has of a block, where {@code before} panels of other blocks are counted before it. */
    int firstPanel(int item, int before) {
        return Math.max(0, share(item % shares) - before);
    }

    /** Behind the last panel that an item has of a block of {@code count} panels; not above the first if it has none. */
    int endPanel(int item, int before, int count) {
        return Math.min(count, share(item % shares + 1) - before);
    }

    private int share(int index) {
        return (int) ((long) panels * index / shares);
    }
}
