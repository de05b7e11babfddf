package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[5][NR] = B[0] + sum over runs r and k of A[row i][run r][k] * B[1 + step of r + k][NR], with A read in place; NR is 3 vectors.
 *
 * <p>A: row i of the tile starts at {@code rowAt[i]}; a run is neighbouring floats some way after that. B: packed, NR floats to start
 * with, then NR floats for each step. C: row i at {@code outAt[i]}, every element written; rows may coincide.
 *
 * <p>For units that fill three vectors. Registers: 15 accumulators + 3 of B + 1 of A = 19 of 32.
 */
public final class GatherGemm5x3v {

    /** Rows of a tile. */
    public static final int MR = 5;
    /** Floats in a row of a tile. */
    public static final int NR = 3 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private GatherGemm5x3v() {
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
        int r0 = rowAt[row + 0];
        int r1 = rowAt[row + 1];
        int r2 = rowAt[row + 2];
        int r3 = rowAt[row + 3];
        int r4 = rowAt[row + 4];
        FloatVector c0a = FloatVector.fromArray(S, b, bAt);
        FloatVector c0b = FloatVector.fromArray(S, b, bAt + Lanes.F32);
        FloatVector c0c = FloatVector.fromArray(S, b, bAt + 2 * Lanes.F32);
        FloatVector c1a = c0a;
        FloatVector c1b = c0b;
        FloatVector c1c = c0c;
        FloatVector c2a = c0a;
        FloatVector c2b = c0b;
        FloatVector c2c = c0c;
        FloatVector c3a = c0a;
        FloatVector c3b = c0b;
        FloatVector c3c = c0c;
        FloatVector c4a = c0a;
        FloatVector c4b = c0b;
        FloatVector c4c = c0c;
        for (int run = 0; run < runs.length; run += InputRuns.NUMBERS) {
            int at = runs[run + InputRuns.AT];
            int bk = bAt + NR + runs[run + InputRuns.STEP] * NR;
            int length = Math.min(runs[run + InputRuns.LENGTH], InputRuns.MAX_LENGTH);
            int a0 = r0 + at;
            int a1 = r1 + at;
            int a2 = r2 + at;
            int a3 = r3 + at;
            int a4 = r4 + at;
            for (int k = 0; k < length; k++) {
                FloatVector ba = FloatVector.fromArray(S, b, bk);
                FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
                FloatVector bc = FloatVector.fromArray(S, b, bk + 2 * Lanes.F32);
                bk += NR;
                FloatVector v = FloatVector.broadcast(S, a[a0 + k]);
                c0a = v.fma(ba, c0a);
                c0b = v.fma(bb, c0b);
                c0c = v.fma(bc, c0c);
                v = FloatVector.broadcast(S, a[a1 + k]);
                c1a = v.fma(ba, c1a);
                c1b = v.fma(bb, c1b);
                c1c = v.fma(bc, c1c);
                v = FloatVector.broadcast(S, a[a2 + k]);
                c2a = v.fma(ba, c2a);
                c2b = v.fma(bb, c2b);
                c2c = v.fma(bc, c2c);
                v = FloatVector.broadcast(S, a[a3 + k]);
                c3a = v.fma(ba, c3a);
                c3b = v.fma(bb, c3b);
                c3c = v.fma(bc, c3c);
                v = FloatVector.broadcast(S, a[a4 + k]);
                c4a = v.fma(ba, c4a);
                c4b = v.fma(bb, c4b);
                c4c = v.fma(bc, c4c);
            }
        }
        c0a.intoArray(c, cAt + outAt[row + 0]);
        c0b.intoArray(c, cAt + outAt[row + 0] + Lanes.F32);
        c0c.intoArray(c, cAt + outAt[row + 0] + 2 * Lanes.F32);
        c1a.intoArray(c, cAt + outAt[row + 1]);
        c1b.intoArray(c, cAt + outAt[row + 1] + Lanes.F32);
        c1c.intoArray(c, cAt + outAt[row + 1] + 2 * Lanes.F32);
        c2a.intoArray(c, cAt + outAt[row + 2]);
        c2b.intoArray(c, cAt + outAt[row + 2] + Lanes.F32);
        c2c.intoArray(c, cAt + outAt[row + 2] + 2 * Lanes.F32);
        c3a.intoArray(c, cAt + outAt[row + 3]);
        c3b.intoArray(c, cAt + outAt[row + 3] + Lanes.F32);
        c3c.intoArray(c, cAt + outAt[row + 3] + 2 * Lanes.F32);
        c4a.intoArray(c, cAt + outAt[row + 4]);
        c4b.intoArray(c, cAt + outAt[row + 4] + Lanes.F32);
        c4c.intoArray(c, cAt + outAt[row + 4] + 2 * Lanes.F32);
    }
}
