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
        VectorMask<Float> left = Lanes.within(column, columns);
        VectorMask<Float> middle = Lanes.within(column + 1, columns);
        VectorMask<Float> right = Lanes.within(column + 2, columns);
        VectorMask<Float> stored = Lanes.within(0, lanes);
        // The outputs whose last, middle and first row is the one at hand.
        FloatVector last = init;
        FloatVector mid = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 2 - lo);
        int y = from + lo - 2;
        int at = aAt + from * pitch;
        int out = cAt + y * outPitch;
        for (int row = from; row < end; row++) {
            FloatVector v = FloatVector.fromArray(S, a, at, left);
            last = v.fma(w20, last);
            mid = v.fma(w10, mid);
            FloatVector first = v.fma(w00, init);
            v = FloatVector.fromArray(S, a, at + 1, middle);
            last = v.fma(w21, last);
            mid = v.fma(w11, mid);
            first = v.fma(w01, first);
            v = FloatVector.fromArray(S, a, at + 2, right);
            last = v.fma(w22, last);
            mid = v.fma(w12, mid);
            first = v.fma(w02, first);
            if (y >= 0) {
                last.intoArray(c, out, stored);
            }
            last = mid;
            mid = first;
            at += pitch;
            out += outPitch;
            y++;
        }
        for (; y < outputs; y++) {
            if (y >= 0) {
                last.intoArray(c, out, stored);
            }
            last = mid;
            out += outPitch;
        }
    }
}
