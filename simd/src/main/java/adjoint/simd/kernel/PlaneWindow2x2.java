package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link PlaneWindow3x3}, for a window of 2x2: what a transposed convolution with kernel 4 and stride 2 leaves to each phase.
 *
 * <p>Registers: 4 of W + 2 accumulators + what outputs start with + 1 of A = 8.
 */
public final class PlaneWindow2x2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PlaneWindow2x2() {
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
        assert outputs > 0 && lo <= 1 && outputs - lo <= inputs && lanes <= Lanes.F32;
        FloatVector w00 = FloatVector.broadcast(S, w[wAt]);
        FloatVector w01 = FloatVector.broadcast(S, w[wAt + 1]);
        FloatVector w10 = FloatVector.broadcast(S, w[wAt + 2]);
        FloatVector w11 = FloatVector.broadcast(S, w[wAt + 3]);
        FloatVector init = FloatVector.broadcast(S, w[wAt + 4]);
        VectorMask<Float> within0 = Lanes.within(column, columns);
        VectorMask<Float> within1 = Lanes.within(column + 1, columns);
        VectorMask<Float> stored = Lanes.within(0, lanes);
        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
        FloatVector t1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 1 - lo);
        int y = from + lo - 1;
        int at = aAt + from * pitch;
        int out = cAt + y * outPitch;
        for (int row = from; row < end; row++) {
            FloatVector t0 = init;
            FloatVector v = FloatVector.fromArray(S, a, at, within0);
            t1 = v.fma(w10, t1);
            t0 = v.fma(w00, t0);
            v = FloatVector.fromArray(S, a, at + 1, within1);
            t1 = v.fma(w11, t1);
            t0 = v.fma(w01, t0);
            if (y >= 0) {
                t1.intoArray(c, out, stored);
            }
            t1 = t0;
            at += pitch;
            out += outPitch;
            y++;
        }
        for (; y < outputs; y++) {
            if (y >= 0) {
                t1.intoArray(c, out, stored);
            }
            out += outPitch;
        }
    }
}
