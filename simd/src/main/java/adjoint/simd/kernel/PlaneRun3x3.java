package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Windows of three rows and columns along the memory of a plane: outputs follow each other as their inputs do. Memory is met in order, and
 * there is nothing to mask, since columns outside the image are not met in a row's inner outputs. A run may go on from row to row
 * where rows of inputs and outputs are equally far apart; what it makes of the outputs between is overwritten by
 * {@link PlaneColumn3x3}.
 *
 * <p>Registers: 9 of W + what outputs start with + 1 accumulator + 1 of A = 12.
 */
public final class PlaneRun3x3 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PlaneRun3x3() {
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
        boolean has2 = (outside & 1 << 2) == 0;
        FloatVector w00 = FloatVector.broadcast(S, w[wAt]);
        FloatVector w01 = FloatVector.broadcast(S, w[wAt + 1]);
        FloatVector w02 = FloatVector.broadcast(S, w[wAt + 2]);
        FloatVector w10 = FloatVector.broadcast(S, w[wAt + 3]);
        FloatVector w11 = FloatVector.broadcast(S, w[wAt + 4]);
        FloatVector w12 = FloatVector.broadcast(S, w[wAt + 5]);
        FloatVector w20 = FloatVector.broadcast(S, w[wAt + 6]);
        FloatVector w21 = FloatVector.broadcast(S, w[wAt + 7]);
        FloatVector w22 = FloatVector.broadcast(S, w[wAt + 8]);
        FloatVector init = FloatVector.broadcast(S, w[wAt + 9]);
        int row0 = aAt;
        int row1 = row0 + pitch;
        int row2 = row1 + pitch;
        for (int x = 0; x <= floats - Lanes.F32; x += Lanes.F32) {
            FloatVector sum = init;
            if (has0) {
                sum = FloatVector.fromArray(S, a, row0 + x).fma(w00, sum);
                sum = FloatVector.fromArray(S, a, row0 + x + 1).fma(w01, sum);
                sum = FloatVector.fromArray(S, a, row0 + x + 2).fma(w02, sum);
            }
            if (has1) {
                sum = FloatVector.fromArray(S, a, row1 + x).fma(w10, sum);
                sum = FloatVector.fromArray(S, a, row1 + x + 1).fma(w11, sum);
                sum = FloatVector.fromArray(S, a, row1 + x + 2).fma(w12, sum);
            }
            if (has2) {
                sum = FloatVector.fromArray(S, a, row2 + x).fma(w20, sum);
                sum = FloatVector.fromArray(S, a, row2 + x + 1).fma(w21, sum);
                sum = FloatVector.fromArray(S, a, row2 + x + 2).fma(w22, sum);
            }
            sum.intoArray(c, cAt + x);
        }
    }
}
