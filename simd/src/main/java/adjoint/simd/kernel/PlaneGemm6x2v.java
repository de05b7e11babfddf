package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[6][NR] = init[6] + sum over k of A[k][6] * X[k][NR], with X read in place; NR is 2 vectors of neighbouring pixels.
 *
 * <p>A: packed, 6 floats for each k. X: step k starts at {@code xAt + stepAt[k]}. C: row-major, every element written.
 *
 * <p>For 16 registers: 12 accumulators + 2 of X + 1 of A = 15, with fences as in {@link PackedGemm6x2v}.
 */
public final class PlaneGemm6x2v {

    /** Rows of a tile. */
    public static final int MR = 6;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PlaneGemm6x2v() {
    }

    /**
     * Computes one tile.
     *
     * @param stepAt where each step reads, relative to {@code xAt}
     * @param x      the planes
     * @param xAt    where the tile's first pixel lies
     * @param a      the packed weights
     * @param aAt    where they start
     * @param init   what each row of C starts with, 6 floats
     * @param initAt where they start
     * @param c      the tile
     * @param cAt    where its first row starts
     * @param cStep  from one row to the next
     */
    public static void run(int[] stepAt, float[] x, int xAt, float[] a, int aAt, float[] init, int initAt, float[] c,
            int cAt, int cStep) {
        FloatVector c0x0 = FloatVector.broadcast(S, init[initAt + 0]);
        FloatVector c0x1 = c0x0;
        FloatVector c1x0 = FloatVector.broadcast(S, init[initAt + 1]);
        FloatVector c1x1 = c1x0;
        FloatVector c2x0 = FloatVector.broadcast(S, init[initAt + 2]);
        FloatVector c2x1 = c2x0;
        FloatVector c3x0 = FloatVector.broadcast(S, init[initAt + 3]);
        FloatVector c3x1 = c3x0;
        FloatVector c4x0 = FloatVector.broadcast(S, init[initAt + 4]);
        FloatVector c4x1 = c4x0;
        FloatVector c5x0 = FloatVector.broadcast(S, init[initAt + 5]);
        FloatVector c5x1 = c5x0;
        int ak = aAt;
        for (int k = 0; k < stepAt.length; k++) {
            int at = xAt + stepAt[k];
            FloatVector x0 = FloatVector.fromArray(S, x, at);
            FloatVector x1 = FloatVector.fromArray(S, x, at + Lanes.F32);
            FloatVector w = FloatVector.broadcast(S, a[ak]);
            c0x0 = w.fma(x0, c0x0);
            c0x1 = w.fma(x1, c0x1);
            VarHandle.acquireFence();
            w = FloatVector.broadcast(S, a[ak + 1]);
            c1x0 = w.fma(x0, c1x0);
            c1x1 = w.fma(x1, c1x1);
            VarHandle.acquireFence();
            w = FloatVector.broadcast(S, a[ak + 2]);
            c2x0 = w.fma(x0, c2x0);
            c2x1 = w.fma(x1, c2x1);
            VarHandle.acquireFence();
            w = FloatVector.broadcast(S, a[ak + 3]);
            c3x0 = w.fma(x0, c3x0);
            c3x1 = w.fma(x1, c3x1);
            VarHandle.acquireFence();
            w = FloatVector.broadcast(S, a[ak + 4]);
            c4x0 = w.fma(x0, c4x0);
            c4x1 = w.fma(x1, c4x1);
            VarHandle.acquireFence();
            w = FloatVector.broadcast(S, a[ak + 5]);
            c5x0 = w.fma(x0, c5x0);
            c5x1 = w.fma(x1, c5x1);
            ak += MR;
        }
        c0x0.intoArray(c, cAt);
        c0x1.intoArray(c, cAt + Lanes.F32);
        c1x0.intoArray(c, cAt + cStep);
        c1x1.intoArray(c, cAt + cStep + Lanes.F32);
        c2x0.intoArray(c, cAt + 2 * cStep);
        c2x1.intoArray(c, cAt + 2 * cStep + Lanes.F32);
        c3x0.intoArray(c, cAt + 3 * cStep);
        c3x1.intoArray(c, cAt + 3 * cStep + Lanes.F32);
        c4x0.intoArray(c, cAt + 4 * cStep);
        c4x1.intoArray(c, cAt + 4 * cStep + Lanes.F32);
        c5x0.intoArray(c, cAt + 5 * cStep);
        c5x1.intoArray(c, cAt + 5 * cStep + Lanes.F32);
    }
}
