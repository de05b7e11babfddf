package adjoint.simd.pack;

import adjoint.epilogue.Epilogue;
import adjoint.simd.Caches;
import adjoint.simd.kernel.Finish;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Where the units of one panel go in the caller's tensor, and how a tile of them gets there.
 *
 * <pre>
 * tile   pixel 0   nr floats, one per unit, those beyond the last meaningless
 *        pixel 1   nr floats
 * </pre>
 *
 * Units that are neighbours in the tensor too form a run. A panel that is one full run needs no tile: the kernel writes to the
 * tensor itself.
 */
public final class OutputUnits {

    private final int nr;
    private final int[] runUnit;
    private final int[] runAt;
    private final int[] runLength;

    /**
     * The runs of a panel.
     *
     * @param units  number of units, at most nr
     * @param nr     floats in a row of the tile
     * @param unitAt where each unit lies, relative to a pixel
     */
    public OutputUnits(int units, int nr, IntUnaryOperator unitAt) {
        this.nr = nr;
        int[] starts = IntStream.range(0, units)
                .filter(u -> u == 0 || unitAt.applyAsInt(u) != unitAt.applyAsInt(u - 1) + 1).toArray();
        this.runUnit = starts;
        this.runAt = IntStream.of(starts).map(unitAt).toArray();
        this.runLength = new int[starts.length];
        for (int run = 0; run < starts.length; run++) {
            runLength[run] = (run + 1 < starts.length ? starts[run + 1] : units) - starts[run];
        }
    }

    /**
     * Whether the kernel may write whole rows to the tensor.
     *
     * @return true if all nr floats of a row are one run
     */
    public boolean isDirect() {
        return runLength.length == 1 && runLength[0] == nr;
    }

    /**
     * Units of the longest run.
     *
     * @return the count
     */
    public int longestRun() {
        return IntStream.of(runLength).max().orElse(0);
    }

    /**
     * Where the first unit lies, relative to a pixel.
     *
     * @return the distance
     */
    public int firstAt() {
        return runAt[0];
    }

    /**
     * Reads a float of each line of a pixel's units, so that they come into the caches.
     *
     * @param tensor the tensor
     * @param at     where a pixel lies in it
     * @return a sum of what was read: somebody must want it, or nothing is read
     */
    public float touch(float[] tensor, int at) {
        float sum = 0;
        for (int run = 0; run < runAt.length; run++) {
            int end = at + runAt[run] + runLength[run];
            for (int line = at + runAt[run]; line < end; line += Caches.LINE) {
                sum += tensor[line];
            }
        }
        return sum;
    }

    /**
     * Finishes rows that the kernel has written to the tensor.
     *
     * @param finish     the epilogue
     * @param pixels     number of pixels
     * @param pixelAt    where each pixel lies in out
     * @param out        the tensor
     * @param residual   what is added, null if nothing
     * @param residualBy where the residual of an element lies, relative to the element
     */
    public void finishDirect(Finish finish, int pixels, int[] pixelAt, float[] out, float[] residual, int residualBy) {
        if (pixelAt[pixels - 1] == pixelAt[0] + (pixels - 1) * nr) {
            int at = pixelAt[0] + runAt[0];
            finish.run(pixels * nr, out, at, residual, at + residualBy);
        } else {
            finish.rows(pixels, pixelAt, runAt[0], nr, out, residual, residualBy);
        }
    }

    /**
     * Finishes a tile and stores it.
     *
     * @param finish     the epilogue
     * @param pixels     number of pixels
     * @param tile       the sums; overwritten
     * @param tileAt     where they start
     * @param pixelAt    where each pixel lies in out
     * @param out        the tensor
     * @param residual   what is added, null if nothing
     * @param residualBy where the residual of an element lies, relative to the element
     */
    public void store(Finish finish, int pixels, float[] tile, int tileAt, int[] pixelAt, float[] out,
            float[] residual, int residualBy) {
        if (finish.residual() == Epilogue.Residual.BEFORE_ACTIVATION) {
            add(pixels, residual, residualBy, pixelAt, tile, tileAt);
        }
        finish.activate(pixels * nr, tile, tileAt);
        if (finish.residual() == Epilogue.Residual.AFTER_ACTIVATION) {
            add(pixels, residual, residualBy, pixelAt, tile, tileAt);
        }
        for (int run = 0; run < runUnit.length; run++) {
            if (runLength[run] >= CopyRuns.MIN_LENGTH) {
                CopyRuns.run(pixels, runLength[run], tile, tileAt + runUnit[run], nr, out, pixelAt, runAt[run]);
            } else {
                // A few floats each: a call for each copy would take longer than they do.
                for (int unit = 0; unit < runLength[run]; unit++) {
                    int from = tileAt + runUnit[run] + unit;
                    int at = runAt[run] + unit;
                    for (int i = 0; i < pixels; i++) {
                        out[at + pixelAt[i]] = tile[i * nr + from];
                    }
                }
            }
        }
    }

    private void add(int pixels, float[] residual, int residualBy, int[] pixelAt, float[] tile, int tileAt) {
        for (int run = 0; run < runUnit.length; run++) {
            AddRuns.run(pixels, runLength[run], residual, pixelAt, runAt[run] + residualBy, tile, tileAt + runUnit[run],
                    nr);
        }
    }
}
