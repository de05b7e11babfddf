package adjoint.simd.pack;

import adjoint.simd.Lanes;
import adjoint.simd.Pairs;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** B[k] = A[2k]: every second float. Requires a vector of them at least, and reads the float behind the last. */
final class Unzip2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private Unzip2() {
    }

    /**
     * Copies.
     *
     * @param count number of floats of B
     * @param a     source
     * @param aAt   first float
     * @param b     destination
     * @param bAt   where it starts
     */
    static void run(int count, float[] a, int aAt, float[] b, int bAt) {
        assert count >= Lanes.F32;
        int last = count - Lanes.F32;
        for (int k = 0; k < last; k += Lanes.F32) {
            unzip(a, aAt + 2 * k, b, bAt + k);
        }
        unzip(a, aAt + 2 * last, b, bAt + last);
    }

    private static void unzip(float[] a, int aAt, float[] b, int bAt) {
        IntVector first = FloatVector.fromArray(S, a, aAt).reinterpretAsInts();
        IntVector second = FloatVector.fromArray(S, a, aAt + Lanes.F32).reinterpretAsInts();
        Pairs.EVEN.selectFrom(first, second).reinterpretAsFloats().intoArray(b, bAt);
    }
}
