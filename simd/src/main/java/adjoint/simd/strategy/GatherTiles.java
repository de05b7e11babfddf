package adjoint.simd.strategy;

import adjoint.simd.Lanes;
import adjoint.simd.NativeFloats;
import adjoint.simd.kernel.GatherGemm2x4v;
import adjoint.simd.kernel.GatherGemm2x4vLines;
import adjoint.simd.kernel.GatherGemm2x4vPlanes;
import adjoint.simd.kernel.GatherGemm3x3v;
import adjoint.simd.kernel.GatherGemm5x2v;
import adjoint.simd.kernel.GatherGemm5x3v;
import adjoint.simd.kernel.GatherGemm5x3vLines;
import adjoint.simd.kernel.GatherGemm5x3vPlanes;
import adjoint.simd.kernel.GatherGemm5x4v;
import adjoint.simd.kernel.GatherGemm5x4vLines;
import adjoint.simd.kernel.GatherGemm5x4vPlane;
import adjoint.simd.kernel.GatherGemm5x4vPlanes;
import adjoint.simd.kernel.GatherGemm6x2v;
import adjoint.simd.kernel.GatherGemm6x2vPlane;
import adjoint.simd.kernel.GatherGemm6x2vPlanes;
import adjoint.simd.kernel.GatherGemm7x2v;
import adjoint.simd.kernel.GatherGemm7x2vLines;
import adjoint.simd.kernel.GatherGemm7x2vPlanes;
import adjoint.simd.kernel.GatherGemm8x1v;
import adjoint.simd.kernel.GatherGemm8x1vPlanes;
import java.util.Arrays;

/** Which kernel multiplies rows by a panel of so many vectors: the tiles fit the {@link Lanes#REGISTERS}. */
final class GatherTiles {

    private static final boolean MANY_REGISTERS = Lanes.REGISTERS >= 32;

    /** Vectors of a panel. */
    static final int WIDEST = MANY_REGISTERS ? 4 : 2;

    /** Vectors of the widest panel that {@link #joins} makes. */
    static final int MAX_VECTORS = MANY_REGISTERS ? WIDEST : WIDEST + 1;

    /** Whether tiles add each run's products to C in memory, which should then stay in the first-level cache. */
    static final boolean ADD_TO_C = !MANY_REGISTERS;

    /** Rows of the highest tile. */
    static final int MAX_ROWS = GatherGemm8x1v.MR;

    private GatherTiles() {
    }

    /** Floats of a run from which on it pays to read panels from native memory: C2 begins a loop over a segment with some 60 instructions. */
    private static final int LONG_RUN = 64;

    /** Whether a vector that is left is computed together with the panel before it, for such a step of runs. */
    static boolean joins(int step) {
        return !MANY_REGISTERS && step == 1;
    }

    /**
     * The vectors of each panel: as many as can be, then what is left. A single vector is not left where it can be helped, since its
     * tile needs an input broadcast for each multiply-add: it joins the panel before it, or takes a vector of it.
     *
     * @param vectors of all panels
     * @param widest  vectors of a panel: 2, or 4
     * @param joins   whether a panel may have one vector more
     */
    static int[] panels(int vectors, int widest, boolean joins) {
        int[] panels = new int[Math.ceilDiv(vectors, widest)];
        Arrays.fill(panels, widest);
        int last = panels.length - 1;
        if (vectors % widest != 0) {
            panels[last] = vectors % widest;
        }
        if (last > 0 && panels[last] == 1 && joins) {
            panels[last - 1]++;
            return Arrays.copyOf(panels, last);
        }
        if (last > 0 && panels[last] == 1 && widest > 2) {
            panels[last - 1]--;
            panels[last]++;
        }
        return panels;
    }

    /** Rows of the tile for a panel of so many vectors. */
    static int rows(int vectors) {
        return switch (vectors) {
            case 4 -> GatherGemm5x4v.MR;
            case 3 -> MANY_REGISTERS ? GatherGemm5x3v.MR : GatherGemm3x3v.MR;
            case 2 -> MANY_REGISTERS ? GatherGemm7x2v.MR : GatherGemm6x2v.MR;
            default -> GatherGemm8x1v.MR;
        };
    }

    /** Its kernel. */
    static String kernel(int vectors) {
        return "GatherGemm" + rows(vectors) + "x" + vectors + "v";
    }

    /**
     * Computes one tile; see {@link GatherGemm5x4v#run}.
     *
     * @param vectors of the panel
     * @param left    rows that are wanted; the others of the tile repeat the last
     * @return number of rows that were computed
     */
    static int run(int vectors, int left, int[] runs, float[] a, int[] rowAt, float[] b, int bAt, float[] c,
            int[] outAt, int cAt, int row, int step) {
        if (vectors == 1) {
            runOneVector(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
        } else if (!MANY_REGISTERS && vectors == 2) {
            return runTwoVectors(left, runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
        } else if (!MANY_REGISTERS) {
            GatherGemm3x3v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
        } else if (step == 1) {
            runNeighbours(vectors, left, runs, a, rowAt, b, bAt, c, outAt, cAt, row);
        } else {
            runPlanes(vectors, left, runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
        }
        return rows(vectors);
    }

    /**
     * Whether panels of so many vectors should lie in native memory: where a vector is a cache line, so that each of an array mostly lies in
     * two.
     *
     * @param vectors of the narrowest panel
     * @param step    from one input of a run to the next
     * @param run     inputs of the longest run
     */
    static boolean wantLines(int vectors, int step, int run) {
        return Lanes.ARE_LINES && vectors > 1 && step == 1 && run >= LONG_RUN;
    }

    /** Computes one tile from runs of neighbours and a panel in native memory; else as {@link #run}. */
    static int runLines(int vectors, int left, int[] runs, float[] a, int[] rowAt, NativeFloats b, int bAt, float[] c,
            int[] outAt, int cAt, int row) {
        switch (vectors) {
            case 4 -> {
                if (left <= GatherGemm2x4vLines.MR) {
                    GatherGemm2x4vLines.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
                } else {
                    GatherGemm5x4vLines.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
                }
            }
            case 3 -> GatherGemm5x3vLines.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
            default -> GatherGemm7x2vLines.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
        }
        return rows(vectors);
    }

    private static void runOneVector(int[] runs, float[] a, int[] rowAt, float[] b, int bAt, float[] c, int[] outAt,
            int cAt, int row, int step) {
        if (step == 1) {
            GatherGemm8x1v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
        } else {
            GatherGemm8x1vPlanes.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
        }
    }

    /** Computes one tile of some vectors with 32 registers, from runs of neighbours. */
    private static void runNeighbours(int vectors, int left, int[] runs, float[] a, int[] rowAt, float[] b, int bAt,
            float[] c, int[] outAt, int cAt, int row) {
        switch (vectors) {
            case 4 -> {
                if (left <= GatherGemm2x4v.MR) {
                    GatherGemm2x4v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
                } else {
                    GatherGemm5x4v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
                }
            }
            case 3 -> GatherGemm5x3v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
            default -> GatherGemm7x2v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
        }
    }

    /** Likewise from planes. */
    private static void runPlanes(int vectors, int left, int[] runs, float[] a, int[] rowAt, float[] b, int bAt,
            float[] c, int[] outAt, int cAt, int row, int step) {
        switch (vectors) {
            case 4 -> {
                if (left <= GatherGemm2x4v.MR) {
                    GatherGemm2x4vPlanes.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
                } else if (areNeighbours(rowAt, row, left, GatherGemm5x4v.MR)) {
                    GatherGemm5x4vPlane.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
                } else {
                    GatherGemm5x4vPlanes.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
                }
            }
            case 3 -> GatherGemm5x3vPlanes.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
            default -> GatherGemm7x2vPlanes.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
        }
    }

    /** Whether the rows of a tile, all of which are wanted, are pixels side by side. */
    private static boolean areNeighbours(int[] rowAt, int row, int left, int mr) {
        return left >= mr && rowAt[row + mr - 1] - rowAt[row] == mr - 1;
    }

    /** Whether tiles of five of the rows that are left are as few as tiles of six. */
    static boolean fiveSuffice(int left) {
        return left <= Math.ceilDiv(left, GatherGemm6x2v.MR) * GatherGemm5x2v.MR;
    }

    /** Computes one tile of two vectors with 16 registers. */
    private static int runTwoVectors(int left, int[] runs, float[] a, int[] rowAt, float[] b, int bAt, float[] c,
            int[] outAt, int cAt, int row, int step) {
        if (step == 1) {
            if (fiveSuffice(left)) {
                GatherGemm5x2v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
                return GatherGemm5x2v.MR;
            }
            GatherGemm6x2v.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row);
        } else if (areNeighbours(rowAt, row, left, GatherGemm6x2v.MR)) {
            GatherGemm6x2vPlane.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
        } else {
            GatherGemm6x2vPlanes.run(runs, a, rowAt, b, bAt, c, outAt, cAt, row, step);
        }
        return GatherGemm6x2v.MR;
    }
}
