package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[1][NR] = init[1] + sum over k of A[k][1] * X[k][NR], with X read in place; NR is 8 vectors of neighbouring pixels.
 *
 * <p>A: packed, 1 floats for each k. X: step k starts at {@code xAt + stepAt[k]}. C: row-major, every element written.
 *
 * <p>Registers: 8 accumulators + 1 of X + 1 of A.
 */
public final class PlaneGemm1x8v {

    /** Rows of a tile. */
    public static final int MR = 1;
    /** Floats in a row of a tile. */
    public static final int NR = 8 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PlaneGemm1x8v() {
    }

    /**
     * Computes one tile.
     *
     * @param stepAt where each step reads, relative to {@code xAt}
     * @param x      the planes
     * @param xAt    where the tile's first pixel lies
     * @param a      the packed weights
     * @param aAt    where they start
     * @param init   what each row of C starts with, 1 floats
     * @param initAt where they start
     * @param c      the tile
     * @param cAt    where its first row starts
     * @param cStep  from one row to the next
     */
    public static void run(int[] stepAt, float[] x, int xAt, float[] a, int aAt, float[] init, int initAt, float[] c,
            int cAt, int cStep) {
        FloatVector c0x0 = FloatVector.broadcast(S, init[initAt + 0]);
        FloatVector c0x1 = c0x0;
        FloatVector c0x2 = c0x0;
        FloatVector c0x3 = c0x0;
        FloatVector c0x4 = c0x0;
        FloatVector c0x5 = c0x0;
        FloatVector c0x6 = c0x0;
        FloatVector c0x7 = c0x0;
        int ak = aAt;
        for (int k = 0; k < stepAt.length; k++) {
            int at = xAt + stepAt[k];
            FloatVector w0 = FloatVector.broadcast(S, a[ak]);
            FloatVector v = FloatVector.fromArray(S, x, at);
            c0x0 = w0.fma(v, c0x0);
            v = FloatVector.fromArray(S, x, at + Lanes.F32);
            c0x1 = w0.fma(v, c0x1);
            v = FloatVector.fromArray(S, x, at + 2 * Lanes.F32);
            c0x2 = w0.fma(v, c0x2);
            v = FloatVector.fromArray(S, x, at + 3 * Lanes.F32);
            c0x3 = w0.fma(v, c0x3);
            v = FloatVector.fromArray(S, x, at + 4 * Lanes.F32);
            c0x4 = w0.fma(v, c0x4);
            v = FloatVector.fromArray(S, x, at + 5 * Lanes.F32);
            c0x5 = w0.fma(v, c0x5);
            v = FloatVector.fromArray(S, x, at + 6 * Lanes.F32);
            c0x6 = w0.fma(v, c0x6);
            v = FloatVector.fromArray(S, x, at + 7 * Lanes.F32);
            c0x7 = w0.fma(v, c0x7);
            ak += MR;
        }
        c0x0.intoArray(c, cAt);
        c0x1.intoArray(c, cAt + Lanes.F32);
        c0x2.intoArray(c, cAt + 2 * Lanes.F32);
        c0x3.intoArray(c, cAt + 3 * Lanes.F32);
        c0x4.intoArray(c, cAt + 4 * Lanes.F32);
        c0x5.intoArray(c, cAt + 5 * Lanes.F32);
        c0x6.intoArray(c, cAt + 6 * Lanes.F32);
        c0x7.intoArray(c, cAt + 7 * Lanes.F32);
    }
}
