package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelWindow3x3}, for a window of 5x5: two rows of outputs read six rows of inputs, output x reads columns x - lo to x - lo + 4.
 *
 * <p>The 25 vectors of W are loaded for each column, each for two multiply-adds. Registers: 10 accumulators + 6 of A + what outputs start
 * with + 1 of W = 18.
 */
public final class ChannelWindow5x5 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelWindow5x5() {
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
     * @param outside  bit r says that input row r lies outside the image; rows 2 and 3 do not
     * @param w        the weights
     * @param wAt      where the vectors start
     * @param c        the outputs
     * @param cAt      output 0 of output row 0
     * @param outRow   from output row 0 to output row 1
     * @param outPixel from one output to the next
     */
    public static void run(int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel, int outside,
            float[] w, int wAt, float[] c, int cAt, int outRow, int outPixel) {
        assert outputs > 0 && lo <= 4 && outputs - lo <= inputs;
        FloatVector init = FloatVector.fromArray(S, w, wAt + 25 * Lanes.F32);
        FloatVector none = FloatVector.zero(S);
        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
        FloatVector r0t4 = init;
        FloatVector r1t4 = init;
        FloatVector r0t3 = init;
        FloatVector r1t3 = init;
        FloatVector r0t2 = init;
        FloatVector r1t2 = init;
        FloatVector r0t1 = init;
        FloatVector r1t1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 4 - lo);
        int x = from + lo - 4;
        int at = aAt + from * pixel;
        int out = cAt + x * outPixel;
        for (int column = from; column < end; column++) {
            FloatVector r0t0 = init;
            FloatVector r1t0 = init;
            FloatVector v0 = (outside & 1) == 0 ? FloatVector.fromArray(S, a, at) : none;
            FloatVector v1 = (outside & 1 << 1) == 0 ? FloatVector.fromArray(S, a, at + rowStep) : none;
            FloatVector b = FloatVector.fromArray(S, w, wAt + 4 * Lanes.F32);
            r0t4 = v0.fma(b, r0t4);
            r1t4 = v1.fma(b, r1t4);
            b = FloatVector.fromArray(S, w, wAt + 3 * Lanes.F32);
            r0t3 = v0.fma(b, r0t3);
            r1t3 = v1.fma(b, r1t3);
            b = FloatVector.fromArray(S, w, wAt + 2 * Lanes.F32);
            r0t2 = v0.fma(b, r0t2);
            r1t2 = v1.fma(b, r1t2);
            b = FloatVector.fromArray(S, w, wAt + Lanes.F32);
            r0t1 = v0.fma(b, r0t1);
            r1t1 = v1.fma(b, r1t1);
            b = FloatVector.fromArray(S, w, wAt);
            r0t0 = v0.fma(b, r0t0);
            r1t0 = v1.fma(b, r1t0);
            v0 = FloatVector.fromArray(S, a, at + 2 * rowStep);
            b = FloatVector.fromArray(S, w, wAt + 9 * Lanes.F32);
            r0t4 = v1.fma(b, r0t4);
            r1t4 = v0.fma(b, r1t4);
            b = FloatVector.fromArray(S, w, wAt + 8 * Lanes.F32);
            r0t3 = v1.fma(b, r0t3);
            r1t3 = v0.fma(b, r1t3);
            b = FloatVector.fromArray(S, w, wAt + 7 * Lanes.F32);
            r0t2 = v1.fma(b, r0t2);
            r1t2 = v0.fma(b, r1t2);
            b = FloatVector.fromArray(S, w, wAt + 6 * Lanes.F32);
            r0t1 = v1.fma(b, r0t1);
            r1t1 = v0.fma(b, r1t1);
            b = FloatVector.fromArray(S, w, wAt + 5 * Lanes.F32);
            r0t0 = v1.fma(b, r0t0);
            r1t0 = v0.fma(b, r1t0);
            v1 = FloatVector.fromArray(S, a, at + 3 * rowStep);
            b = FloatVector.fromArray(S, w, wAt + 14 * Lanes.F32);
            r0t4 = v0.fma(b, r0t4);
            r1t4 = v1.fma(b, r1t4);
            b = FloatVector.fromArray(S, w, wAt + 13 * Lanes.F32);
            r0t3 = v0.fma(b, r0t3);
            r1t3 = v1.fma(b, r1t3);
            b = FloatVector.fromArray(S, w, wAt + 12 * Lanes.F32);
            r0t2 = v0.fma(b, r0t2);
            r1t2 = v1.fma(b, r1t2);
            b = FloatVector.fromArray(S, w, wAt + 11 * Lanes.F32);
            r0t1 = v0.fma(b, r0t1);
            r1t1 = v1.fma(b, r1t1);
            b = FloatVector.fromArray(S, w, wAt + 10 * Lanes.F32);
            r0t0 = v0.fma(b, r0t0);
            r1t0 = v1.fma(b, r1t0);
            v0 = (outside & 1 << 4) == 0 ? FloatVector.fromArray(S, a, at + 4 * rowStep) : none;
            b = FloatVector.fromArray(S, w, wAt + 19 * Lanes.F32);
            r0t4 = v1.fma(b, r0t4);
            r1t4 = v0.fma(b, r1t4);
            b = FloatVector.fromArray(S, w, wAt + 18 * Lanes.F32);
            r0t3 = v1.fma(b, r0t3);
            r1t3 = v0.fma(b, r1t3);
            b = FloatVector.fromArray(S, w, wAt + 17 * Lanes.F32);
            r0t2 = v1.fma(b, r0t2);
            r1t2 = v0.fma(b, r1t2);
            b = FloatVector.fromArray(S, w, wAt + 16 * Lanes.F32);
            r0t1 = v1.fma(b, r0t1);
            r1t1 = v0.fma(b, r1t1);
            b = FloatVector.fromArray(S, w, wAt + 15 * Lanes.F32);
            r0t0 = v1.fma(b, r0t0);
            r1t0 = v0.fma(b, r1t0);
            v1 = (outside & 1 << 5) == 0 ? FloatVector.fromArray(S, a, at + 5 * rowStep) : none;
            b = FloatVector.fromArray(S, w, wAt + 24 * Lanes.F32);
            r0t4 = v0.fma(b, r0t4);
            r1t4 = v1.fma(b, r1t4);
            b = FloatVector.fromArray(S, w, wAt + 23 * Lanes.F32);
            r0t3 = v0.fma(b, r0t3);
            r1t3 = v1.fma(b, r1t3);
            b = FloatVector.fromArray(S, w, wAt + 22 * Lanes.F32);
            r0t2 = v0.fma(b, r0t2);
            r1t2 = v1.fma(b, r1t2);
            b = FloatVector.fromArray(S, w, wAt + 21 * Lanes.F32);
            r0t1 = v0.fma(b, r0t1);
            r1t1 = v1.fma(b, r1t1);
            b = FloatVector.fromArray(S, w, wAt + 20 * Lanes.F32);
            r0t0 = v0.fma(b, r0t0);
            r1t0 = v1.fma(b, r1t0);
            if (x >= 0) {
                r0t4.intoArray(c, out);
                r1t4.intoArray(c, out + outRow);
            }
            r0t4 = r0t3;
            r1t4 = r1t3;
            r0t3 = r0t2;
            r1t3 = r1t2;
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
                r0t4.intoArray(c, out);
                r1t4.intoArray(c, out + outRow);
            }
            r0t4 = r0t3;
            r1t4 = r1t3;
            r0t3 = r0t2;
            r1t3 = r1t2;
            r0t2 = r0t1;
            r1t2 = r1t1;
            out += outPixel;
        }
    }
}
