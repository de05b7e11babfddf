package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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
     * @param channel  the channel of lane 0, which may lie before the first
     * @param channels channels of a pixel: lanes of others are read, and not stored
     */
    public static void run(int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel, int outside,
            float[] w, int wAt, float[] c, int cAt, int outRow, int outPixel, int channel, int channels) {
        assert outputs > 0 && lo <= 1 && 2 * outputs - lo <= inputs;
        VectorMask<Float> stored = Lanes.within(channel, channels);
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
        // The outputs whose last tap is the one at hand, then those whose last tap but two is, and so on.
        FloatVector r0t2 = init;
        FloatVector r1t2 = init;
        int column = -lo;
        int at = aAt - lo * pixel;
        int out = cAt - outPixel;
        for (int x = -1; x < outputs; x++) {
            FloatVector r0t0 = init;
            FloatVector r1t0 = init;
            if (column >= 0 && column < inputs) {
                FloatVector v;
                if (hasFirst) {
                    v = FloatVector.fromArray(S, a, at);
                    r0t2 = v.fma(w02, r0t2);
                    r0t0 = v.fma(w00, r0t0);
                }
                v = FloatVector.fromArray(S, a, at + rowStep);
                r0t2 = v.fma(w12, r0t2);
                r0t0 = v.fma(w10, r0t0);
                v = FloatVector.fromArray(S, a, at + 2 * rowStep);
                r0t2 = v.fma(w22, r0t2);
                r0t0 = v.fma(w20, r0t0);
                r1t2 = v.fma(w02, r1t2);
                r1t0 = v.fma(w00, r1t0);
                v = FloatVector.fromArray(S, a, at + 3 * rowStep);
                r1t2 = v.fma(w12, r1t2);
                r1t0 = v.fma(w10, r1t0);
                if (hasLast) {
                    v = FloatVector.fromArray(S, a, at + 4 * rowStep);
                    r1t2 = v.fma(w22, r1t2);
                    r1t0 = v.fma(w20, r1t0);
                }
            }
            if (x >= 0) {
                r0t2.intoArray(c, out, stored);
                r1t2.intoArray(c, out + outRow, stored);
            }
            column++;
            at += pixel;
            if (column >= 0 && column < inputs) {
                FloatVector v;
                if (hasFirst) {
                    v = FloatVector.fromArray(S, a, at);
                    r0t0 = v.fma(w01, r0t0);
                }
                v = FloatVector.fromArray(S, a, at + rowStep);
                r0t0 = v.fma(w11, r0t0);
                v = FloatVector.fromArray(S, a, at + 2 * rowStep);
                r0t0 = v.fma(w21, r0t0);
                r1t0 = v.fma(w01, r1t0);
                v = FloatVector.fromArray(S, a, at + 3 * rowStep);
                r1t0 = v.fma(w11, r1t0);
                if (hasLast) {
                    v = FloatVector.fromArray(S, a, at + 4 * rowStep);
                    r1t0 = v.fma(w21, r1t0);
                }
            }
            column++;
            at += pixel;
            out += outPixel;
            r0t2 = r0t0;
            r1t2 = r1t0;
        }
    }
}
