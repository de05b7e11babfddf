package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelWindow5x5}, with stride 2: two rows of outputs read seven rows of inputs, and output x reads columns 2x - lo to 2x - lo
 * + 4, of which it shares three with the output before it.
 *
 * <p>Registers: 6 accumulators + 3 of A + zeros + what outputs start with + 1 of W = 12.
 */
public final class ChannelWindow5x5Stride2 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelWindow5x5Stride2() {
    }

    /**
     * Computes two rows; what {@link ChannelWindow3x3#run} says holds but for what is said here.
     *
     * @param outputs  outputs of a row
     * @param lo       columns before the image that output 0 reads; at most 4
     * @param inputs   columns of the image; at most 4 beyond them are read by the last output
     * @param a        the image
     * @param aAt      its column 0 in input row 0
     * @param rowStep  from one input row to the next
     * @param pixel    from one input column to the next
     * @param outside  bit r says that input row r lies outside the image; rows 2 to 4 do not
     * @param w        the weights
     * @param wAt      where the vectors start
     * @param c        the outputs
     * @param cAt      output 0 of output row 0
     * @param outRow   from output row 0 to output row 1
     * @param outPixel from one output to the next
     */
    public static void run(int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel, int outside,
            float[] w, int wAt, float[] c, int cAt, int outRow, int outPixel) {
        assert outputs > 0 && lo <= 4 && 2 * outputs - 1 - lo <= inputs;
        FloatVector init = FloatVector.fromArray(S, w, wAt + 25 * Lanes.F32);
        FloatVector none = FloatVector.zero(S);
        // The outputs whose last tap is the one at hand, then those whose last tap but two is, and so on.
        FloatVector r0t4 = init;
        FloatVector r1t4 = init;
        FloatVector r0t2 = init;
        FloatVector r1t2 = init;
        int column = -lo;
        int at = aAt - lo * pixel;
        int out = cAt - 2 * outPixel;
        for (int x = -2; x < outputs; x++) {
            FloatVector r0t0 = init;
            FloatVector r1t0 = init;
            if (column >= 0 && column < inputs) {
                FloatVector v0 = (outside & 1) == 0 ? FloatVector.fromArray(S, a, at) : none;
                FloatVector v1 = (outside & 1 << 1) == 0 ? FloatVector.fromArray(S, a, at + rowStep) : none;
                FloatVector v2 = FloatVector.fromArray(S, a, at + 2 * rowStep);
                FloatVector b = FloatVector.fromArray(S, w, wAt + 4 * Lanes.F32);
                r0t4 = v0.fma(b, r0t4);
                r1t4 = v2.fma(b, r1t4);
                b = FloatVector.fromArray(S, w, wAt + 2 * Lanes.F32);
                r0t2 = v0.fma(b, r0t2);
                r1t2 = v2.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt);
                r0t0 = v0.fma(b, r0t0);
                r1t0 = v2.fma(b, r1t0);
                v0 = FloatVector.fromArray(S, a, at + 3 * rowStep);
                b = FloatVector.fromArray(S, w, wAt + 9 * Lanes.F32);
                r0t4 = v1.fma(b, r0t4);
                r1t4 = v0.fma(b, r1t4);
                b = FloatVector.fromArray(S, w, wAt + 7 * Lanes.F32);
                r0t2 = v1.fma(b, r0t2);
                r1t2 = v0.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 5 * Lanes.F32);
                r0t0 = v1.fma(b, r0t0);
                r1t0 = v0.fma(b, r1t0);
                v1 = FloatVector.fromArray(S, a, at + 4 * rowStep);
                b = FloatVector.fromArray(S, w, wAt + 14 * Lanes.F32);
                r0t4 = v2.fma(b, r0t4);
                r1t4 = v1.fma(b, r1t4);
                b = FloatVector.fromArray(S, w, wAt + 12 * Lanes.F32);
                r0t2 = v2.fma(b, r0t2);
                r1t2 = v1.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 10 * Lanes.F32);
                r0t0 = v2.fma(b, r0t0);
                r1t0 = v1.fma(b, r1t0);
                v2 = (outside & 1 << 5) == 0 ? FloatVector.fromArray(S, a, at + 5 * rowStep) : none;
                b = FloatVector.fromArray(S, w, wAt + 19 * Lanes.F32);
                r0t4 = v0.fma(b, r0t4);
                r1t4 = v2.fma(b, r1t4);
                b = FloatVector.fromArray(S, w, wAt + 17 * Lanes.F32);
                r0t2 = v0.fma(b, r0t2);
                r1t2 = v2.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 15 * Lanes.F32);
                r0t0 = v0.fma(b, r0t0);
                r1t0 = v2.fma(b, r1t0);
                v0 = (outside & 1 << 6) == 0 ? FloatVector.fromArray(S, a, at + 6 * rowStep) : none;
                b = FloatVector.fromArray(S, w, wAt + 24 * Lanes.F32);
                r0t4 = v1.fma(b, r0t4);
                r1t4 = v0.fma(b, r1t4);
                b = FloatVector.fromArray(S, w, wAt + 22 * Lanes.F32);
                r0t2 = v1.fma(b, r0t2);
                r1t2 = v0.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 20 * Lanes.F32);
                r0t0 = v1.fma(b, r0t0);
                r1t0 = v0.fma(b, r1t0);
            }
            if (x >= 0) {
                r0t4.intoArray(c, out);
                r1t4.intoArray(c, out + outRow);
            }
            column++;
            at += pixel;
            if (column >= 0 && column < inputs) {
                FloatVector v0 = (outside & 1) == 0 ? FloatVector.fromArray(S, a, at) : none;
                FloatVector v1 = (outside & 1 << 1) == 0 ? FloatVector.fromArray(S, a, at + rowStep) : none;
                FloatVector v2 = FloatVector.fromArray(S, a, at + 2 * rowStep);
                FloatVector b = FloatVector.fromArray(S, w, wAt + 3 * Lanes.F32);
                r0t2 = v0.fma(b, r0t2);
                r1t2 = v2.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + Lanes.F32);
                r0t0 = v0.fma(b, r0t0);
                r1t0 = v2.fma(b, r1t0);
                v0 = FloatVector.fromArray(S, a, at + 3 * rowStep);
                b = FloatVector.fromArray(S, w, wAt + 8 * Lanes.F32);
                r0t2 = v1.fma(b, r0t2);
                r1t2 = v0.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 6 * Lanes.F32);
                r0t0 = v1.fma(b, r0t0);
                r1t0 = v0.fma(b, r1t0);
                v1 = FloatVector.fromArray(S, a, at + 4 * rowStep);
                b = FloatVector.fromArray(S, w, wAt + 13 * Lanes.F32);
                r0t2 = v2.fma(b, r0t2);
                r1t2 = v1.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 11 * Lanes.F32);
                r0t0 = v2.fma(b, r0t0);
                r1t0 = v1.fma(b, r1t0);
                v2 = (outside & 1 << 5) == 0 ? FloatVector.fromArray(S, a, at + 5 * rowStep) : none;
                b = FloatVector.fromArray(S, w, wAt + 18 * Lanes.F32);
                r0t2 = v0.fma(b, r0t2);
                r1t2 = v2.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 16 * Lanes.F32);
                r0t0 = v0.fma(b, r0t0);
                r1t0 = v2.fma(b, r1t0);
                v0 = (outside & 1 << 6) == 0 ? FloatVector.fromArray(S, a, at + 6 * rowStep) : none;
                b = FloatVector.fromArray(S, w, wAt + 23 * Lanes.F32);
                r0t2 = v1.fma(b, r0t2);
                r1t2 = v0.fma(b, r1t2);
                b = FloatVector.fromArray(S, w, wAt + 21 * Lanes.F32);
                r0t0 = v1.fma(b, r0t0);
                r1t0 = v0.fma(b, r1t0);
            }
            column++;
            at += pixel;
            out += outPixel;
            r0t4 = r0t2;
            r1t4 = r1t2;
            r0t2 = r0t0;
            r1t2 = r1t0;
        }
    }
}
