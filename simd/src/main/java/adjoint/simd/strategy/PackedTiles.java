package adjoint.simd.strategy;

import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.kernel.PackedGemm5x2v;
import adjoint.simd.kernel.PackedGemm6x2v;
import adjoint.simd.pack.PackRows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tiles for 16 registers whose rows are written out before they are multiplied by several panels: then one index serves all rows of a
 * tile, and sums stay in registers for {@link PackedGemm6x2v#MAX_LENGTH} steps, however short the runs.
 *
 * <pre>
 * rows   pixel 0   some runs of its inputs, after each other      sums   panel 0   pixel 0   nr floats
 *        pixel 1   ...                                                             pixel 1   nr floats
 *        ...                                                             panel 1   ...
 * </pre>
 */
final class PackedTiles {

    /** Panels whose sums are kept at a time. */
    private static final int MAX_PANELS = 32;
    /** Pixels that are packed at a time: whole tiles, and few enough that their rows stay in half of a second-level cache. */
    private static final int PIXELS = 48;
    /** As many as that for panels that do not stay in a second-level cache of 1 MB: they are read again for the next pixels. */
    private static final int MANY_PIXELS = 2 * PIXELS;
    private static final int NEAR_FLOATS = 256 * 1024;
    /** Rows behind the last pixel, of which the last tile makes sums that nobody reads. */
    private static final int REPEATED = PackedGemm6x2v.MR - 1;
    /** Panels below which packing takes longer than it saves. */
    private static final int LEAST_PANELS = 3;
    /** Pixels below which it takes longer to read the panels again than packing saves. */
    private static final int LEAST_PIXELS = 32;

    private static final int NR = PackedGemm6x2v.NR;

    /**
     * How many are computed at a time.
     *
     * @param pixels at most
     * @param panels at most, 0 if none
     */
    record Size(int pixels, int panels) {

        /** None. */
        static final Size NONE = new Size(0, 0);

        /** The best for so many panels of two vectors. */
        static Size of(Gather g, Bands bands, int panels) {
            if (Lanes.REGISTERS >= 32 || bands.runStep() != 1 || panels < LEAST_PANELS) {
                return NONE;
            }
            return readsFarPanels(g)
                    ? new Size(MANY_PIXELS, Math.min(panels, MAX_PANELS / 2))
                    : new Size(PIXELS, Math.min(panels, MAX_PANELS));
        }

        /** Whether an item's panels of two vectors are computed so. */
        boolean takes(int itemPanels) {
            return panels > 0 && itemPanels >= LEAST_PANELS;
        }

        /** Floats of the workspace. */
        int floats() {
            return rowFloats() + sumFloats();
        }

        private int rowFloats() {
            return panels == 0 ? 0 : (pixels + REPEATED) * PackedGemm6x2v.PITCH;
        }

        private int sumFloats() {
            return panels * (pixels + REPEATED) * NR;
        }
    }

    private final Size size;
    private final float[] rows;
    private final float[] sums;
    private final int[] sumAt;

    /** For so many panels at a time. */
    PackedTiles(Size size) {
        this.size = size;
        this.rows = new float[size.rowFloats()];
        this.sums = new float[size.sumFloats()];
        this.sumAt = IntStream.range(0, size.pixels + REPEATED).map(i -> i * NR).toArray();
    }

    /** Whether it pays for so many pixels. */
    static boolean pays(int pixels) {
        return pixels >= LEAST_PIXELS;
    }

    /** Whether there are such tiles, and panels that are read from farther away than the second-level cache. */
    static boolean readsFarPanels(Gather g) {
        long floats = (long) g.inChannels() * g.outChannels();
        for (GatherAxis axis : List.of(g.depth(), g.height(), g.width())) {
            floats *= axis.phases().stream().mapToInt(phase -> phase.tapAt().length * phase.members()).sum();
        }
        return Lanes.REGISTERS < 32 && floats > NEAR_FLOATS;
    }

    /** Where the sums of a panel lie, the panels of this turn counted from 0. */
    int sumsAt(int panel) {
        return panel * (size.pixels + REPEATED) * NR;
    }

    /** The sums, a row of nr floats for each pixel. */
    float[] sums() {
        return sums;
    }

    /**
     * Computes the sums of some pixels for some panels.
     *
     * @param count  number of pixels
     * @param a      their inputs
     * @param rowAt  where those of each pixel start
     * @param rectangle where they lie
     * @param b      the panels
     * @param bAt    where the first of them starts
     * @param bStep  from one panel to the next
     * @param panels number of panels
     */
    void compute(int count, float[] a, int[] rowAt, Rectangle rectangle, float[] b, int bAt, int bStep, int panels) {
        for (int panel = 0; panel < panels; panel++) {
            for (int i = 0; i < count + REPEATED; i++) {
                System.arraycopy(b, bAt + panel * bStep, sums, sumsAt(panel) + i * NR, NR);
            }
        }
        int[] runs = rectangle.runs();
        int from = 0;
        while (from < runs.length) {
            int to = rectangle.endOfPiece(from, PackedGemm6x2v.MAX_LENGTH);
            int steps = rectangle.steps(from, to);
            PackRows.run(count, rowAt, runs, from, to, a, rows);
            for (int panel = 0; panel < panels; panel++) {
                multiply(count, steps, b, bAt + panel * bStep + NR + runs[from + 1] * NR, sumsAt(panel));
            }
            from = to;
        }
    }

    private void multiply(int count, int steps, float[] b, int bAt, int cAt) {
        int row = 0;
        while (row < count) {
            int left = count - row;
            int aAt = row * PackedGemm6x2v.PITCH;
            if (GatherTiles.fiveSuffice(left)) {
                PackedGemm5x2v.run(steps, rows, aAt, b, bAt, sums, sumAt, cAt, row);
                row += PackedGemm5x2v.MR;
            } else {
                PackedGemm6x2v.run(steps, rows, aAt, b, bAt, sums, sumAt, cAt, row);
                row += PackedGemm6x2v.MR;
            }
        }
    }
}
