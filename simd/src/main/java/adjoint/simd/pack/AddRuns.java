package adjoint.simd.pack;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** C[i][k] += A[at[i]][k] for rows i of a few vectors. */
final class AddRuns {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private AddRuns() {
    }

    /**
     * Adds.
     *
     * @param rows   number of runs
     * @param length floats of each
     * @param a      what is added
     * @param at     where each run lies
     * @param by     what is added to that
     * @param c      the sums
     * @param cAt    where those of the first run start
     * @param cStep  from one run to the next
     */
    static void run(int rows, int length, float[] a, int[] at, int by, float[] c, int cAt, int cStep) {
        int whole = S.loopBound(length);
        for (int k = 0; k < whole; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int to = cAt + i * cStep + k;
                FloatVector.fromArray(S, c, to).add(FloatVector.fromArray(S, a, at[i] + by + k)).intoArray(c, to);
            }
        }
        for (int k = whole; k < length; k++) {
            for (int i = 0; i < rows; i++) {
                c[cAt + i * cStep + k] += a[at[i] + by + k];
            }
        }
    }
}
