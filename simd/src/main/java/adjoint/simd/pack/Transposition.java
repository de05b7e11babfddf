package adjoint.simd.pack;

import adjoint.simd.Lanes;

/** B[j][16] = A[16][j] for blocks of columns j, one vector wide, by the kernel for vectors of this length. */
final class Transposition {

    /** Rows of A. */
    static final int ROWS = Transpose16x1v.ROWS;
    /** Columns of a block. */
    static final int COLUMNS = Lanes.F32;

    private Transposition() {
    }

    /** As {@link Transpose16x1v#run}. */
    static void run(int blocks, float[] a, int aAt, int aRowStep, int aStep, float[] b, int bAt, int bRowStep,
            int bStep) {
        if (Lanes.F32 == Transpose8x1v.LANES) {
            Transpose8x1v.run(blocks, a, aAt, aRowStep, aStep, b, bAt, bRowStep, bStep);
        } else {
            Transpose16x1v.run(blocks, a, aAt, aRowStep, aStep, b, bAt, bRowStep, bStep);
        }
    }
}
