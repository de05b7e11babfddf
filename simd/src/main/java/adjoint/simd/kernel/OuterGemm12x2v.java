package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[MR][NR] += sum over rows r and k of A[r][k][MR] * B[r][k][NR], an outer product for every k; NR is 2 vectors.
 *
 * <p>A and B lie in place: step k of row r starts {@code r*aRow + k*aStep} (or b...) after the first, and its MR (or NR) floats
 * are neighbours. C: row-major, rows NR apart.
 *
 * <p>Registers: 24 accumulators + 2 of B + 1 of A = 27 of 32. Source: BLIS, gemm micro-kernel, with general strides in k.
 */
public final class OuterGemm12x2v {

    /** Rows of a tile. */
    public static final int MR = 12;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private OuterGemm12x2v() {
    }

    /**
     * Adds to one tile.
     *
     * @param rows  rows of steps
     * @param steps steps of k in each row
     * @param a     the factor whose floats are broadcast
     * @param aAt   where it starts
     * @param aRow  from one row to the next
     * @param aStep from one step to the next
     * @param b     the factor whose floats are loaded as vectors
     * @param bAt   where it starts
     * @param bRow  from one row to the next
     * @param bStep from one step to the next
     * @param c     the tiles
     * @param cAt   where this one starts
     */
    public static void run(int rows, int steps, float[] a, int aAt, int aRow, int aStep, float[] b, int bAt, int bRow,
            int bStep, float[] c, int cAt) {
        assert c.length - cAt >= MR * NR;
        FloatVector c0a = FloatVector.fromArray(S, c, cAt + 0 * NR);
        FloatVector c0b = FloatVector.fromArray(S, c, cAt + 0 * NR + Lanes.F32);
        FloatVector c1a = FloatVector.fromArray(S, c, cAt + 1 * NR);
        FloatVector c1b = FloatVector.fromArray(S, c, cAt + 1 * NR + Lanes.F32);
        FloatVector c2a = FloatVector.fromArray(S, c, cAt + 2 * NR);
        FloatVector c2b = FloatVector.fromArray(S, c, cAt + 2 * NR + Lanes.F32);
        FloatVector c3a = FloatVector.fromArray(S, c, cAt + 3 * NR);
        FloatVector c3b = FloatVector.fromArray(S, c, cAt + 3 * NR + Lanes.F32);
        FloatVector c4a = FloatVector.fromArray(S, c, cAt + 4 * NR);
        FloatVector c4b = FloatVector.fromArray(S, c, cAt + 4 * NR + Lanes.F32);
        FloatVector c5a = FloatVector.fromArray(S, c, cAt + 5 * NR);
        FloatVector c5b = FloatVector.fromArray(S, c, cAt + 5 * NR + Lanes.F32);
        FloatVector c6a = FloatVector.fromArray(S, c, cAt + 6 * NR);
        FloatVector c6b = FloatVector.fromArray(S, c, cAt + 6 * NR + Lanes.F32);
        FloatVector c7a = FloatVector.fromArray(S, c, cAt + 7 * NR);
        FloatVector c7b = FloatVector.fromArray(S, c, cAt + 7 * NR + Lanes.F32);
        FloatVector c8a = FloatVector.fromArray(S, c, cAt + 8 * NR);
        FloatVector c8b = FloatVector.fromArray(S, c, cAt + 8 * NR + Lanes.F32);
        FloatVector c9a = FloatVector.fromArray(S, c, cAt + 9 * NR);
        FloatVector c9b = FloatVector.fromArray(S, c, cAt + 9 * NR + Lanes.F32);
        FloatVector c10a = FloatVector.fromArray(S, c, cAt + 10 * NR);
        FloatVector c10b = FloatVector.fromArray(S, c, cAt + 10 * NR + Lanes.F32);
        FloatVector c11a = FloatVector.fromArray(S, c, cAt + 11 * NR);
        FloatVector c11b = FloatVector.fromArray(S, c, cAt + 11 * NR + Lanes.F32);
        for (int row = 0; row < rows; row++) {
            int ak = aAt + row * aRow;
            int bk = bAt + row * bRow;
            for (int k = 0; k < steps; k++) {
                FloatVector ba = FloatVector.fromArray(S, b, bk);
                FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
                FloatVector v = FloatVector.broadcast(S, a[ak]);
                c0a = v.fma(ba, c0a);
                c0b = v.fma(bb, c0b);
                v = FloatVector.broadcast(S, a[ak + 1]);
                c1a = v.fma(ba, c1a);
                c1b = v.fma(bb, c1b);
                v = FloatVector.broadcast(S, a[ak + 2]);
                c2a = v.fma(ba, c2a);
                c2b = v.fma(bb, c2b);
                v = FloatVector.broadcast(S, a[ak + 3]);
                c3a = v.fma(ba, c3a);
                c3b = v.fma(bb, c3b);
                v = FloatVector.broadcast(S, a[ak + 4]);
                c4a = v.fma(ba, c4a);
                c4b = v.fma(bb, c4b);
                v = FloatVector.broadcast(S, a[ak + 5]);
                c5a = v.fma(ba, c5a);
                c5b = v.fma(bb, c5b);
                v = FloatVector.broadcast(S, a[ak + 6]);
                c6a = v.fma(ba, c6a);
                c6b = v.fma(bb, c6b);
                v = FloatVector.broadcast(S, a[ak + 7]);
                c7a = v.fma(ba, c7a);
                c7b = v.fma(bb, c7b);
                v = FloatVector.broadcast(S, a[ak + 8]);
                c8a = v.fma(ba, c8a);
                c8b = v.fma(bb, c8b);
                v = FloatVector.broadcast(S, a[ak + 9]);
                c9a = v.fma(ba, c9a);
                c9b = v.fma(bb, c9b);
                v = FloatVector.broadcast(S, a[ak + 10]);
                c10a = v.fma(ba, c10a);
                c10b = v.fma(bb, c10b);
                v = FloatVector.broadcast(S, a[ak + 11]);
                c11a = v.fma(ba, c11a);
                c11b = v.fma(bb, c11b);
                ak += aStep;
                bk += bStep;
            }
        }
        c0a.intoArray(c, cAt + 0 * NR);
        c0b.intoArray(c, cAt + 0 * NR + Lanes.F32);
        c1a.intoArray(c, cAt + 1 * NR);
        c1b.intoArray(c, cAt + 1 * NR + Lanes.F32);
        c2a.intoArray(c, cAt + 2 * NR);
        c2b.intoArray(c, cAt + 2 * NR + Lanes.F32);
        c3a.intoArray(c, cAt + 3 * NR);
        c3b.intoArray(c, cAt + 3 * NR + Lanes.F32);
        c4a.intoArray(c, cAt + 4 * NR);
        c4b.intoArray(c, cAt + 4 * NR + Lanes.F32);
        c5a.intoArray(c, cAt + 5 * NR);
        c5b.intoArray(c, cAt + 5 * NR + Lanes.F32);
        c6a.intoArray(c, cAt + 6 * NR);
        c6b.intoArray(c, cAt + 6 * NR + Lanes.F32);
        c7a.intoArray(c, cAt + 7 * NR);
        c7b.intoArray(c, cAt + 7 * NR + Lanes.F32);
        c8a.intoArray(c, cAt + 8 * NR);
        c8b.intoArray(c, cAt + 8 * NR + Lanes.F32);
        c9a.intoArray(c, cAt + 9 * NR);
        c9b.intoArray(c, cAt + 9 * NR + Lanes.F32);
        c10a.intoArray(c, cAt + 10 * NR);
        c10b.intoArray(c, cAt + 10 * NR + Lanes.F32);
        c11a.intoArray(c, cAt + 11 * NR);
        c11b.intoArray(c, cAt + 11 * NR + Lanes.F32);
    }
}
