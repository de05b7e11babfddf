package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[6][NR] = B[0] + sum over runs r and k of A[row i][run r][k] * B[1 + step of r + k][NR], with A read in place; NR is 2 vectors.
 *
 * <p>A: row i of the tile starts at {@code rowAt[i]}; a run is neighbouring floats, some way after that. B: packed, NR floats to start
 * with, then NR floats for each step. C: row i at {@code outAt[i]}, every element written; rows may coincide.
 *
 * <p>For 16 registers: 12 accumulators + 2 of B + 1 of A = 15. C2 lets accumulators that live through two loops have two registers each,
 * so they are kept in C between runs. With three vectors (4x3), or with two steps written out, it keeps some in memory at every step.
 */
public final class GatherGemm6x2v {

    /** Rows of a tile. */
    public static final int MR = 6;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private GatherGemm6x2v() {
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
     */
    public static void run(int[] runs, float[] a, int[] rowAt, float[] b, int bAt, float[] c, int[] outAt, int cAt,
            int row) {
        assert runs.length % InputRuns.NUMBERS == 0 && rowAt.length >= row + MR && outAt.length >= row + MR;
        FloatVector b0a = FloatVector.fromArray(S, b, bAt);
        FloatVector b0b = FloatVector.fromArray(S, b, bAt + Lanes.F32);
        b0a.intoArray(c, cAt + outAt[row + 0]);
        b0b.intoArray(c, cAt + outAt[row + 0] + Lanes.F32);
        b0a.intoArray(c, cAt + outAt[row + 1]);
        b0b.intoArray(c, cAt + outAt[row + 1] + Lanes.F32);
        b0a.intoArray(c, cAt + outAt[row + 2]);
        b0b.intoArray(c, cAt + outAt[row + 2] + Lanes.F32);
        b0a.intoArray(c, cAt + outAt[row + 3]);
        b0b.intoArray(c, cAt + outAt[row + 3] + Lanes.F32);
        b0a.intoArray(c, cAt + outAt[row + 4]);
        b0b.intoArray(c, cAt + outAt[row + 4] + Lanes.F32);
        b0a.intoArray(c, cAt + outAt[row + 5]);
        b0b.intoArray(c, cAt + outAt[row + 5] + Lanes.F32);
        for (int run = 0; run < runs.length; run += InputRuns.NUMBERS) {
            int at = runs[run + InputRuns.AT];
            int bk = bAt + NR + runs[run + InputRuns.STEP] * NR;
            int length = Math.min(runs[run + InputRuns.LENGTH], InputRuns.MAX_LENGTH);
            int a0 = rowAt[row + 0] + at;
            int a1 = rowAt[row + 1] + at;
            int a2 = rowAt[row + 2] + at;
            int a3 = rowAt[row + 3] + at;
            int a4 = rowAt[row + 4] + at;
            int a5 = rowAt[row + 5] + at;
            FloatVector c0a = FloatVector.fromArray(S, c, cAt + outAt[row + 0]);
            FloatVector c0b = FloatVector.fromArray(S, c, cAt + outAt[row + 0] + Lanes.F32);
            FloatVector c1a = FloatVector.fromArray(S, c, cAt + outAt[row + 1]);
            FloatVector c1b = FloatVector.fromArray(S, c, cAt + outAt[row + 1] + Lanes.F32);
            FloatVector c2a = FloatVector.fromArray(S, c, cAt + outAt[row + 2]);
            FloatVector c2b = FloatVector.fromArray(S, c, cAt + outAt[row + 2] + Lanes.F32);
            FloatVector c3a = FloatVector.fromArray(S, c, cAt + outAt[row + 3]);
            FloatVector c3b = FloatVector.fromArray(S, c, cAt + outAt[row + 3] + Lanes.F32);
            FloatVector c4a = FloatVector.fromArray(S, c, cAt + outAt[row + 4]);
            FloatVector c4b = FloatVector.fromArray(S, c, cAt + outAt[row + 4] + Lanes.F32);
            FloatVector c5a = FloatVector.fromArray(S, c, cAt + outAt[row + 5]);
            FloatVector c5b = FloatVector.fromArray(S, c, cAt + outAt[row + 5] + Lanes.F32);
            for (int k = 0; k < length; k++) {
                FloatVector ba = FloatVector.fromArray(S, b, bk);
                FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
                bk += NR;
                FloatVector v = FloatVector.broadcast(S, a[a0 + k]);
                c0a = v.fma(ba, c0a);
                c0b = v.fma(bb, c0b);
                v = FloatVector.broadcast(S, a[a1 + k]);
                c1a = v.fma(ba, c1a);
                c1b = v.fma(bb, c1b);
                v = FloatVector.broadcast(S, a[a2 + k]);
                c2a = v.fma(ba, c2a);
                c2b = v.fma(bb, c2b);
                v = FloatVector.broadcast(S, a[a3 + k]);
                c3a = v.fma(ba, c3a);
                c3b = v.fma(bb, c3b);
                v = FloatVector.broadcast(S, a[a4 + k]);
                c4a = v.fma(ba, c4a);
                c4b = v.fma(bb, c4b);
                v = FloatVector.broadcast(S, a[a5 + k]);
                c5a = v.fma(ba, c5a);
                c5b = v.fma(bb, c5b);
            }
            c0a.intoArray(c, cAt + outAt[row + 0]);
            c0b.intoArray(c, cAt + outAt[row + 0] + Lanes.F32);
            c1a.intoArray(c, cAt + outAt[row + 1]);
            c1b.intoArray(c, cAt + outAt[row + 1] + Lanes.F32);
            c2a.intoArray(c, cAt + outAt[row + 2]);
            c2b.intoArray(c, cAt + outAt[row + 2] + Lanes.F32);
            c3a.intoArray(c, cAt + outAt[row + 3]);
            c3b.intoArray(c, cAt + outAt[row + 3] + Lanes.F32);
            c4a.intoArray(c, cAt + outAt[row + 4]);
            c4b.intoArray(c, cAt + outAt[row + 4] + Lanes.F32);
            c5a.intoArray(c, cAt + outAt[row + 5]);
            c5b.intoArray(c, cAt + outAt[row + 5] + Lanes.F32);
        }
    }
}
