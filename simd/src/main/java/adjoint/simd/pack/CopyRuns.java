package adjoint.simd.pack;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * B[at[i]][k] = A[i][k] for rows i of four floats or a few more: four at a time at every width, the last four again rather than fewer.
 */
public final class CopyRuns {

    /** Floats of the shortest run. */
    static final int MIN_LENGTH = 4;

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_128;

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
    public static void run(int rows, int length, float[] a, int aAt, int aStep, float[] b, int[] at, int by) {
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
