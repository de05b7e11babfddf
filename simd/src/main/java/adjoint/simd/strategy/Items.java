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

    /** First panel of the item. */
    int firstPanel(int item) {
        return (int) ((long) panels * (item % shares) / shares);
    }

    /** Behind the last panel of the item. */
    int endPanel(int item) {
        return (int) ((long) panels * (item % shares + 1) / shares);
    }
}
