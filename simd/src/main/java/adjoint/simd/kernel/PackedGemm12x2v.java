package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[12][NR] = S[12][NR] + sum over k of A[row i][k] * B[k][NR], both packed; NR is 2 vectors.
 *
 * <p>As {@link PackedGemm6x2v}, for 32 registers: 24 accumulators + 2 of B + 1 of A = 27. A step loads two vectors of B for 24
 * multiply-adds, less than half of what {@link GatherGemm5x4v} does, so that the panel may come from the second-level cache.
 */
public final class PackedGemm12x2v {

    /** Rows of a tile. */
    public static final int MR = 12;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PackedGemm12x2v() {
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
        assert steps <= PackedGemm6x2v.MAX_LENGTH && startAt.length >= row + MR && outAt.length >= row + MR;
        int length = Math.min(steps, PackedGemm6x2v.MAX_LENGTH);
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
        FloatVector c6a = FloatVector.fromArray(S, s, sAt + startAt[row + 6]);
        FloatVector c6b = FloatVector.fromArray(S, s, sAt + startAt[row + 6] + Lanes.F32);
        FloatVector c7a = FloatVector.fromArray(S, s, sAt + startAt[row + 7]);
        FloatVector c7b = FloatVector.fromArray(S, s, sAt + startAt[row + 7] + Lanes.F32);
        FloatVector c8a = FloatVector.fromArray(S, s, sAt + startAt[row + 8]);
        FloatVector c8b = FloatVector.fromArray(S, s, sAt + startAt[row + 8] + Lanes.F32);
        FloatVector c9a = FloatVector.fromArray(S, s, sAt + startAt[row + 9]);
        FloatVector c9b = FloatVector.fromArray(S, s, sAt + startAt[row + 9] + Lanes.F32);
        FloatVector c10a = FloatVector.fromArray(S, s, sAt + startAt[row + 10]);
        FloatVector c10b = FloatVector.fromArray(S, s, sAt + startAt[row + 10] + Lanes.F32);
        FloatVector c11a = FloatVector.fromArray(S, s, sAt + startAt[row + 11]);
        FloatVector c11b = FloatVector.fromArray(S, s, sAt + startAt[row + 11] + Lanes.F32);
        int ak = aAt;
        int bk = bAt;
        for (int k = 0; k < length; k++) {
            FloatVector ba = FloatVector.fromArray(S, b, bk);
            FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
            FloatVector v = FloatVector.broadcast(S, a[ak]);
            c0a = v.fma(ba, c0a);
            c0b = v.fma(bb, c0b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 1 * PackedGemm6x2v.PITCH]);
            c1a = v.fma(ba, c1a);
            c1b = v.fma(bb, c1b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 2 * PackedGemm6x2v.PITCH]);
            c2a = v.fma(ba, c2a);
            c2b = v.fma(bb, c2b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 3 * PackedGemm6x2v.PITCH]);
            c3a = v.fma(ba, c3a);
            c3b = v.fma(bb, c3b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 4 * PackedGemm6x2v.PITCH]);
            c4a = v.fma(ba, c4a);
            c4b = v.fma(bb, c4b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 5 * PackedGemm6x2v.PITCH]);
            c5a = v.fma(ba, c5a);
            c5b = v.fma(bb, c5b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 6 * PackedGemm6x2v.PITCH]);
            c6a = v.fma(ba, c6a);
            c6b = v.fma(bb, c6b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 7 * PackedGemm6x2v.PITCH]);
            c7a = v.fma(ba, c7a);
            c7b = v.fma(bb, c7b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 8 * PackedGemm6x2v.PITCH]);
            c8a = v.fma(ba, c8a);
            c8b = v.fma(bb, c8b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 9 * PackedGemm6x2v.PITCH]);
            c9a = v.fma(ba, c9a);
            c9b = v.fma(bb, c9b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 10 * PackedGemm6x2v.PITCH]);
            c10a = v.fma(ba, c10a);
            c10b = v.fma(bb, c10b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 11 * PackedGemm6x2v.PITCH]);
            c11a = v.fma(ba, c11a);
            c11b = v.fma(bb, c11b);
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
        c6a.intoArray(c, cAt + outAt[row + 6]);
        c6b.intoArray(c, cAt + outAt[row + 6] + Lanes.F32);
        c7a.intoArray(c, cAt + outAt[row + 7]);
        c7b.intoArray(c, cAt + outAt[row + 7] + Lanes.F32);
        c8a.intoArray(c, cAt + outAt[row + 8]);
        c8b.intoArray(c, cAt + outAt[row + 8] + Lanes.F32);
        c9a.intoArray(c, cAt + outAt[row + 9]);
        c9b.intoArray(c, cAt + outAt[row + 9] + Lanes.F32);
        c10a.intoArray(c, cAt + outAt[row + 10]);
        c10b.intoArray(c, cAt + outAt[row + 10] + Lanes.F32);
        c11a.intoArray(c, cAt + outAt[row + 11]);
        c11b.intoArray(c, cAt + outAt[row + 11] + Lanes.F32);
    }
}
