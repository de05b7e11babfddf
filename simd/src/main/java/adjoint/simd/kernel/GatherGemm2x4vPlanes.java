package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[2][NR] = B[0] + sum over runs r and k of A[row i][run r][k] * B[1 + step of r + k][NR], with A read in place; NR is 4 vectors.
 *
 * <p>As {@link GatherGemm2x4v}, with the floats of a run {@code step} apart, a plane: channels first. Each float has an index check
 * of its own.
 */
public final class GatherGemm2x4vPlanes {

    /** Rows of a tile. */
    public static final int MR = 2;
    /** Floats in a row of a tile. */
    public static final int NR = 4 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private GatherGemm2x4vPlanes() {
    }

    /**
     * Computes one tile.
     *
     * @param runs  {@value InputRuns#NUMBERS} numbers for each run
     * @param a     the rows
     * @param rowAt where each of the rows starts in a
     * @param b     the panel
     * @param bAt   where it starts
     * @param c     the tile
     * @param outAt where each of the rows of C starts
     * @param cAt   what is added to that
     * @param row   the first of the MR rows to compute
     * @param step  from one float of a run to the next
     */
    public static void run(int[] runs, float[] a, int[] rowAt, float[] b, int bAt, float[] c, int[] outAt, int cAt,
            int row, int step) {
        assert runs.length % InputRuns.NUMBERS == 0 && rowAt.length >= row + MR && outAt.length >= row + MR;
        int r0 = rowAt[row + 0];
        int r1 = rowAt[row + 1];
        FloatVector c0a = FloatVector.fromArray(S, b, bAt);
        FloatVector c0b = FloatVector.fromArray(S, b, bAt + Lanes.F32);
        FloatVector c0c = FloatVector.fromArray(S, b, bAt + 2 * Lanes.F32);
        FloatVector c0d = FloatVector.fromArray(S, b, bAt + 3 * Lanes.F32);
        FloatVector c1a = c0a;
        FloatVector c1b = c0b;
        FloatVector c1c = c0c;
        FloatVector c1d = c0d;
        for (int run = 0; run < runs.length; run += InputRuns.NUMBERS) {
            int at = runs[run + InputRuns.AT];
            int bk = bAt + NR + runs[run + InputRuns.STEP] * NR;
            int length = Math.min(runs[run + InputRuns.LENGTH], InputRuns.MAX_LENGTH);
            int a0 = r0 + at;
            int a1 = r1 + at;
            int ak = 0;
            for (int k = 0; k < length; k++) {
                FloatVector ba = FloatVector.fromArray(S, b, bk);
                FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
                FloatVector bc = FloatVector.fromArray(S, b, bk + 2 * Lanes.F32);
                FloatVector bd = FloatVector.fromArray(S, b, bk + 3 * Lanes.F32);
                bk += NR;
                FloatVector v = FloatVector.broadcast(S, a[a0 + ak]);
                c0a = v.fma(ba, c0a);
                c0b = v.fma(bb, c0b);
                c0c = v.fma(bc, c0c);
                c0d = v.fma(bd, c0d);
                v = FloatVector.broadcast(S, a[a1 + ak]);
                c1a = v.fma(ba, c1a);
                c1b = v.fma(bb, c1b);
                c1c = v.fma(bc, c1c);
                c1d = v.fma(bd, c1d);
                ak += step;
            }
        }
        c0a.intoArray(c, cAt + outAt[row + 0]);
        c0b.intoArray(c, cAt + outAt[row + 0] + Lanes.F32);
        c0c.intoArray(c, cAt + outAt[row + 0] + 2 * Lanes.F32);
        c0d.intoArray(c, cAt + outAt[row + 0] + 3 * Lanes.F32);
        c1a.intoArray(c, cAt + outAt[row + 1]);
        c1b.intoArray(c, cAt + outAt[row + 1] + Lanes.F32);
        c1c.intoArray(c, cAt + outAt[row + 1] + 2 * Lanes.F32);
        c1d.intoArray(c, cAt + outAt[row + 1] + 3 * Lanes.F32);
    }
}
