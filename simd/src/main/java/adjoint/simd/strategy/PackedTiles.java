package adjoint.simd.strategy;

import adjoint.simd.Caches;
import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.InputRuns;
import adjoint.simd.kernel.PackedGemm12x2v;
import adjoint.simd.kernel.PackedGemm5x2v;
import adjoint.simd.kernel.PackedGemm6x2v;
import adjoint.simd.pack.OutputPlanes;
import adjoint.simd.pack.OutputUnits;
import adjoint.simd.pack.PackRows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tiles whose rows are written out before they are multiplied by panels: then one index serves all rows of a
 * tile, and sums stay in registers for {@link PackedGemm6x2v#MAX_LENGTH} steps, however short the runs. With 32 registers tiles that read
 * in place are as fast, but for filters whose panels do not stay in the second-level cache: these are read once for a few more pixels.
 *
 * <pre>
 * rows   pixel 0   some runs of its inputs, after each other      sums   panel 0   pixel 0   nr floats
 *        pixel 1   ...                                                             pixel 1   nr floats
 *        ...                                                             panel 1   ...
 * </pre>
 */
final class PackedTiles {

    private static final boolean MANY_REGISTERS = Lanes.REGISTERS >= 32;

    /** Vectors of a panel. */
    static final int VECTORS = 2;
    /** Rows of the highest tile. */
    static final int MR = MANY_REGISTERS ? PackedGemm12x2v.MR : PackedGemm6x2v.MR;

    /** Panels whose sums are kept at a time. */
    private static final int MAX_PANELS = 32;
    /** Pixels that are packed at a time: whole tiles, and few enough that their rows stay in half of a second-level cache. */
    private static final int PIXELS = 48;
    /** As many as that for panels that do not stay in the second-level cache: they are read again for the next pixels. */
    private static final int MANY_PIXELS = 2 * PIXELS;
    /** Rows behind the last pixel, of which the last tile makes sums that nobody reads. */
    private static final int REPEATED = MR - 1;
    /** Outputs whose sums are kept where tiles read in place would not be near their panels. */
    private static final int MAX_OUTPUTS = 256;
    /** Floats of the sums that are kept: a quarter of a second-level cache. */
    private static final int SUM_FLOATS = Caches.SECOND_LEVEL / 4;
    /** Panels from which on it pays to pack rows. */
    private static final int ENOUGH_PANELS = 3;
    /** Runs up to which it pays for fewer: sums that rest in memory between short runs take longer than packing. */
    private static final int SHORT_RUN_OF_TWO = 48;
    private static final int SHORT_RUN_OF_ONE = 12;
    /** Pixels below which it takes longer to read the panels again than packing saves. */
    private static final int LEAST_PIXELS = 32;
    /** Outputs of an item, and input channels, below which it does not pay to add tap by tap. */
    private static final int LEAST_OUTPUTS = 9;
    private static final int LEAST_CHANNELS = 32;

    private static final int NR = PackedGemm6x2v.NR;

    /**
     * How many are computed at a time.
     *
     * @param pixels      whose rows are packed, at most
     * @param outputs     whose sums are kept, at most: more than pixels where they are added up tap by tap
     * @param panels      at most, 0 if none
     * @param leastPanels fewer of an item are not packed
     */
    record Size(int pixels, int outputs, int panels, int leastPanels) {

        /** None. */
        static final Size NONE = new Size(0, 0, 0, 1);

        /**
         * The best for so many panels of two vectors.
         *
         * @param outputs of a phase in a band, at most
         * @param panels  of a phase, at most
         */
        static Size of(Gather g, Bands bands, int outputs, int panels) {
            int run = g.width().phases().stream().mapToInt(bands::longestRun).max().orElse(1);
            int least = leastPanels(run);
            if (MANY_REGISTERS && !isDeep(g) || bands.runStep() != 1 || panels < least) {
                return NONE;
            }
            int pixels = readsFarPanels(g) ? MANY_PIXELS : PIXELS;
            int most = readsFarPanels(g) ? MAX_PANELS / 2 : MAX_PANELS;
            boolean keepsAll = MANY_REGISTERS && outputs <= MAX_OUTPUTS;
            int sums = Math.max(pixels, keepsAll ? OutputPlanes.wholeBlocks(outputs) : 0);
            return new Size(pixels, sums, Math.clamp(SUM_FLOATS / (sums * NR), 1, Math.min(panels, most)), least);
        }

        private static int leastPanels(int run) {
            if (run > SHORT_RUN_OF_TWO) {
                return ENOUGH_PANELS;
            }
            return run > SHORT_RUN_OF_ONE ? 2 : 1;
        }

        /** Whether an item's panels of two vectors are computed so. */
        boolean takes(int itemPanels) {
            return panels > 0 && itemPanels >= leastPanels;
        }

        /**
         * Whether it pays to add up the outputs of an item tap by tap: where they are so few that the rectangles whose taps are the
         * same do not fill tiles, though those that a tap reaches do.
         *
         * @param outputs    outputs of a phase in an item
         * @param rectangles number of rectangles
         * @param channels   input channels: steps of a tap, between which sums are stored
         */
        boolean paysTapByTap(int outputs, int rectangles, int channels) {
            return rectangles > 1 && outputs >= LEAST_OUTPUTS && outputs <= this.outputs && channels >= LEAST_CHANNELS;
        }

        /** Floats of the workspace. */
        int floats() {
            return rowFloats() + sumFloats();
        }

        private int rowFloats() {
            return panels == 0 ? 0 : (pixels + REPEATED) * PackedGemm6x2v.PITCH;
        }

        private int sumFloats() {
            return panels * (outputs + REPEATED) * NR;
        }
    }

    private final Size size;
    private final float[] rows;
    private final float[] sums;
    private final int[] sumAt;
    /** Where each row of a tile starts that is the same for all. */
    private final int[] nowhere;

    /** For so many panels at a time. */
    PackedTiles(Size size) {
        this.size = size;
        this.rows = new float[size.rowFloats()];
        this.sums = new float[size.sumFloats()];
        this.sumAt = IntStream.range(0, size.outputs + REPEATED).map(i -> i * NR).toArray();
        this.nowhere = new int[sumAt.length];
    }

    /** Whether it pays for so many pixels. */
    static boolean pays(int pixels) {
        return pixels >= LEAST_PIXELS;
    }

    /** Whether the inputs of an output are so many that a panel of the widest tile takes more than a third of the second-level cache. */
    private static boolean isDeep(Gather g) {
        int taps = g.phases().stream().mapToInt(Phase::taps).max().orElse(0);
        return (long) taps * g.inChannels() * GatherTiles.WIDEST * Lanes.F32 > Caches.SECOND_LEVEL / 3;
    }

    /** Whether there are such tiles, and panels that are read from farther away than the second-level cache. */
    static boolean readsFarPanels(Gather g) {
        long floats = (long) g.inChannels() * g.outChannels();
        for (GatherAxis axis : List.of(g.depth(), g.height(), g.width())) {
            floats *= axis.phases().stream().mapToInt(phase -> phase.tapAt().length * phase.members()).sum();
        }
        return (!MANY_REGISTERS || isDeep(g)) && floats > Caches.SECOND_LEVEL;
    }

    /** Where the sums of a panel lie, the panels of this turn counted from 0. */
    int sumsAt(int panel) {
        return panel * (size.outputs + REPEATED) * NR;
    }

    /** The sums, a row of nr floats for each pixel. */
    float[] sums() {
        return sums;
    }

    /**
     * Computes the sums of some pixels for some panels, in the tensor or, for panels that are not one run there, here.
     *
     * @param count     number of pixels
     * @param a         their inputs
     * @param walk      where those of each pixel start, and where the pixel lies in the tensor
     * @param rectangle where they lie
     * @param b         the panels
     * @param bAt       where the first of them starts
     * @param bStep     from one panel to the next
     * @param units     where the units of each panel lie in the tensor
     * @param first     the first panel
     * @param end       behind the last
     * @param out       the tensor, null if no panel may be computed there
     */
    void compute(int count, float[] a, PixelWalk walk, Rectangle rectangle, float[] b, int bAt, int bStep,
            OutputUnits[] units, int first, int end, float[] out) {
        int[] runs = rectangle.runs();
        int from = 0;
        do {
            int to = rectangle.endOfPiece(from, PackedGemm6x2v.MAX_LENGTH);
            int steps = rectangle.steps(from, to);
            PackRows.run(rowsOf(count), walk.rowAt, runs, from, to, a, rows);
            for (int panel = first; panel < end; panel++) {
                int biasAt = bAt + (panel - first) * bStep;
                int stepAt = from == to ? biasAt : biasAt + NR + runs[from + InputRuns.STEP] * NR;
                int at = sumsAt(panel - first);
                boolean direct = to == runs.length && out != null && units[panel].isDirect();
                float[] c = direct ? out : sums;
                int[] outAt = direct ? walk.pixelAt : sumAt;
                int cAt = direct ? units[panel].firstAt() : at;
                if (from == 0) {
                    multiply(count, steps, b, stepAt, b, nowhere, biasAt, c, outAt, cAt);
                } else {
                    multiply(count, steps, b, stepAt, sums, sumAt, at, c, outAt, cAt);
                }
            }
            from = to;
        } while (from < runs.length);
    }

    /**
     * Starts sums of some pixels for some panels, to which {@link #add} adds.
     *
     * @param count  number of pixels
     * @param b      the panels
     * @param bAt    where the first of them starts
     * @param bStep  from one panel to the next
     * @param panels number of panels
     */
    void start(int count, float[] b, int bAt, int bStep, int panels) {
        for (int panel = 0; panel < panels; panel++) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(b, bAt + panel * bStep, sums, sumsAt(panel) + i * NR, NR);
            }
        }
    }

    /**
     * Adds what one tap brings to some of the sums.
     *
     * @param count number of pixels
     * @param a     their inputs
     * @param rowAt where those of each pixel start
     * @param addAt where its sums start, relative to those of a panel
     * @param tap   the tap's rectangle
     */
    void add(int count, float[] a, int[] rowAt, int[] addAt, Rectangle tap, float[] b, int bAt, int bStep, int panels) {
        int[] runs = tap.runs();
        for (int from = 0; from < runs.length; from += InputRuns.NUMBERS) {
            PackRows.run(rowsOf(count), rowAt, runs, from, from + InputRuns.NUMBERS, a, rows);
            for (int panel = 0; panel < panels; panel++) {
                int stepAt = bAt + panel * bStep + NR + runs[from + InputRuns.STEP] * NR;
                multiply(count, runs[from + InputRuns.LENGTH], b, stepAt, sums, addAt, sumsAt(panel), sums, addAt,
                        sumsAt(panel));
            }
        }
    }

    /** Rows of the tiles for so many pixels: behind the last pixel they repeat it. */
    private static int rowsOf(int count) {
        int row = 0;
        while (row < count) {
            row += rowsOfTile(count - row);
        }
        return row;
    }

    /** Rows of the tile for some that are left. */
    private static int rowsOfTile(int left) {
        if (MANY_REGISTERS && left > PackedGemm6x2v.MR) {
            return PackedGemm12x2v.MR;
        }
        return GatherTiles.fiveSuffice(left) ? PackedGemm5x2v.MR : PackedGemm6x2v.MR;
    }

    private void multiply(int count, int steps, float[] b, int bAt, float[] s, int[] startAt, int sAt, float[] c,
            int[] outAt, int cAt) {
        int row = 0;
        while (row < count) {
            int aAt = row * PackedGemm6x2v.PITCH;
            int mr = rowsOfTile(count - row);
            switch (mr) {
                case PackedGemm12x2v.MR ->
                    PackedGemm12x2v.run(steps, rows, aAt, b, bAt, s, startAt, sAt, c, outAt, cAt, row);
                case PackedGemm6x2v.MR ->
                    PackedGemm6x2v.run(steps, rows, aAt, b, bAt, s, startAt, sAt, c, outAt, cAt, row);
                default -> PackedGemm5x2v.run(steps, rows, aAt, b, bAt, s, startAt, sAt, c, outAt, cAt, row);
            }
            row += mr;
        }
    }
}
