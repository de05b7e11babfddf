package adjoint.simd.pack;

import adjoint.simd.Lanes;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.Zip;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Where the units of one panel go in a channels-first tensor, and how a tile of them gets there: transposed, so that each unit's
 * pixels make a row, and copied row by row. Units whose pixels alternate in the tensor (members of a phase along width) are copied
 * together.
 *
 * <pre>
 * tile   pixel 0   nr floats, one per unit      rows   unit 0   one float per pixel
 *        pixel 1   nr floats                           unit 1   ...
 * </pre>
 *
 * Rows are copied one after the other, and not block by block as they are transposed: planes may lie a power of two apart, in one
 * set of each cache, where a line that is written in two halves is evicted in between.
 */
public final class OutputPlanes {

    private final int units;
    private final int nr;
    private final int maxPixels;
    private final int[] unitAt;
    private final int together;
    private final int pixelStep;

    /**
     * The planes of a panel.
     *
     * @param units     number of units, at most nr
     * @param nr        floats in a row of the tile
     * @param maxPixels pixels of the largest tile, a multiple of {@link Transposition#ROWS}
     * @param pixelStep from one pixel to the next in a row of the tensor
     * @param unitAt    where each unit lies, relative to a pixel
     */
    public OutputPlanes(int units, int nr, int maxPixels, int pixelStep, IntUnaryOperator unitAt) {
        this.units = units;
        this.nr = nr;
        this.maxPixels = maxPixels;
        this.pixelStep = pixelStep;
        this.unitAt = IntStream.range(0, units).map(unitAt).toArray();
        this.together = pixelStep == 2 && alternate() ? 2 : 1;
    }

    private boolean alternate() {
        return units % 2 == 0
                && IntStream.range(0, units).allMatch(u -> unitAt[u] == unitAt[u - u % 2] + u % 2);
    }

    /**
     * From each unit to the next, where a kernel may write nr rows of pixels to the tensor.
     *
     * @return the distance, 0 if there are fewer units or they do not lie evenly, or pixels of a row are not neighbours
     */
    public int evenStep() {
        int step = units > 1 ? unitAt[1] - unitAt[0] : 0;
        boolean even = units == nr && pixelStep == 1
                && IntStream.range(0, units).allMatch(u -> unitAt[u] == unitAt[0] + u * step);
        return even ? step : 0;
    }

    /**
     * Where the first unit lies, relative to a pixel.
     *
     * @return the distance
     */
    public int firstAt() {
        return unitAt[0];
    }

    /**
     * Finishes rows that the kernel has written to the tensor.
     *
     * @param finish     the epilogue
     * @param pixels     number of pixels, which are neighbours
     * @param pixelAt    where the first of them lies in out
     * @param out        the tensor
     * @param residual   what is added, null if nothing
     * @param residualBy where the residual of an element lies, relative to the element
     */
    public void finishDirect(Finish finish, int pixels, int pixelAt, float[] out, float[] residual, int residualBy) {
        for (int at : unitAt) {
            finish.run(pixels, out, pixelAt + at, residual, pixelAt + at + residualBy);
        }
    }

    /**
     * Pixels of a tile for which {@link #store} reads sums: whole blocks, since it transposes whole blocks.
     *
     * @param pixels pixels of the tile
     * @return the number
     */
    public static int wholeBlocks(int pixels) {
        return Math.ceilDiv(pixels, Transposition.ROWS) * Transposition.ROWS;
    }

    /**
     * Floats that {@link #store} needs for rows.
     *
     * @param maxPixels pixels of the largest tile
     * @return the number
     */
    public static int rowFloats(int maxPixels) {
        return (Lanes.F32 + 1) * maxPixels;
    }

    /**
     * Finishes a tile and stores it.
     *
     * @param finish     the epilogue
     * @param pixels     number of pixels
     * @param tile       the sums, of {@link #wholeBlocks}
     * @param tileAt     where they start
     * @param rows       {@link #rowFloats} floats; overwritten
     * @param segmentAt  the first pixel of each segment: pixels that lie evenly in out
     * @param segments   number of segments
     * @param pixelAt    where each pixel lies in out
     * @param out        the tensor
     * @param residual   what is added, null if nothing
     * @param residualBy where the residual of an element lies, relative to the element
     */
    public void store(Finish finish, int pixels, float[] tile, int tileAt, float[] rows, int[] segmentAt,
            int segments, int[] pixelAt, float[] out, float[] residual, int residualBy) {
        int blocks = Math.ceilDiv(pixels, Transposition.ROWS);
        for (int first = 0; first < units; first += Lanes.F32) {
            Transposition.run(blocks, tile, tileAt + first, nr, Transposition.ROWS * nr, rows, 0, maxPixels,
                    Transposition.ROWS);
            int end = Math.min(units, first + Lanes.F32);
            storeRows(finish, pixels, first, end, rows, 0, rows, Lanes.F32 * maxPixels, segmentAt, segments, pixelAt,
                    out, residual, residualBy);
        }
    }

    /**
     * Finishes rows and stores them.
     *
     * @param finish     the epilogue
     * @param pixels     number of pixels
     * @param rows       the sums, a row for each unit; overwritten
     * @param rowsAt     where they start
     * @param scratch    floats for a row more; overwritten
     * @param segmentAt  the first pixel of each segment: pixels that lie evenly in out
     * @param segments   number of segments
     * @param pixelAt    where each pixel lies in out
     * @param out        the tensor
     * @param residual   what is added, null if nothing
     * @param residualBy where the residual of an element lies, relative to the element
     */
    public void storeRows(Finish finish, int pixels, float[] rows, int rowsAt, float[] scratch, int[] segmentAt,
            int segments, int[] pixelAt, float[] out, float[] residual, int residualBy) {
        storeRows(finish, pixels, 0, units, rows, rowsAt, scratch, 0, segmentAt, segments, pixelAt, out, residual,
                residualBy);
    }

    /** Finishes and stores units first..end-1. */
    private void storeRows(Finish finish, int pixels, int first, int end, float[] rows, int rowsAt, float[] scratch,
            int scratchAt, int[] segmentAt, int segments, int[] pixelAt, float[] out, float[] residual,
            int residualBy) {
        if (finish.changes()) {
            for (int unit = first; unit < end; unit++) {
                if (finish.addsResidual()) {
                    readResidual(unit, pixels, segmentAt, segments, pixelAt, residual, residualBy, scratch, scratchAt);
                }
                finish.run(pixels, rows, rowsAt + (unit - first) * maxPixels, scratch, scratchAt);
            }
        }
        for (int unit = first; unit < end; unit += together) {
            int rowAt = rowsAt + (unit - first) * maxPixels;
            for (int s = 0; s < segments; s++) {
                int from = segmentAt[s];
                int to = s + 1 < segments ? segmentAt[s + 1] : pixels;
                store(rows, rowAt + from, to - from, out, pixelAt[from] + unitAt[unit]);
            }
        }
    }

    private void readResidual(int unit, int pixels, int[] segmentAt, int segments, int[] pixelAt, float[] residual,
            int residualBy, float[] row, int rowAt) {
        for (int s = 0; s < segments; s++) {
            int from = segmentAt[s];
            int to = s + 1 < segments ? segmentAt[s + 1] : pixels;
            Strided.read(residual, pixelAt[from] + unitAt[unit] + residualBy, pixelStep, to - from, row,
                    rowAt + from);
        }
    }

    /** Copies the pixels of a segment of the units that go together. */
    private void store(float[] rows, int rowAt, int pixels, float[] out, int at) {
        if (together == 2) {
            Zip.run(2 * pixels, rows, rowAt, rowAt + maxPixels, out, at);
            return;
        }
        Strided.write(rows, rowAt, pixels, out, at, pixelStep);
    }
}
