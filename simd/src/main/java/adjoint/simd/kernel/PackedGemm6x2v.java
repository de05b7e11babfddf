package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[6][NR] = S[6][NR] + sum over k of A[row i][k] * B[k][NR], both packed; NR is 2 vectors.
 *
 * <p>A: rows {@value #PITCH} floats apart, so that one index serves them all. B: NR floats for each step. S: row i at
 * {@code startAt[i]}, all of them at one place if they start with the same. C: row i at {@code outAt[i]}.
 *
 * <p>For 16 registers: 12 accumulators + 2 of B + 1 of A = 15. C2 would read several rows of A before it multiplies any, for which there
 * are no registers, so that it would keep some accumulators in memory; fences between rows, which cost no instruction, forbid it:
 * 62 % of peak without them, all of it with them.
 */
public final class PackedGemm6x2v {

    /** Rows of a tile. */
    public static final int MR = 6;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;
    /** Floats of the longest row of A: a run fits. */
    public static final int MAX_LENGTH = InputRuns.MAX_LENGTH;
    /** From one row of A to the next: not a multiple of a page, so that rows fall into different sets of a cache. */
    public static final int PITCH = MAX_LENGTH + 16;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PackedGemm6x2v() {
    }

    /**
     * Computes one tile.
     *
     * @param steps   number of steps, at most {@value PackedGemm6x2v#MAX_LENGTH}
     * @param a       the rows
     * @param aAt     where the first of them starts
     * @param b       the panel
     * @param bAt     where its first step starts
     * @param s       what the tile starts with
     * @param startAt where each of its rows starts
     * @param sAt     what is added to that
     * @param c       the tile
     * @param outAt   where each of the rows of C starts
     * @param cAt     what is added to that
     * @param row     the first of the MR rows of S and C
     */
    public static void run(int steps, float[] a, int aAt, float[] b, int bAt, float[] s, int[] startAt, int sAt,
            float[] c, int[] outAt, int cAt, int row) {
        assert steps <= MAX_LENGTH && startAt.length >= row + MR && outAt.length >= row + MR;
        int length = Math.min(steps, MAX_LENGTH);
        FloatVector c0a = FloatVector.fromArray(S, s, sAt + startAt[row + 0]);
        FloatVector c0b = FloatVector.fromArray(S, s, sAt + startAt[row + 0] + Lanes.F32);
        FloatVector c1a = FloatVector.fromArray(S, s, sAt + startAt[row + 1]);
        FloatVector c1b = FloatVector.fromArray(S, s, sAt + startAt[row + 1] + Lanes.F32);
        FloatVector c2a = FloatVector.fromArray(S, s, sAt + startAt[row + 2]);
        FloatVector c2b = FloatVector.fromArray(S, s, sAt + startAt[row + 2] + Lanes.F32);
        FloatVector c3a = FloatVector.fromArray(S, s, sAt + startAt[row + 3]);
        FloatVector c3b = FloatVector.fromArray(S, s, sAt + startAt[row + 3] + Lanes.F32);
        FloatVector c4a = FloatVector.fromArray(S, s, sAt + startAt[row + 4]);
        FloatVector c4b = FloatVector.fromArray(S, s, sAt + startAt[row + 4] + Lanes.F32);
        FloatVector c5a = FloatVector.fromArray(S, s, sAt + startAt[row + 5]);
        FloatVector c5b = FloatVector.fromArray(S, s, sAt + startAt[row + 5] + Lanes.F32);
        int ak = aAt;
        int bk = bAt;
        for (int k = 0; k < length; k++) {
            FloatVector ba = FloatVector.fromArray(S, b, bk);
            FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
            FloatVector v = FloatVector.broadcast(S, a[ak]);
            c0a = v.fma(ba, c0a);
            c0b = v.fma(bb, c0b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 1 * PITCH]);
            c1a = v.fma(ba, c1a);
            c1b = v.fma(bb, c1b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 2 * PITCH]);
            c2a = v.fma(ba, c2a);
            c2b = v.fma(bb, c2b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 3 * PITCH]);
            c3a = v.fma(ba, c3a);
            c3b = v.fma(bb, c3b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 4 * PITCH]);
            c4a = v.fma(ba, c4a);
            c4b = v.fma(bb, c4b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 5 * PITCH]);
            c5a = v.fma(ba, c5a);
            c5b = v.fma(bb, c5b);
            ak++;
            bk += NR;
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
