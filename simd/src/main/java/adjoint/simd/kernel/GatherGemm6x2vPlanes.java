package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[6][NR] = B[0] + sum over runs r and k of A[row i][run r][k] * B[1 + step of r + k][NR], with A read in place; NR is 2 vectors.
 *
 * <p>As {@link GatherGemm6x2v}, with the floats of a run {@code step} apart, for pixels that are not side by side: those of
 * {@link GatherGemm6x2vPlane} are. Each float has an index check of its own, and C2 would read those of several rows
 * before it multiplies any, for which there are no registers, so that it would keep some accumulators in memory. Fences, which cost no
 * instruction, forbid it.
 */
public final class GatherGemm6x2vPlanes {

    /** Rows of a tile. */
    public static final int MR = 6;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private GatherGemm6x2vPlanes() {
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
            int ak = 0;
            for (int k = 0; k < length; k++) {
                FloatVector ba = FloatVector.fromArray(S, b, bk);
                FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
                bk += NR;
                FloatVector v = FloatVector.broadcast(S, a[a0 + ak]);
                c0a = v.fma(ba, c0a);
                c0b = v.fma(bb, c0b);
                VarHandle.acquireFence();
                v = FloatVector.broadcast(S, a[a1 + ak]);
                c1a = v.fma(ba, c1a);
                c1b = v.fma(bb, c1b);
                VarHandle.acquireFence();
                v = FloatVector.broadcast(S, a[a2 + ak]);
                c2a = v.fma(ba, c2a);
                c2b = v.fma(bb, c2b);
                VarHandle.acquireFence();
                v = FloatVector.broadcast(S, a[a3 + ak]);
                c3a = v.fma(ba, c3a);
                c3b = v.fma(bb, c3b);
                VarHandle.acquireFence();
                v = FloatVector.broadcast(S, a[a4 + ak]);
                c4a = v.fma(ba, c4a);
                c4b = v.fma(bb, c4b);
                VarHandle.acquireFence();
                v = FloatVector.broadcast(S, a[a5 + ak]);
                c5a = v.fma(ba, c5a);
                c5b = v.fma(bb, c5b);
                ak += step;
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
