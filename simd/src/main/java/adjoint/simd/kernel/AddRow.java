package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** C[k] += A[k] on whole vectors. */
public final class AddRow {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private AddRow() {
    }

    /**
     * Adds.
     *
     * @param floats number of floats, a multiple of the lanes
     * @param a      what is added
     * @param aAt    where it starts
     * @param c      the sums
     */
    public static void run(int floats, float[] a, int aAt, float[] c) {
        assert floats % Lanes.F32 == 0;
        for (int k = 0; k < floats; k += Lanes.F32) {
            FloatVector.fromArray(S, c, k).add(FloatVector.fromArray(S, a, aAt + k)).intoArray(c, k);
        }
    }
}
