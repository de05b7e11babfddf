package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[8][NR] = B[0] + sum over runs r and k of A[row i][run r][k] * B[1 + step of r + k][NR], with A read in place; NR is 1 vector.
 *
 * <p>As {@link GatherGemm8x1v}, with the floats of a run {@code step} apart, a plane: channels first. Each float has an index check
 * of its own.
 */
public final class GatherGemm8x1vPlanes {

    /** Rows of a tile. */
    public static final int MR = 8;
    /** Floats in a row of a tile. */
    public static final int NR = 1 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private GatherGemm8x1vPlanes() {
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
        int r2 = rowAt[row + 2];
        int r3 = rowAt[row + 3];
        int r4 = rowAt[row + 4];
        int r5 = rowAt[row + 5];
        int r6 = rowAt[row + 6];
        int r7 = rowAt[row + 7];
        FloatVector c0a = FloatVector.fromArray(S, b, bAt);
        FloatVector c1a = c0a;
        FloatVector c2a = c0a;
        FloatVector c3a = c0a;
        FloatVector c4a = c0a;
        FloatVector c5a = c0a;
        FloatVector c6a = c0a;
        FloatVector c7a = c0a;
        for (int run = 0; run < runs.length; run += InputRuns.NUMBERS) {
            int at = runs[run + InputRuns.AT];
            int bk = bAt + NR + runs[run + InputRuns.STEP] * NR;
            int length = Math.min(runs[run + InputRuns.LENGTH], InputRuns.MAX_LENGTH);
            int a0 = r0 + at;
            int a1 = r1 + at;
            int a2 = r2 + at;
            int a3 = r3 + at;
            int a4 = r4 + at;
            int a5 = r5 + at;
            int a6 = r6 + at;
            int a7 = r7 + at;
            int ak = 0;
            for (int k = 0; k < length; k++) {
                FloatVector ba = FloatVector.fromArray(S, b, bk);
                bk += NR;
                FloatVector v = FloatVector.broadcast(S, a[a0 + ak]);
                c0a = v.fma(ba, c0a);
                v = FloatVector.broadcast(S, a[a1 + ak]);
                c1a = v.fma(ba, c1a);
                v = FloatVector.broadcast(S, a[a2 + ak]);
                c2a = v.fma(ba, c2a);
                v = FloatVector.broadcast(S, a[a3 + ak]);
                c3a = v.fma(ba, c3a);
                v = FloatVector.broadcast(S, a[a4 + ak]);
                c4a = v.fma(ba, c4a);
                v = FloatVector.broadcast(S, a[a5 + ak]);
                c5a = v.fma(ba, c5a);
                v = FloatVector.broadcast(S, a[a6 + ak]);
                c6a = v.fma(ba, c6a);
                v = FloatVector.broadcast(S, a[a7 + ak]);
                c7a = v.fma(ba, c7a);
                ak += step;
            }
        }
        c0a.intoArray(c, cAt + outAt[row + 0]);
        c1a.intoArray(c, cAt + outAt[row + 1]);
        c2a.intoArray(c, cAt + outAt[row + 2]);
        c3a.intoArray(c, cAt + outAt[row + 3]);
        c4a.intoArray(c, cAt + outAt[row + 4]);
        c5a.intoArray(c, cAt + outAt[row + 5]);
        c6a.intoArray(c, cAt + outAt[row + 6]);
        c7a.intoArray(c, cAt + outAt[row + 7]);
    }
}
