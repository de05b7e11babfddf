package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[4][NR] = init[4] + sum over k of A[k][4] * X[k][NR], with X read in place; NR is 6 vectors of neighbouring pixels.
 *
 * <p>A: packed, 4 floats for each k. X: step k starts at {@code xAt + stepAt[k]}. C: row-major, every element written.
 *
 * <p>Registers: 24 accumulators + 1 of X + 4 of A.
 */
public final class PlaneGemm4x6v {

    /** Rows of a tile. */
    public static final int MR = 4;
    /** Floats in a row of a tile. */
    public static final int NR = 6 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PlaneGemm4x6v() {
    }

    /**
     * Computes one tile.
     *
     * @param stepAt where each step reads, relative to {@code xAt}
     * @param x      the planes
     * @param xAt    where the tile's first pixel lies
     * @param a      the packed weights
     * @param aAt    where they start
     * @param init   what each row of C starts with, 4 floats
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
        FloatVector c1x0 = FloatVector.broadcast(S, init[initAt + 1]);
        FloatVector c1x1 = c1x0;
        FloatVector c1x2 = c1x0;
        FloatVector c1x3 = c1x0;
        FloatVector c1x4 = c1x0;
        FloatVector c1x5 = c1x0;
        FloatVector c2x0 = FloatVector.broadcast(S, init[initAt + 2]);
        FloatVector c2x1 = c2x0;
        FloatVector c2x2 = c2x0;
        FloatVector c2x3 = c2x0;
        FloatVector c2x4 = c2x0;
        FloatVector c2x5 = c2x0;
        FloatVector c3x0 = FloatVector.broadcast(S, init[initAt + 3]);
        FloatVector c3x1 = c3x0;
        FloatVector c3x2 = c3x0;
        FloatVector c3x3 = c3x0;
        FloatVector c3x4 = c3x0;
        FloatVector c3x5 = c3x0;
        int ak = aAt;
        for (int k = 0; k < stepAt.length; k++) {
            int at = xAt + stepAt[k];
            FloatVector w0 = FloatVector.broadcast(S, a[ak]);
            FloatVector w1 = FloatVector.broadcast(S, a[ak + 1]);
            FloatVector w2 = FloatVector.broadcast(S, a[ak + 2]);
            FloatVector w3 = FloatVector.broadcast(S, a[ak + 3]);
            FloatVector v = FloatVector.fromArray(S, x, at);
            c0x0 = w0.fma(v, c0x0);
            c1x0 = w1.fma(v, c1x0);
            c2x0 = w2.fma(v, c2x0);
            c3x0 = w3.fma(v, c3x0);
            v = FloatVector.fromArray(S, x, at + Lanes.F32);
            c0x1 = w0.fma(v, c0x1);
            c1x1 = w1.fma(v, c1x1);
            c2x1 = w2.fma(v, c2x1);
            c3x1 = w3.fma(v, c3x1);
            v = FloatVector.fromArray(S, x, at + 2 * Lanes.F32);
            c0x2 = w0.fma(v, c0x2);
            c1x2 = w1.fma(v, c1x2);
            c2x2 = w2.fma(v, c2x2);
            c3x2 = w3.fma(v, c3x2);
            v = FloatVector.fromArray(S, x, at + 3 * Lanes.F32);
            c0x3 = w0.fma(v, c0x3);
            c1x3 = w1.fma(v, c1x3);
            c2x3 = w2.fma(v, c2x3);
            c3x3 = w3.fma(v, c3x3);
            v = FloatVector.fromArray(S, x, at + 4 * Lanes.F32);
            c0x4 = w0.fma(v, c0x4);
            c1x4 = w1.fma(v, c1x4);
            c2x4 = w2.fma(v, c2x4);
            c3x4 = w3.fma(v, c3x4);
            v = FloatVector.fromArray(S, x, at + 5 * Lanes.F32);
            c0x5 = w0.fma(v, c0x5);
            c1x5 = w1.fma(v, c1x5);
            c2x5 = w2.fma(v, c2x5);
            c3x5 = w3.fma(v, c3x5);
            ak += MR;
        }
        c0x0.intoArray(c, cAt);
        c0x1.intoArray(c, cAt + Lanes.F32);
        c0x2.intoArray(c, cAt + 2 * Lanes.F32);
        c0x3.intoArray(c, cAt + 3 * Lanes.F32);
        c0x4.intoArray(c, cAt + 4 * Lanes.F32);
        c0x5.intoArray(c, cAt + 5 * Lanes.F32);
        c1x0.intoArray(c, cAt + cStep);
        c1x1.intoArray(c, cAt + cStep + Lanes.F32);
        c1x2.intoArray(c, cAt + cStep + 2 * Lanes.F32);
        c1x3.intoArray(c, cAt + cStep + 3 * Lanes.F32);
        c1x4.intoArray(c, cAt + cStep + 4 * Lanes.F32);
        c1x5.intoArray(c, cAt + cStep + 5 * Lanes.F32);
        c2x0.intoArray(c, cAt + 2 * cStep);
        c2x1.intoArray(c, cAt + 2 * cStep + Lanes.F32);
        c2x2.intoArray(c, cAt + 2 * cStep + 2 * Lanes.F32);
        c2x3.intoArray(c, cAt + 2 * cStep + 3 * Lanes.F32);
        c2x4.intoArray(c, cAt + 2 * cStep + 4 * Lanes.F32);
        c2x5.intoArray(c, cAt + 2 * cStep + 5 * Lanes.F32);
        c3x0.intoArray(c, cAt + 3 * cStep);
        c3x1.intoArray(c, cAt + 3 * cStep + Lanes.F32);
        c3x2.intoArray(c, cAt + 3 * cStep + 2 * Lanes.F32);
        c3x3.intoArray(c, cAt + 3 * cStep + 3 * Lanes.F32);
        c3x4.intoArray(c, cAt + 3 * cStep + 4 * Lanes.F32);
        c3x5.intoArray(c, cAt + 3 * cStep + 5 * Lanes.F32);
    }
}
