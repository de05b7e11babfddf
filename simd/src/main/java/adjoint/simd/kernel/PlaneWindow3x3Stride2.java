package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link PlaneWindow3x3}, with stride 2: the columns that lanes read are two apart. The even lanes of one vector and the odd ones of
 * another, which starts where they lie, make a tap's inputs without a permute; so even lanes are outputs of the first half and odd ones
 * of the second until a row is stored.
 *
 * <p>Registers: 9 of W + 2 accumulators + what outputs start with + 4 of A + 2 of the order = 18, and 8 masks.
 */
public final class PlaneWindow3x3Stride2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    /** The lanes of the second half's outputs. */
    private static final VectorMask<Float> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);
    /** Where outputs lie in order. */
    private static final VectorShuffle<Float> ORDER = VectorShuffle.fromOp(S,
            lane -> lane < Lanes.F32 / 2 ? 2 * lane : 2 * lane - Lanes.F32 + 1);

    private PlaneWindow3x3Stride2() {
    }

    /**
     * Computes a column.
     *
     * @param outputs  rows of outputs
     * @param lo       rows before the image that output row 0 reads; at most 1
     * @param inputs   rows of the image; at most 1 beyond them is read by the last output row
     * @param a        the image
     * @param aAt      where lane 0 reads its first column in row 0 of the image, which may be before the image
     * @param pitch    from one row to the next
     * @param column   the column that this is, negative before the image
     * @param columns  columns of the image
     * @param w        the weights, rows outermost, and what outputs start with
     * @param wAt      where they start
     * @param c        the outputs
     * @param cAt      lane 0 in output row 0
     * @param lanes    lanes that are outputs; the others are not stored
     * @param outPitch from one row of outputs to the next
     */
    public static void run(int outputs, int lo, int inputs, float[] a, int aAt, int pitch, int column, int columns,
            float[] w, int wAt, float[] c, int cAt, int lanes, int outPitch) {
        assert outputs > 0 && lo <= 1 && 2 * outputs - lo <= inputs && lanes <= Lanes.F32;
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
        VectorMask<Float> within0 = Lanes.within(column, columns);
        VectorMask<Float> within1 = Lanes.within(column + 1, columns);
        VectorMask<Float> within2 = Lanes.within(column + 2, columns);
        VectorMask<Float> beyond0 = Lanes.within(column + Lanes.F32 - 1, columns);
        VectorMask<Float> beyond1 = Lanes.within(column + Lanes.F32, columns);
        VectorMask<Float> beyond2 = Lanes.within(column + Lanes.F32 + 1, columns);
        VectorMask<Float> stored = Lanes.within(0, lanes);
        // The outputs that have met their first row.
        FloatVector met = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, 2 * outputs + 1 - lo);
        int y = (from + lo + 1) / 2 - 1;
        int at = aAt + from * pitch;
        int out = cAt + y * outPitch;
        // One place for all loads: C2 stops inlining them where there are too many.
        for (int row = from; row < end; row++) {
            FloatVector left = FloatVector.fromArray(S, a, at, within0)
                    .blend(FloatVector.fromArray(S, a, at + Lanes.F32 - 1, beyond0), ODD);
            FloatVector middle = FloatVector.fromArray(S, a, at + 1, within1)
                    .blend(FloatVector.fromArray(S, a, at + Lanes.F32, beyond1), ODD);
            FloatVector right = FloatVector.fromArray(S, a, at + 2, within2)
                    .blend(FloatVector.fromArray(S, a, at + Lanes.F32 + 1, beyond2), ODD);
            if ((row + lo) % 2 != 0) {
                met = right.fma(w12, middle.fma(w11, left.fma(w10, met)));
            } else {
                if (y >= 0) {
                    right.fma(w22, middle.fma(w21, left.fma(w20, met))).rearrange(ORDER).intoArray(c, out, stored);
                }
                met = right.fma(w02, middle.fma(w01, left.fma(w00, init)));
                y++;
                out += outPitch;
            }
            at += pitch;
        }
        if (y < outputs) {
            met.rearrange(ORDER).intoArray(c, out, stored);
        }
    }
}
