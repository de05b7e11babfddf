package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link PlaneRun3x3}, with stride 2, within one row. Lanes are in order only when they are stored, as in
 * {@link PlaneWindow3x3Stride2}.
 *
 * <p>Registers: 9 of W + what outputs start with + 1 accumulator + 2 of A + the order + the odd lanes = 15.
 */
public final class PlaneRun3x3Stride2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    /** The lanes of the second half's outputs. */
    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);
    /** Where outputs lie in order. */
    private static final VectorShuffle<Float> ORDER = VectorShuffle.fromOp(S,
            lane -> lane < Lanes.F32 / 2 ? 2 * lane : 2 * lane - Lanes.F32 + 1);

    private PlaneRun3x3Stride2() {
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
        for (int x = 0; x <= 2 * (floats - Lanes.F32); x += 2 * Lanes.F32) {
            FloatVector sum = init;
            if (has0) {
                sum = FloatVector.fromArray(S, a, row0 + x)
                        .blend(FloatVector.fromArray(S, a, row0 + x + Lanes.F32 - 1), ODD).fma(w00, sum);
                sum = FloatVector.fromArray(S, a, row0 + x + 1)
                        .blend(FloatVector.fromArray(S, a, row0 + x + Lanes.F32), ODD).fma(w01, sum);
                sum = FloatVector.fromArray(S, a, row0 + x + 2)
                        .blend(FloatVector.fromArray(S, a, row0 + x + Lanes.F32 + 1), ODD).fma(w02, sum);
            }
            if (has1) {
                sum = FloatVector.fromArray(S, a, row1 + x)
                        .blend(FloatVector.fromArray(S, a, row1 + x + Lanes.F32 - 1), ODD).fma(w10, sum);
                sum = FloatVector.fromArray(S, a, row1 + x + 1)
                        .blend(FloatVector.fromArray(S, a, row1 + x + Lanes.F32), ODD).fma(w11, sum);
                sum = FloatVector.fromArray(S, a, row1 + x + 2)
                        .blend(FloatVector.fromArray(S, a, row1 + x + Lanes.F32 + 1), ODD).fma(w12, sum);
            }
            if (has2) {
                sum = FloatVector.fromArray(S, a, row2 + x)
                        .blend(FloatVector.fromArray(S, a, row2 + x + Lanes.F32 - 1), ODD).fma(w20, sum);
                sum = FloatVector.fromArray(S, a, row2 + x + 1)
                        .blend(FloatVector.fromArray(S, a, row2 + x + Lanes.F32), ODD).fma(w21, sum);
                sum = FloatVector.fromArray(S, a, row2 + x + 2)
                        .blend(FloatVector.fromArray(S, a, row2 + x + Lanes.F32 + 1), ODD).fma(w22, sum);
            }
            sum.rearrange(ORDER).intoArray(c, cAt + x / 2);
        }
    }
}
