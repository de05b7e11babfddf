package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import adjoint.simd.Pairs;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** C[2i] = A[i], C[2i + 1] = B[i]: puts the columns of two phases side by side. */
public final class Zip {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private Zip() {
    }

    /**
     * Zips.
     *
     * @param floats floats of C
     * @param parts  A and B
     * @param aAt    where A starts
     * @param bAt    where B starts
     * @param c      destination
     * @param cAt    where it starts
     */
    public static void run(int floats, float[] parts, int aAt, int bAt, float[] c, int cAt) {
        int pairs = floats / 2;
        int i = 0;
        for (; i <= pairs - Lanes.F32; i += Lanes.F32) {
            IntVector a = FloatVector.fromArray(S, parts, aAt + i).reinterpretAsInts();
            IntVector b = FloatVector.fromArray(S, parts, bAt + i).reinterpretAsInts();
            Pairs.LOWER.selectFrom(a, b).reinterpretAsFloats().intoArray(c, cAt + 2 * i);
            Pairs.UPPER.selectFrom(a, b).reinterpretAsFloats().intoArray(c, cAt + 2 * i + Lanes.F32);
        }
        for (; i < pairs; i++) {
            c[cAt + 2 * i] = parts[aAt + i];
            c[cAt + 2 * i + 1] = parts[bAt + i];
        }
        if (floats % 2 == 1) {
            c[cAt + floats - 1] = parts[aAt + pairs];
        }
    }
}
