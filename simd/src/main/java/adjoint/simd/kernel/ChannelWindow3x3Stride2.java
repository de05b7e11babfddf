package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelWindow3x3}, with stride 2: two rows of outputs read five rows of inputs, and output x reads columns 2x - lo to 2x - lo
 * + 2, of which it shares the first with the output before it.
 *
 * <p>Registers: 9 of W + 4 accumulators + what outputs start with + 1 of A = 15.
 */
public final class ChannelWindow3x3Stride2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelWindow3x3Stride2() {
    }

    /**
     * Computes two rows; what {@link ChannelWindow3x3#run} says holds but for what is said here.
     *
     * @param outputs  outputs of a row
     * @param lo       columns before the image that output 0 reads; at most 1
     * @param inputs   columns of the image; at most 1 beyond them is read by the last output
     * @param a        the image
     * @param aAt      its column 0 in input row 0
     * @param rowStep  from one input row to the next
     * @param pixel    from one input column to the next
     * @param outside  bit r says that input row r lies outside the image; only the first and the last may
     * @param w        the weights
     * @param wAt      where the vectors start
     * @param c        the outputs
     * @param cAt      output 0 of output row 0
     * @param outRow   from output row 0 to output row 1
     * @param outPixel from one output to the next
     */
    public static void run(int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel, int outside,
            float[] w, int wAt, float[] c, int cAt, int outRow, int outPixel) {
        assert outputs > 0 && lo <= 1 && 2 * outputs - lo <= inputs;
        boolean hasFirst = (outside & 1) == 0;
        boolean hasLast = (outside & 1 << 4) == 0;
        FloatVector w00 = FloatVector.fromArray(S, w, wAt);
        FloatVector w01 = FloatVector.fromArray(S, w, wAt + Lanes.F32);
        FloatVector w02 = FloatVector.fromArray(S, w, wAt + 2 * Lanes.F32);
        FloatVector w10 = FloatVector.fromArray(S, w, wAt + 3 * Lanes.F32);
        FloatVector w11 = FloatVector.fromArray(S, w, wAt + 4 * Lanes.F32);
        FloatVector w12 = FloatVector.fromArray(S, w, wAt + 5 * Lanes.F32);
        FloatVector w20 = FloatVector.fromArray(S, w, wAt + 6 * Lanes.F32);
        FloatVector w21 = FloatVector.fromArray(S, w, wAt + 7 * Lanes.F32);
        FloatVector w22 = FloatVector.fromArray(S, w, wAt + 8 * Lanes.F32);
        FloatVector init = FloatVector.fromArray(S, w, wAt + 9 * Lanes.F32);
        // The outputs of both rows that have met their first column.
        FloatVector met0 = init;
        FloatVector met1 = init;
        FloatVector v;
        int at = aAt - lo * pixel;
        if (lo <= 0) {
            if (hasFirst) {
                met0 = FloatVector.fromArray(S, a, at).fma(w00, met0);
            }
            met0 = FloatVector.fromArray(S, a, at + rowStep).fma(w10, met0);
            v = FloatVector.fromArray(S, a, at + 2 * rowStep);
            met0 = v.fma(w20, met0);
            met1 = v.fma(w00, met1);
            met1 = FloatVector.fromArray(S, a, at + 3 * rowStep).fma(w10, met1);
            if (hasLast) {
                met1 = FloatVector.fromArray(S, a, at + 4 * rowStep).fma(w20, met1);
            }
        }
        int out = cAt;
        // Outputs whose last column lies within the image.
        int whole = Math.min(outputs, (inputs - 1 + lo) / 2);
        for (int x = 0; x < outputs; x++) {
            FloatVector next0 = init;
            FloatVector next1 = init;
            int mid = at + pixel;
            at = mid + pixel;
            if (hasFirst) {
                met0 = FloatVector.fromArray(S, a, mid).fma(w01, met0);
            }
            met0 = FloatVector.fromArray(S, a, mid + rowStep).fma(w11, met0);
            v = FloatVector.fromArray(S, a, mid + 2 * rowStep);
            met0 = v.fma(w21, met0);
            met1 = v.fma(w01, met1);
            met1 = FloatVector.fromArray(S, a, mid + 3 * rowStep).fma(w11, met1);
            if (hasLast) {
                met1 = FloatVector.fromArray(S, a, mid + 4 * rowStep).fma(w21, met1);
            }
            if (x < whole) {
                if (hasFirst) {
                    v = FloatVector.fromArray(S, a, at);
                    met0 = v.fma(w02, met0);
                    next0 = v.fma(w00, next0);
                }
                v = FloatVector.fromArray(S, a, at + rowStep);
                met0 = v.fma(w12, met0);
                next0 = v.fma(w10, next0);
                v = FloatVector.fromArray(S, a, at + 2 * rowStep);
                met0 = v.fma(w22, met0);
                next0 = v.fma(w20, next0);
                met1 = v.fma(w02, met1);
                next1 = v.fma(w00, next1);
                v = FloatVector.fromArray(S, a, at + 3 * rowStep);
                met1 = v.fma(w12, met1);
                next1 = v.fma(w10, next1);
                if (hasLast) {
                    v = FloatVector.fromArray(S, a, at + 4 * rowStep);
                    met1 = v.fma(w22, met1);
                    next1 = v.fma(w20, next1);
                }
            }
            met0.intoArray(c, out);
            met1.intoArray(c, out + outRow);
            met0 = next0;
            met1 = next1;
            out += outPixel;
        }
    }
}
