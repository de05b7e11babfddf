package adjoint.simd.pack;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** C[k][nr] = F[k] * B[k][nr] on whole vectors. */
public final class ScalePanel {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ScalePanel() {
    }

    /**
     * Multiplies.
     *
     * @param steps number of steps
     * @param nr    floats of a step, a multiple of the lanes
     * @param f     a factor for each step
     * @param fAt   where they start
     * @param b     the panel
     * @param bAt   where its first step starts
     * @param c     the result
     * @param cAt   where its first step starts
     */
    public static void run(int steps, int nr, float[] f, int fAt, float[] b, int bAt, float[] c, int cAt) {
        assert nr % Lanes.F32 == 0;
        for (int k = 0; k < steps; k++) {
            FloatVector factor = FloatVector.broadcast(S, f[fAt + k]);
            for (int v = k * nr; v < (k + 1) * nr; v += Lanes.F32) {
                factor.mul(FloatVector.fromArray(S, b, bAt + v)).intoArray(c, cAt + v);
            }
        }
    }
}
