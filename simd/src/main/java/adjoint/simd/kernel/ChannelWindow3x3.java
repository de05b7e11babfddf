package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Two rows of outputs of a 3x3 window with stride 1, channel by channel, for one vector of channels: walks along the inputs of the rows
 * and loads each once, for the up to 18 outputs and taps that it meets.
 *
 * <pre>
 * input row 0   o o o o         output row 0 reads input rows 0 to 2,
 * input row 1   o o o o         output row 1 reads input rows 1 to 3.
 * input row 2   o o o o         Output x reads columns x - lo to x - lo + 2;
 * input row 3   o o o o         columns outside the image are not read.
 * </pre>
 *
 * <p>W: 9 vectors, rows outermost, and one that outputs start with. Registers: 9 of W + 6 accumulators + what outputs start with + 1 of
 * A = 17. With four loads for 18 multiply-adds it does not matter that loads of arrays cross cache lines.
 */
public final class ChannelWindow3x3 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelWindow3x3() {
    }

    /**
     * Computes two rows. Output row 0 is stored first, pixel by pixel: with {@code outRow} 0 only output row 1 is left.
     *
     * @param outputs  outputs of a row
     * @param lo       columns before the image that output 0 reads; at most 2
     * @param inputs   columns of the image; at most 2 beyond them are read by the last output
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
        assert outputs > 0 && lo <= 2 && outputs - lo <= inputs;
        boolean hasFirst = (outside & 1) == 0;
        boolean hasLast = (outside & 1 << 3) == 0;
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
        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
        FloatVector r0t2 = init;
        FloatVector r1t2 = init;
        FloatVector r0t1 = init;
        FloatVector r1t1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 2 - lo);
        int x = from + lo - 2;
        int at = aAt + from * pixel;
        int out = cAt + x * outPixel;
        for (int column = from; column < end; column++) {
            FloatVector r0t0 = init;
            FloatVector r1t0 = init;
            FloatVector v;
            if (hasFirst) {
                v = FloatVector.fromArray(S, a, at);
                r0t2 = v.fma(w02, r0t2);
                r0t1 = v.fma(w01, r0t1);
                r0t0 = v.fma(w00, r0t0);
            }
            v = FloatVector.fromArray(S, a, at + rowStep);
            r0t2 = v.fma(w12, r0t2);
            r0t1 = v.fma(w11, r0t1);
            r0t0 = v.fma(w10, r0t0);
            r1t2 = v.fma(w02, r1t2);
            r1t1 = v.fma(w01, r1t1);
            r1t0 = v.fma(w00, r1t0);
            v = FloatVector.fromArray(S, a, at + 2 * rowStep);
            r0t2 = v.fma(w22, r0t2);
            r0t1 = v.fma(w21, r0t1);
            r0t0 = v.fma(w20, r0t0);
            r1t2 = v.fma(w12, r1t2);
            r1t1 = v.fma(w11, r1t1);
            r1t0 = v.fma(w10, r1t0);
            if (hasLast) {
                v = FloatVector.fromArray(S, a, at + 3 * rowStep);
                r1t2 = v.fma(w22, r1t2);
                r1t1 = v.fma(w21, r1t1);
                r1t0 = v.fma(w20, r1t0);
            }
            if (x >= 0) {
                r0t2.intoArray(c, out);
                r1t2.intoArray(c, out + outRow);
            }
            r0t2 = r0t1;
            r1t2 = r1t1;
            r0t1 = r0t0;
            r1t1 = r1t0;
            at += pixel;
            out += outPixel;
            x++;
        }
        for (; x < outputs; x++) {
            if (x >= 0) {
                r0t2.intoArray(c, out);
                r1t2.intoArray(c, out + outRow);
            }
            r0t2 = r0t1;
            r1t2 = r1t1;
            out += outPixel;
        }
    }
}
