package adjoint.simd.strategy;

import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import java.util.Arrays;

/** Goes through the pixels of a rectangle tile by tile: where each reads and where it is stored. */
final class PixelWalk {

    /** Where the inputs of each pixel of the tile start. */
    final int[] rowAt;
    /** Where channel 0 of the phase's first outputs of each pixel lies in the output. */
    final int[] pixelAt;

    /** The first pixel of each segment: pixels that lie evenly in the output. */
    final int[] segmentAt;

    private final int repeated;
    private int segments;
    private boolean isEven;
    private int tilePixels;
    private int bandRow;
    private int firstColumn;
    private int columns;
    private int inFirst;
    private int inStep;
    private int inRowStep;
    private int outFirst;
    private int outStep;
    private int outRowStep;
    private int pixels;
    /** The first pixel of the tile. */
    private int first;
    /** Behind its last. */
    private int done;
    private int row;
    private int column;

    /**
     * A walk.
     *
     * @param maxPixels pixels of the largest tile
     * @param repeated  places behind the last pixel of a tile
     */
    PixelWalk(int maxPixels, int repeated) {
        this.repeated = repeated;
        this.rowAt = new int[maxPixels + repeated];
        this.pixelAt = new int[maxPixels + repeated];
        this.segmentAt = new int[maxPixels];
    }

    /**
     * Starts with the part of a rectangle that lies in a band.
     *
     * @param tile   pixels of a tile
     * @param origin where output (q, band.from, 0) would read a tap of offset 0
     * @param outAt  where output 0 of the phase's first outputs in plane q lies
     * @return whether there are pixels
     */
    boolean start(int tile, Gather g, Bands bands, Band band, Rectangle rectangle, Phase phase,
            int q, int origin, int outAt) {
        int firstRow = Math.max(rectangle.rows().first(), band.from());
        int end = Math.min(rectangle.rows().end(), band.to());
        if (firstRow >= end || q < rectangle.planes().first() || q >= rectangle.planes().end()) {
            return false;
        }
        this.tilePixels = tile;
        bandRow = firstRow - band.from();
        firstColumn = rectangle.columns().first();
        columns = rectangle.columns().end() - firstColumn;
        inStep = bands.outputStep();
        inRowStep = bands.outputRowStep(band);
        outStep = phase.width().outStep() * g.out().width();
        outRowStep = phase.height().outStep() * g.out().height();
        inFirst = origin + bandRow * inRowStep + firstColumn * inStep;
        outFirst = outAt + firstRow * outRowStep + firstColumn * outStep;
        isEven = outRowStep == columns * outStep;
        pixels = (end - firstRow) * columns;
        done = 0;
        row = 0;
        column = 0;
        return true;
    }

    /** Pixels of the rectangle's part, those that are done included. */
    int pixels() {
        return pixels;
    }

    /**
     * Which of a band's pixels those of the tile are, behind the last of which it is repeated.
     *
     * @param bandColumns columns of the band
     * @param floats      for each pixel of the band
     * @param places      gets where they start
     */
    void placesInBand(int bandColumns, int floats, int[] places) {
        int count = 0;
        for (int i = first; i < done; i++) {
            places[count++] = ((bandRow + i / columns) * bandColumns + firstColumn + i % columns) * floats;
        }
        Arrays.fill(places, count, count + repeated, places[count - 1]);
    }

    /** Makes tiles of as even a size as can be, of at most so many pixels, and all but the last a multiple of so many. */
    void cutEvenly(int most, int multiple) {
        int tiles = Math.ceilDiv(pixels, most);
        tilePixels = Math.ceilDiv(Math.ceilDiv(pixels, tiles), multiple) * multiple;
    }

    /**
     * Goes to the next tile. The places behind its last pixel repeat it, so that whole tiles of a kernel can be computed.
     *
     * @return number of pixels in the tile, 0 if there are no more
     */
    int next() {
        int count = Math.min(tilePixels, pixels - done);
        if (count <= 0) {
            return 0;
        }
        segmentAt[0] = 0;
        segments = 1;
        for (int i = 0; i < count; i++) {
            rowAt[i] = inFirst + row * inRowStep + column * inStep;
            pixelAt[i] = outFirst + row * outRowStep + column * outStep;
            if (++column == columns) {
                column = 0;
                row++;
                if (!isEven && i + 1 < count) {
                    segmentAt[segments++] = i + 1;
                }
            }
        }
        Arrays.fill(rowAt, count, count + repeated, rowAt[count - 1]);
        Arrays.fill(pixelAt, count, count + repeated, pixelAt[count - 1]);
        first = done;
        done += count;
        return count;
    }

    /** Number of segments of the tile. */
    int segments() {
        return segments;
    }

    /** Whether segments are so long that it pays to make rows of a tile's pixels. */
    boolean hasLongSegments() {
        return isEven ? pixels >= Lanes.F32 : columns >= Lanes.F32;
    }
}
