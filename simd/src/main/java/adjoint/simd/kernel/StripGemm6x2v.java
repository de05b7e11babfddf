package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[6][NR] = S[6][NR] + sum over k of A[k][6] * X[k][NR], both packed; NR is 2 vectors of pixels.
 *
 * <p>A: weights, 6 floats for each step. X: a strip of pixels, NR floats for each step. S and C: rows a fixed distance apart.
 *
 * <p>For 16 registers: 12 accumulators + 2 of X + 1 of A = 15, with fences as in {@link PackedGemm6x2v}.
 */
public final class StripGemm6x2v {

    /** Rows of a tile. */
    public static final int MR = 6;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;
    /** Steps of the longest strip: a run fits. */
    public static final int MAX_STEPS = InputRuns.MAX_LENGTH;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private StripGemm6x2v() {
    }

    /**
     * Computes one tile.
     *
     * @param steps number of steps, at most {@value #MAX_STEPS}
     * @param a     the weights
     * @param aAt   where those of the first step start
     * @param x     the strip
     * @param xAt   where it starts
     * @param s     what the tile starts with
     * @param sAt   where its first row starts
     * @param sStep from one row to the next
     * @param c     the tile
     * @param cAt   where its first row starts
     * @param cStep from one row to the next
     */
    public static void run(int steps, float[] a, int aAt, float[] x, int xAt, float[] s, int sAt, int sStep, float[] c,
            int cAt, int cStep) {
        assert steps <= MAX_STEPS;
        int length = Math.min(steps, MAX_STEPS);
        int s0 = sAt;
        int s1 = sAt + 1 * sStep;
        int s2 = sAt + 2 * sStep;
        int s3 = sAt + 3 * sStep;
        int s4 = sAt + 4 * sStep;
        int s5 = sAt + 5 * sStep;
        FloatVector c0a = FloatVector.fromArray(S, s, s0);
        FloatVector c0b = FloatVector.fromArray(S, s, s0 + Lanes.F32);
        FloatVector c1a = FloatVector.fromArray(S, s, s1);
        FloatVector c1b = FloatVector.fromArray(S, s, s1 + Lanes.F32);
        FloatVector c2a = FloatVector.fromArray(S, s, s2);
        FloatVector c2b = FloatVector.fromArray(S, s, s2 + Lanes.F32);
        FloatVector c3a = FloatVector.fromArray(S, s, s3);
        FloatVector c3b = FloatVector.fromArray(S, s, s3 + Lanes.F32);
        FloatVector c4a = FloatVector.fromArray(S, s, s4);
        FloatVector c4b = FloatVector.fromArray(S, s, s4 + Lanes.F32);
        FloatVector c5a = FloatVector.fromArray(S, s, s5);
        FloatVector c5b = FloatVector.fromArray(S, s, s5 + Lanes.F32);
        int ak = aAt;
        int xk = xAt;
        for (int k = 0; k < length; k++) {
            FloatVector xa = FloatVector.fromArray(S, x, xk);
            FloatVector xb = FloatVector.fromArray(S, x, xk + Lanes.F32);
            FloatVector v = FloatVector.broadcast(S, a[ak]);
            c0a = v.fma(xa, c0a);
            c0b = v.fma(xb, c0b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 1]);
            c1a = v.fma(xa, c1a);
            c1b = v.fma(xb, c1b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 2]);
            c2a = v.fma(xa, c2a);
            c2b = v.fma(xb, c2b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 3]);
            c3a = v.fma(xa, c3a);
            c3b = v.fma(xb, c3b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 4]);
            c4a = v.fma(xa, c4a);
            c4b = v.fma(xb, c4b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(S, a[ak + 5]);
            c5a = v.fma(xa, c5a);
            c5b = v.fma(xb, c5b);
            ak += MR;
            xk += NR;
        }
        int r0 = cAt;
        int r1 = cAt + 1 * cStep;
        int r2 = cAt + 2 * cStep;
        int r3 = cAt + 3 * cStep;
        int r4 = cAt + 4 * cStep;
        int r5 = cAt + 5 * cStep;
        c0a.intoArray(c, r0);
        c0b.intoArray(c, r0 + Lanes.F32);
        c1a.intoArray(c, r1);
        c1b.intoArray(c, r1 + Lanes.F32);
        c2a.intoArray(c, r2);
        c2b.intoArray(c, r2 + Lanes.F32);
        c3a.intoArray(c, r3);
        c3b.intoArray(c, r3 + Lanes.F32);
        c4a.intoArray(c, r4);
        c4b.intoArray(c, r4 + Lanes.F32);
        c5a.intoArray(c, r5);
        c5b.intoArray(c, r5 + Lanes.F32);
    }
}
