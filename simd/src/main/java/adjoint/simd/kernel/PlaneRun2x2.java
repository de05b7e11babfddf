package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link PlaneRun3x3}, for a window of 2x2: what a transposed convolution with kernel 4 and stride 2 leaves to each phase.
 *
 * <p>Registers: 4 of W + what outputs start with + 1 accumulator + 1 of A = 7.
 */
public final class PlaneRun2x2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PlaneRun2x2() {
    }

    /**
     * Computes a run.
     *
     * @param floats  outputs; those behind the last whole vector are left
     * @param outside bit k: the window's row k lies outside the image, and is not read
     * @param a       the image
     * @param aAt     what the first output's first tap reads
     * @param pitch   from one row to the next
     * @param w       the weights, rows outermost, and what outputs start with
     * @param wAt     where they start
     * @param c       the outputs
     * @param cAt     the first one
     */
    public static void run(int floats, int outside, float[] a, int aAt, int pitch, float[] w, int wAt, float[] c,
            int cAt) {
        assert floats >= 0;
        boolean has0 = (outside & 1) == 0;
        boolean has1 = (outside & 1 << 1) == 0;
        FloatVector w00 = FloatVector.broadcast(S, w[wAt]);
        FloatVector w01 = FloatVector.broadcast(S, w[wAt + 1]);
        FloatVector w10 = FloatVector.broadcast(S, w[wAt + 2]);
        FloatVector w11 = FloatVector.broadcast(S, w[wAt + 3]);
        FloatVector init = FloatVector.broadcast(S, w[wAt + 4]);
        int row0 = aAt;
        int row1 = row0 + pitch;
        for (int x = 0; x <= floats - Lanes.F32; x += Lanes.F32) {
            FloatVector sum = init;
            if (has0) {
                sum = FloatVector.fromArray(S, a, row0 + x).fma(w00, sum);
                sum = FloatVector.fromArray(S, a, row0 + x + 1).fma(w01, sum);
            }
            if (has1) {
                sum = FloatVector.fromArray(S, a, row1 + x).fma(w10, sum);
                sum = FloatVector.fromArray(S, a, row1 + x + 1).fma(w11, sum);
            }
            sum.intoArray(c, cAt + x);
        }
    }
}
