package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * A column of outputs, one vector wide, of a 3x3 window with stride 1 on one plane: walks down the rows of the image and loads each for
 * the up to three rows of outputs that it meets. Lanes are neighbouring columns; those that would read beside the image read zeros.
 *
 * <p>Registers: 9 of W + 3 accumulators + what outputs start with + 1 of A = 14. Three loads, each possibly across two cache lines, for
 * 9 multiply-adds.
 */
public final class PlaneWindow3x3 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PlaneWindow3x3() {
    }

    /**
     * Computes a column.
     *
     * @param outputs  rows of outputs
     * @param lo       rows before the image that output row 0 reads; at most 2
     * @param inputs   rows of the image; at most 2 beyond them are read by the last output row
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
        assert outputs > 0 && lo <= 2 && outputs - lo <= inputs && lanes <= Lanes.F32;
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
        VectorMask<Float> stored = Lanes.within(0, lanes);
        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
        FloatVector t2 = init;
        FloatVector t1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 2 - lo);
        int y = from + lo - 2;
        int at = aAt + from * pitch;
        int out = cAt + y * outPitch;
        for (int row = from; row < end; row++) {
            FloatVector t0 = init;
            FloatVector v = FloatVector.fromArray(S, a, at, within0);
            t2 = v.fma(w20, t2);
            t1 = v.fma(w10, t1);
            t0 = v.fma(w00, t0);
            v = FloatVector.fromArray(S, a, at + 1, within1);
            t2 = v.fma(w21, t2);
            t1 = v.fma(w11, t1);
            t0 = v.fma(w01, t0);
            v = FloatVector.fromArray(S, a, at + 2, within2);
            t2 = v.fma(w22, t2);
            t1 = v.fma(w12, t1);
            t0 = v.fma(w02, t0);
            if (y >= 0) {
                t2.intoArray(c, out, stored);
            }
            t2 = t1;
            t1 = t0;
            at += pitch;
            out += outPitch;
            y++;
        }
        for (; y < outputs; y++) {
            if (y >= 0) {
                t2.intoArray(c, out, stored);
            }
            t2 = t1;
            out += outPitch;
        }
    }
}
