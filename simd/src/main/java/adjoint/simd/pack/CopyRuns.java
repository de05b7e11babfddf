package adjoint.simd.pack;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * B[at[i]][k] = A[i][k] for rows i of a vector or a few more: a vector at a time, the last one again rather than fewer floats.
 *
 * <p>Where vectors are as long as 16 floats, runs that do not fill one are copied under a mask. Shorter vectors would do for them, but
 * C2 specialises vector stores by the types of vectors that it has seen: with two types it may allocate every sum of a kernel at every
 * step, at a twentieth of the speed.
 */
final class CopyRuns {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    /** Floats of the shortest run. */
    static final int MIN_LENGTH = Lanes.F32 > 8 ? 4 : Lanes.F32;

    private CopyRuns() {
    }

    /**
     * Copies.
     *
     * @param rows   number of runs
     * @param length floats of each
     * @param a      source
     * @param aAt    where the first run starts
     * @param aStep  from one run to the next
     * @param b      destination
     * @param at     where each run goes
     * @param by     what is added to that
     */
    static void run(int rows, int length, float[] a, int aAt, int aStep, float[] b, int[] at, int by) {
        assert length >= MIN_LENGTH && at.length >= rows;
        if (length < Lanes.F32) {
            partsOfVectors(rows, length, a, aAt, aStep, b, at, by);
            return;
        }
        int last = length - Lanes.F32;
        int from = aAt;
        for (int i = 0; i < rows; i++) {
            int to = at[i] + by;
            for (int k = 0; k < last; k += Lanes.F32) {
                FloatVector.fromArray(S, a, from + k).intoArray(b, to + k);
            }
            FloatVector.fromArray(S, a, from + last).intoArray(b, to + last);
            from += aStep;
        }
    }

    private static void partsOfVectors(int rows, int length, float[] a, int aAt, int aStep, float[] b, int[] at,
            int by) {
        VectorMask<Float> mask = S.indexInRange(0, length);
        int from = aAt;
        for (int i = 0; i < rows; i++) {
            FloatVector.fromArray(S, a, from, mask).intoArray(b, at[i] + by, mask);
            from += aStep;
        }
    }
}
