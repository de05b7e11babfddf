package adjoint.simd.pack;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * B[at[i]][k] = A[i][k] for rows i of a vector or a few more: a vector at a time, the last one again rather than fewer floats.
 *
 * <p>Vectors of 16 floats would be too long, so these copy four at a time. Other widths copy whole vectors, though four would do too:
 * C2 specialises vector stores by the types of vectors that it has seen. With two types it may allocate every sum of a kernel at every
 * step, at a twentieth of the speed.
 */
final class CopyRuns {

    private static final VectorSpecies<Float> S = Lanes.F32 <= 8 ? Lanes.SPECIES : FloatVector.SPECIES_128;

    /** Floats of the shortest run. */
    static final int MIN_LENGTH = S.length();

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
        int from = aAt;
        for (int i = 0; i < rows; i++) {
            int to = at[i] + by;
            for (int k = 0; k < length; k += MIN_LENGTH) {
                int place = Math.min(k, length - MIN_LENGTH);
                FloatVector.fromArray(S, a, from + place).intoArray(b, to + place);
            }
            from += aStep;
        }
    }
}
