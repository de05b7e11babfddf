package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Two rows of outputs of a transposed convolution with a 4x4 window and stride 2, channel by channel, for one vector of channels: walks
 * along three rows of inputs and loads each input once, for all four phases of outputs, whose pixels are then stored in order.
 *
 * <pre>
 * input row 0   o o o          output row 0 reads input rows 0 and 1, with rows 3 and 1 of the window,
 * input row 1   o o o          output row 1 reads input rows 1 and 2, with rows 2 and 0.
 * input row 2   o o o          Columns likewise: output 2x reads x - 1 and x, output 2x + 1 reads x and x + 1.
 * </pre>
 *
 * <p>W: 16 vectors, those of row 0 of the window first, and one that outputs start with. Registers: 16 of W + 8 accumulators + what
 * outputs start with + 1 of A = 26; with 16 registers most of W comes from memory, 10 operands in place of loads.
 */
public final class ChannelUpsample4x4 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelUpsample4x4() {
    }

    /**
     * Computes two rows of twice as many outputs as there are inputs.
     *
     * @param inputs   columns of the image
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
    public static void run(int inputs, float[] a, int aAt, int rowStep, int pixel, int outside, float[] w, int wAt,
            float[] c, int cAt, int outRow, int outPixel, int channel, int channels) {
        VectorMask<Float> stored = Lanes.within(channel, channels);
        boolean hasFirst = (outside & 1) == 0;
        boolean hasLast = (outside & 1 << 2) == 0;
        FloatVector w00 = FloatVector.fromArray(S, w, wAt);
        FloatVector w01 = FloatVector.fromArray(S, w, wAt + Lanes.F32);
        FloatVector w02 = FloatVector.fromArray(S, w, wAt + 2 * Lanes.F32);
        FloatVector w03 = FloatVector.fromArray(S, w, wAt + 3 * Lanes.F32);
        FloatVector w10 = FloatVector.fromArray(S, w, wAt + 4 * Lanes.F32);
        FloatVector w11 = FloatVector.fromArray(S, w, wAt + 5 * Lanes.F32);
        FloatVector w12 = FloatVector.fromArray(S, w, wAt + 6 * Lanes.F32);
        FloatVector w13 = FloatVector.fromArray(S, w, wAt + 7 * Lanes.F32);
        FloatVector w20 = FloatVector.fromArray(S, w, wAt + 8 * Lanes.F32);
        FloatVector w21 = FloatVector.fromArray(S, w, wAt + 9 * Lanes.F32);
        FloatVector w22 = FloatVector.fromArray(S, w, wAt + 10 * Lanes.F32);
        FloatVector w23 = FloatVector.fromArray(S, w, wAt + 11 * Lanes.F32);
        FloatVector w30 = FloatVector.fromArray(S, w, wAt + 12 * Lanes.F32);
        FloatVector w31 = FloatVector.fromArray(S, w, wAt + 13 * Lanes.F32);
        FloatVector w32 = FloatVector.fromArray(S, w, wAt + 14 * Lanes.F32);
        FloatVector w33 = FloatVector.fromArray(S, w, wAt + 15 * Lanes.F32);
        FloatVector init = FloatVector.fromArray(S, w, wAt + 16 * Lanes.F32);
        // Outputs 2x - 1 and 2x of both rows, where x is the column at hand.
        FloatVector odd0 = init;
        FloatVector odd1 = init;
        FloatVector even0 = init;
        FloatVector even1 = init;
        int at = aAt;
        int out = cAt - outPixel;
        for (int x = 0; x < inputs; x++) {
            FloatVector nextOdd0 = init;
            FloatVector nextOdd1 = init;
            FloatVector nextEven0 = init;
            FloatVector nextEven1 = init;
            FloatVector v;
            if (hasFirst) {
                v = FloatVector.fromArray(S, a, at);
                odd0 = v.fma(w30, odd0);
                even0 = v.fma(w31, even0);
                nextOdd0 = v.fma(w32, nextOdd0);
                nextEven0 = v.fma(w33, nextEven0);
            }
            v = FloatVector.fromArray(S, a, at + rowStep);
            odd0 = v.fma(w10, odd0);
            even0 = v.fma(w11, even0);
            nextOdd0 = v.fma(w12, nextOdd0);
            nextEven0 = v.fma(w13, nextEven0);
            odd1 = v.fma(w20, odd1);
            even1 = v.fma(w21, even1);
            nextOdd1 = v.fma(w22, nextOdd1);
            nextEven1 = v.fma(w23, nextEven1);
            if (hasLast) {
                v = FloatVector.fromArray(S, a, at + 2 * rowStep);
                odd1 = v.fma(w00, odd1);
                even1 = v.fma(w01, even1);
                nextOdd1 = v.fma(w02, nextOdd1);
                nextEven1 = v.fma(w03, nextEven1);
            }
            if (x > 0) {
                odd0.intoArray(c, out, stored);
                odd1.intoArray(c, out + outRow, stored);
            }
            even0.intoArray(c, out + outPixel, stored);
            even1.intoArray(c, out + outPixel + outRow, stored);
            odd0 = nextOdd0;
            odd1 = nextOdd1;
            even0 = nextEven0;
            even1 = nextEven1;
            at += pixel;
            out += 2 * outPixel;
        }
        odd0.intoArray(c, out, stored);
        odd1.intoArray(c, out + outRow, stored);
    }
}
