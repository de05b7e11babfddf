package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelWindow3x3}, for groups of four channels, of which a vector holds several: each output channel sums over the four input
 * channels of its group.
 *
 * <p>Lane l multiplies input channel l, then, with the lanes swapped, channel l^1, l^2 and l^3: those are the channels of its group.
 * Each swapped vector serves the up to 18 outputs and taps that it meets.
 *
 * <p>W: for each of the four swaps s 9 vectors, rows outermost, lane l of which holds the weight from channel l^s to channel l; then one
 * that outputs start with. 36 vectors do not fit registers: 52 loads and 12 swaps for 72 multiply-adds. The swaps are constants and
 * written out, since C2 keeps accumulators in memory where a loop over them lies in the loop over columns (23 in place of 54 GFLOP/s).
 */
public final class GroupWindow3x3 {

    /** Channels of a group. */
    public static final int CHANNELS = 4;
    /** Vectors of W. */
    public static final int VECTORS = CHANNELS * ChannelWindow3x3.TAPS * ChannelWindow3x3.TAPS + 1;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(S, lane -> lane ^ 1);
    private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(S, lane -> lane ^ 2);
    private static final VectorShuffle<Float> SWAP_3 = VectorShuffle.fromOp(S, lane -> lane ^ 3);

    private GroupWindow3x3() {
    }

    /**
     * Computes two rows; what {@link ChannelWindow3x3#run} says holds.
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
        assert outputs > 0 && lo <= 2 && outputs - lo <= inputs && Lanes.F32 >= CHANNELS;
        boolean hasFirst = (outside & 1) == 0;
        boolean hasLast = (outside & 1 << 3) == 0;
        FloatVector zero = FloatVector.zero(S);
        FloatVector init = FloatVector.fromArray(S, w, wAt + 36 * Lanes.F32);
        // The outputs of both rows whose last, middle and first column is the one at hand.
        FloatVector last0 = init;
        FloatVector last1 = init;
        FloatVector mid0 = init;
        FloatVector mid1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 2 - lo);
        int x = from + lo - 2;
        int at = aAt + from * pixel;
        int out = cAt + x * outPixel;
        for (int column = from; column < end; column++) {
            FloatVector first0 = init;
            FloatVector first1 = init;
            FloatVector v0 = hasFirst ? FloatVector.fromArray(S, a, at) : zero;
            FloatVector v1 = FloatVector.fromArray(S, a, at + rowStep);
            FloatVector v2 = FloatVector.fromArray(S, a, at + 2 * rowStep);
            FloatVector v3 = hasLast ? FloatVector.fromArray(S, a, at + 3 * rowStep) : zero;
            FloatVector t = FloatVector.fromArray(S, w, wAt + 2 * Lanes.F32);
            last0 = v0.fma(t, last0);
            last1 = v1.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + Lanes.F32);
            mid0 = v0.fma(t, mid0);
            mid1 = v1.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt);
            first0 = v0.fma(t, first0);
            first1 = v1.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 5 * Lanes.F32);
            last0 = v1.fma(t, last0);
            last1 = v2.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 4 * Lanes.F32);
            mid0 = v1.fma(t, mid0);
            mid1 = v2.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 3 * Lanes.F32);
            first0 = v1.fma(t, first0);
            first1 = v2.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 8 * Lanes.F32);
            last0 = v2.fma(t, last0);
            last1 = v3.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 7 * Lanes.F32);
            mid0 = v2.fma(t, mid0);
            mid1 = v3.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 6 * Lanes.F32);
            first0 = v2.fma(t, first0);
            first1 = v3.fma(t, first1);
            FloatVector s0 = v0.rearrange(SWAP_1);
            FloatVector s1 = v1.rearrange(SWAP_1);
            FloatVector s2 = v2.rearrange(SWAP_1);
            FloatVector s3 = v3.rearrange(SWAP_1);
            t = FloatVector.fromArray(S, w, wAt + 11 * Lanes.F32);
            last0 = s0.fma(t, last0);
            last1 = s1.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 10 * Lanes.F32);
            mid0 = s0.fma(t, mid0);
            mid1 = s1.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 9 * Lanes.F32);
            first0 = s0.fma(t, first0);
            first1 = s1.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 14 * Lanes.F32);
            last0 = s1.fma(t, last0);
            last1 = s2.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 13 * Lanes.F32);
            mid0 = s1.fma(t, mid0);
            mid1 = s2.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 12 * Lanes.F32);
            first0 = s1.fma(t, first0);
            first1 = s2.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 17 * Lanes.F32);
            last0 = s2.fma(t, last0);
            last1 = s3.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 16 * Lanes.F32);
            mid0 = s2.fma(t, mid0);
            mid1 = s3.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 15 * Lanes.F32);
            first0 = s2.fma(t, first0);
            first1 = s3.fma(t, first1);
            s0 = v0.rearrange(SWAP_2);
            s1 = v1.rearrange(SWAP_2);
            s2 = v2.rearrange(SWAP_2);
            s3 = v3.rearrange(SWAP_2);
            t = FloatVector.fromArray(S, w, wAt + 20 * Lanes.F32);
            last0 = s0.fma(t, last0);
            last1 = s1.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 19 * Lanes.F32);
            mid0 = s0.fma(t, mid0);
            mid1 = s1.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 18 * Lanes.F32);
            first0 = s0.fma(t, first0);
            first1 = s1.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 23 * Lanes.F32);
            last0 = s1.fma(t, last0);
            last1 = s2.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 22 * Lanes.F32);
            mid0 = s1.fma(t, mid0);
            mid1 = s2.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 21 * Lanes.F32);
            first0 = s1.fma(t, first0);
            first1 = s2.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 26 * Lanes.F32);
            last0 = s2.fma(t, last0);
            last1 = s3.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 25 * Lanes.F32);
            mid0 = s2.fma(t, mid0);
            mid1 = s3.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 24 * Lanes.F32);
            first0 = s2.fma(t, first0);
            first1 = s3.fma(t, first1);
            s0 = v0.rearrange(SWAP_3);
            s1 = v1.rearrange(SWAP_3);
            s2 = v2.rearrange(SWAP_3);
            s3 = v3.rearrange(SWAP_3);
            t = FloatVector.fromArray(S, w, wAt + 29 * Lanes.F32);
            last0 = s0.fma(t, last0);
            last1 = s1.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 28 * Lanes.F32);
            mid0 = s0.fma(t, mid0);
            mid1 = s1.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 27 * Lanes.F32);
            first0 = s0.fma(t, first0);
            first1 = s1.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 32 * Lanes.F32);
            last0 = s1.fma(t, last0);
            last1 = s2.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 31 * Lanes.F32);
            mid0 = s1.fma(t, mid0);
            mid1 = s2.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 30 * Lanes.F32);
            first0 = s1.fma(t, first0);
            first1 = s2.fma(t, first1);
            t = FloatVector.fromArray(S, w, wAt + 35 * Lanes.F32);
            last0 = s2.fma(t, last0);
            last1 = s3.fma(t, last1);
            t = FloatVector.fromArray(S, w, wAt + 34 * Lanes.F32);
            mid0 = s2.fma(t, mid0);
            mid1 = s3.fma(t, mid1);
            t = FloatVector.fromArray(S, w, wAt + 33 * Lanes.F32);
            first0 = s2.fma(t, first0);
            first1 = s3.fma(t, first1);
            if (x >= 0) {
                last0.intoArray(c, out);
                last1.intoArray(c, out + outRow);
            }
            last0 = mid0;
            last1 = mid1;
            mid0 = first0;
            mid1 = first1;
            at += pixel;
            out += outPixel;
            x++;
        }
        for (; x < outputs; x++) {
            if (x >= 0) {
                last0.intoArray(c, out);
                last1.intoArray(c, out + outRow);
            }
            last0 = mid0;
            last1 = mid1;
            out += outPixel;
        }
    }
}
