package adjoint.simd.pack;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * B[k] = A[k], for rows of a few vectors, where a call of the library's copy takes longer than the copy. Requires a vector at least.
 */
final class CopyRow {

    private CopyRow() {
    }

    /**
     * Copies.
     *
     * @param count number of floats
     * @param a     source
     * @param aAt   where it starts
     * @param b     destination
     * @param bAt   where it starts
     */
    static void run(int count, float[] a, int aAt, float[] b, int bAt) {
        assert count >= Lanes.F32;
        int last = count - Lanes.F32;
        for (int k = 0; k < last; k += Lanes.F32) {
            FloatVector.fromArray(Lanes.SPECIES, a, aAt + k).intoArray(b, bAt + k);
        }
        FloatVector.fromArray(Lanes.SPECIES, a, aAt + last).intoArray(b, bAt + last);
    }
}
