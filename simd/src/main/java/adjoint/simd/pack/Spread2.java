package adjoint.simd.pack;

import adjoint.simd.Lanes;
import adjoint.simd.Pairs;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** B[2k] = A[k]; the floats between stay as they are. Requires a vector of A at least. */
final class Spread2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private static final VectorMask<Float> EVEN = VectorMask.fromLong(Lanes.SPECIES, 0x5555_5555_5555_5555L);

    private Spread2() {
    }

    /**
     * Copies.
     *
     * @param count number of floats of A
     * @param a     source
     * @param aAt   where it starts
     * @param b     destination
     * @param bAt   first float
     */
    static void run(int count, float[] a, int aAt, float[] b, int bAt) {
        assert count >= Lanes.F32;
        int last = count - Lanes.F32;
        for (int k = 0; k < last; k += Lanes.F32) {
            spread(a, aAt + k, b, bAt + 2 * k);
        }
        spread(a, aAt + last, b, bAt + 2 * last);
    }

    private static void spread(float[] a, int aAt, float[] b, int bAt) {
        IntVector v = FloatVector.fromArray(S, a, aAt).reinterpretAsInts();
        Pairs.LOWER.selectFrom(v, v).reinterpretAsFloats().intoArray(b, bAt, EVEN);
        Pairs.UPPER.selectFrom(v, v).reinterpretAsFloats().intoArray(b, bAt + Lanes.F32, EVEN);
    }
}
