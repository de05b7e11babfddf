package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelWindow3x3}, for a window of 2x2: what a transposed convolution with kernel 4 and stride 2 leaves to each phase. Two
 * rows of outputs read three rows of inputs, output x reads columns x - lo and x - lo + 1.
 *
 * <p>Registers: 4 of W + 4 accumulators + what outputs start with + 1 of A = 10.
 */
public final class ChannelWindow2x2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelWindow2x2() {
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
        assert outputs > 0 && lo <= 1 && outputs - lo <= inputs;
        boolean hasFirst = (outside & 1) == 0;
        boolean hasLast = (outside & 1 << 2) == 0;
        FloatVector w00 = FloatVector.fromArray(S, w, wAt);
        FloatVector w01 = FloatVector.fromArray(S, w, wAt + Lanes.F32);
        FloatVector w10 = FloatVector.fromArray(S, w, wAt + 2 * Lanes.F32);
        FloatVector w11 = FloatVector.fromArray(S, w, wAt + 3 * Lanes.F32);
        FloatVector init = FloatVector.fromArray(S, w, wAt + 4 * Lanes.F32);
        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
        FloatVector r0t1 = init;
        FloatVector r1t1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 1 - lo);
        int x = from + lo - 1;
        int at = aAt + from * pixel;
        int out = cAt + x * outPixel;
        for (int column = from; column < end; column++) {
            FloatVector r0t0 = init;
            FloatVector r1t0 = init;
            FloatVector v;
            if (hasFirst) {
                v = FloatVector.fromArray(S, a, at);
                r0t1 = v.fma(w01, r0t1);
                r0t0 = v.fma(w00, r0t0);
            }
            v = FloatVector.fromArray(S, a, at + rowStep);
            r0t1 = v.fma(w11, r0t1);
            r0t0 = v.fma(w10, r0t0);
            r1t1 = v.fma(w01, r1t1);
            r1t0 = v.fma(w00, r1t0);
            if (hasLast) {
                v = FloatVector.fromArray(S, a, at + 2 * rowStep);
                r1t1 = v.fma(w11, r1t1);
                r1t0 = v.fma(w10, r1t0);
            }
            if (x >= 0) {
                r0t1.intoArray(c, out);
                r1t1.intoArray(c, out + outRow);
            }
            r0t1 = r0t0;
            r1t1 = r1t0;
            at += pixel;
            out += outPixel;
            x++;
        }
        for (; x < outputs; x++) {
            if (x >= 0) {
                r0t1.intoArray(c, out);
                r1t1.intoArray(c, out + outRow);
            }
            out += outPixel;
        }
    }
}
