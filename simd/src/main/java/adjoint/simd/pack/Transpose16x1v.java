package adjoint.simd.pack;

import adjoint.simd.Lanes;
import adjoint.simd.Pairs;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * B[j][16] = A[16][j] for blocks of columns j, one vector wide: a transposition in registers.
 *
 * <p>Sixteen rows are seen as one row of 16 times lanes floats. Interleaving its halves moves the highest bit of a float's place to
 * the lowest; after four times the four bits of the row are lowest, whatever the number of lanes.
 *
 * <p>Registers: 16 + 2 of indices + some; spills where there are 16. 64 permutes for 16 vectors. No method of our own between this
 * and the Vector API: C2 stops inlining those, but not the API's, when a method has grown as large as this. Source: Stone,
 * "Parallel processing with the perfect shuffle" (1971).
 */
final class Transpose16x1v {

    /** Rows of A. */
    static final int ROWS = 16;
    /** Columns of a block. */
    static final int COLUMNS = Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private Transpose16x1v() {
    }

    /**
     * Transposes blocks.
     *
     * @param blocks   number of blocks
     * @param a        the rows
     * @param aAt      where the first block starts
     * @param aRowStep from one row to the next
     * @param aStep    from one block to the next
     * @param b        the columns
     * @param bAt      where those of the first block go
     * @param bRowStep from one column to the next
     * @param bStep    from one block to the next
     */
    static void run(int blocks, float[] a, int aAt, int aRowStep, int aStep, float[] b, int bAt, int bRowStep,
            int bStep) {
        int at = aAt;
        int to = bAt;
        for (int block = 0; block < blocks; block++) {
            IntVector a0 = FloatVector.fromArray(S, a, at + 0 * aRowStep).reinterpretAsInts();
            IntVector a1 = FloatVector.fromArray(S, a, at + 1 * aRowStep).reinterpretAsInts();
            IntVector a2 = FloatVector.fromArray(S, a, at + 2 * aRowStep).reinterpretAsInts();
            IntVector a3 = FloatVector.fromArray(S, a, at + 3 * aRowStep).reinterpretAsInts();
            IntVector a4 = FloatVector.fromArray(S, a, at + 4 * aRowStep).reinterpretAsInts();
            IntVector a5 = FloatVector.fromArray(S, a, at + 5 * aRowStep).reinterpretAsInts();
            IntVector a6 = FloatVector.fromArray(S, a, at + 6 * aRowStep).reinterpretAsInts();
            IntVector a7 = FloatVector.fromArray(S, a, at + 7 * aRowStep).reinterpretAsInts();
            IntVector a8 = FloatVector.fromArray(S, a, at + 8 * aRowStep).reinterpretAsInts();
            IntVector a9 = FloatVector.fromArray(S, a, at + 9 * aRowStep).reinterpretAsInts();
            IntVector a10 = FloatVector.fromArray(S, a, at + 10 * aRowStep).reinterpretAsInts();
            IntVector a11 = FloatVector.fromArray(S, a, at + 11 * aRowStep).reinterpretAsInts();
            IntVector a12 = FloatVector.fromArray(S, a, at + 12 * aRowStep).reinterpretAsInts();
            IntVector a13 = FloatVector.fromArray(S, a, at + 13 * aRowStep).reinterpretAsInts();
            IntVector a14 = FloatVector.fromArray(S, a, at + 14 * aRowStep).reinterpretAsInts();
            IntVector a15 = FloatVector.fromArray(S, a, at + 15 * aRowStep).reinterpretAsInts();
            IntVector b0 = Pairs.LOWER.selectFrom(a0, a8);
            IntVector b1 = Pairs.UPPER.selectFrom(a0, a8);
            IntVector b2 = Pairs.LOWER.selectFrom(a1, a9);
            IntVector b3 = Pairs.UPPER.selectFrom(a1, a9);
            IntVector b4 = Pairs.LOWER.selectFrom(a2, a10);
            IntVector b5 = Pairs.UPPER.selectFrom(a2, a10);
            IntVector b6 = Pairs.LOWER.selectFrom(a3, a11);
            IntVector b7 = Pairs.UPPER.selectFrom(a3, a11);
            IntVector b8 = Pairs.LOWER.selectFrom(a4, a12);
            IntVector b9 = Pairs.UPPER.selectFrom(a4, a12);
            IntVector b10 = Pairs.LOWER.selectFrom(a5, a13);
            IntVector b11 = Pairs.UPPER.selectFrom(a5, a13);
            IntVector b12 = Pairs.LOWER.selectFrom(a6, a14);
            IntVector b13 = Pairs.UPPER.selectFrom(a6, a14);
            IntVector b14 = Pairs.LOWER.selectFrom(a7, a15);
            IntVector b15 = Pairs.UPPER.selectFrom(a7, a15);
            IntVector c0 = Pairs.LOWER.selectFrom(b0, b8);
            IntVector c1 = Pairs.UPPER.selectFrom(b0, b8);
            IntVector c2 = Pairs.LOWER.selectFrom(b1, b9);
            IntVector c3 = Pairs.UPPER.selectFrom(b1, b9);
            IntVector c4 = Pairs.LOWER.selectFrom(b2, b10);
            IntVector c5 = Pairs.UPPER.selectFrom(b2, b10);
            IntVector c6 = Pairs.LOWER.selectFrom(b3, b11);
            IntVector c7 = Pairs.UPPER.selectFrom(b3, b11);
            IntVector c8 = Pairs.LOWER.selectFrom(b4, b12);
            IntVector c9 = Pairs.UPPER.selectFrom(b4, b12);
            IntVector c10 = Pairs.LOWER.selectFrom(b5, b13);
            IntVector c11 = Pairs.UPPER.selectFrom(b5, b13);
            IntVector c12 = Pairs.LOWER.selectFrom(b6, b14);
            IntVector c13 = Pairs.UPPER.selectFrom(b6, b14);
            IntVector c14 = Pairs.LOWER.selectFrom(b7, b15);
            IntVector c15 = Pairs.UPPER.selectFrom(b7, b15);
            IntVector d0 = Pairs.LOWER.selectFrom(c0, c8);
            IntVector d1 = Pairs.UPPER.selectFrom(c0, c8);
            IntVector d2 = Pairs.LOWER.selectFrom(c1, c9);
            IntVector d3 = Pairs.UPPER.selectFrom(c1, c9);
            IntVector d4 = Pairs.LOWER.selectFrom(c2, c10);
            IntVector d5 = Pairs.UPPER.selectFrom(c2, c10);
            IntVector d6 = Pairs.LOWER.selectFrom(c3, c11);
            IntVector d7 = Pairs.UPPER.selectFrom(c3, c11);
            IntVector d8 = Pairs.LOWER.selectFrom(c4, c12);
            IntVector d9 = Pairs.UPPER.selectFrom(c4, c12);
            IntVector d10 = Pairs.LOWER.selectFrom(c5, c13);
            IntVector d11 = Pairs.UPPER.selectFrom(c5, c13);
            IntVector d12 = Pairs.LOWER.selectFrom(c6, c14);
            IntVector d13 = Pairs.UPPER.selectFrom(c6, c14);
            IntVector d14 = Pairs.LOWER.selectFrom(c7, c15);
            IntVector d15 = Pairs.UPPER.selectFrom(c7, c15);
            IntVector e0 = Pairs.LOWER.selectFrom(d0, d8);
            IntVector e1 = Pairs.UPPER.selectFrom(d0, d8);
            IntVector e2 = Pairs.LOWER.selectFrom(d1, d9);
            IntVector e3 = Pairs.UPPER.selectFrom(d1, d9);
            IntVector e4 = Pairs.LOWER.selectFrom(d2, d10);
            IntVector e5 = Pairs.UPPER.selectFrom(d2, d10);
            IntVector e6 = Pairs.LOWER.selectFrom(d3, d11);
            IntVector e7 = Pairs.UPPER.selectFrom(d3, d11);
            IntVector e8 = Pairs.LOWER.selectFrom(d4, d12);
            IntVector e9 = Pairs.UPPER.selectFrom(d4, d12);
            IntVector e10 = Pairs.LOWER.selectFrom(d5, d13);
            IntVector e11 = Pairs.UPPER.selectFrom(d5, d13);
            IntVector e12 = Pairs.LOWER.selectFrom(d6, d14);
            IntVector e13 = Pairs.UPPER.selectFrom(d6, d14);
            IntVector e14 = Pairs.LOWER.selectFrom(d7, d15);
            IntVector e15 = Pairs.UPPER.selectFrom(d7, d15);
            e0.reinterpretAsFloats().intoArray(b, to + 0 * COLUMNS / ROWS * bRowStep + 0 * COLUMNS % ROWS);
            e1.reinterpretAsFloats().intoArray(b, to + 1 * COLUMNS / ROWS * bRowStep + 1 * COLUMNS % ROWS);
            e2.reinterpretAsFloats().intoArray(b, to + 2 * COLUMNS / ROWS * bRowStep + 2 * COLUMNS % ROWS);
            e3.reinterpretAsFloats().intoArray(b, to + 3 * COLUMNS / ROWS * bRowStep + 3 * COLUMNS % ROWS);
            e4.reinterpretAsFloats().intoArray(b, to + 4 * COLUMNS / ROWS * bRowStep + 4 * COLUMNS % ROWS);
            e5.reinterpretAsFloats().intoArray(b, to + 5 * COLUMNS / ROWS * bRowStep + 5 * COLUMNS % ROWS);
            e6.reinterpretAsFloats().intoArray(b, to + 6 * COLUMNS / ROWS * bRowStep + 6 * COLUMNS % ROWS);
            e7.reinterpretAsFloats().intoArray(b, to + 7 * COLUMNS / ROWS * bRowStep + 7 * COLUMNS % ROWS);
            e8.reinterpretAsFloats().intoArray(b, to + 8 * COLUMNS / ROWS * bRowStep + 8 * COLUMNS % ROWS);
            e9.reinterpretAsFloats().intoArray(b, to + 9 * COLUMNS / ROWS * bRowStep + 9 * COLUMNS % ROWS);
            e10.reinterpretAsFloats().intoArray(b, to + 10 * COLUMNS / ROWS * bRowStep + 10 * COLUMNS % ROWS);
            e11.reinterpretAsFloats().intoArray(b, to + 11 * COLUMNS / ROWS * bRowStep + 11 * COLUMNS % ROWS);
            e12.reinterpretAsFloats().intoArray(b, to + 12 * COLUMNS / ROWS * bRowStep + 12 * COLUMNS % ROWS);
            e13.reinterpretAsFloats().intoArray(b, to + 13 * COLUMNS / ROWS * bRowStep + 13 * COLUMNS % ROWS);
            e14.reinterpretAsFloats().intoArray(b, to + 14 * COLUMNS / ROWS * bRowStep + 14 * COLUMNS % ROWS);
            e15.reinterpretAsFloats().intoArray(b, to + 15 * COLUMNS / ROWS * bRowStep + 15 * COLUMNS % ROWS);
            at += aStep;
            to += bStep;
        }
    }
}
