package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelWindow3x3}, for groups of 2, 4, 8... channels, of which a vector holds several: each output channel sums over the input
 * channels of its group.
 *
 * <p>Lane l multiplies input channel l, then, with the lanes swapped, channel l^1, l^2, l^3...: those are the channels of its group. Each
 * swap s is a call of its own, which adds to the outputs of those before: the 9 vectors of W, lane l of which holds the weight from
 * channel l^s to channel l, then stay in registers, and all calls together load and store less than one would that loads the weights of
 * all swaps for each column.
 *
 * <p>Registers: 9 of W + 6 accumulators + what outputs start with + the swap + 1 of A = 18.
 */
public final class GroupWindow3x3 {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private static final VectorShuffle<?>[] SWAPS = IntStream.range(0, Lanes.F32)
            .mapToObj(swap -> VectorShuffle.fromOp(S, lane -> lane ^ swap)).toArray(VectorShuffle<?>[]::new);

    private GroupWindow3x3() {
    }

    /**
     * Computes the terms of one swap in two rows; what {@link ChannelWindow3x3#run} says holds but for what is said here.
     *
     * @param swap     which lane is multiplied with which: l^swap with l. The outputs of swap 0 are stored, those of others added to
     *                 what is there
     * @param outputs  outputs of a row
     * @param lo       columns before the image that output 0 reads; at most 2
     * @param inputs   columns of the image; at most 2 beyond them are read by the last output
     * @param a        the image
     * @param aAt      its column 0 in input row 0
     * @param rowStep  from one input row to the next
     * @param pixel    from one input column to the next
     * @param outside  bit r says that input row r lies outside the image; only the first and the last may
     * @param w        the weights
     * @param wAt      where the vectors of the swap start
     * @param c        the outputs
     * @param cAt      output 0 of output row 0
     * @param outRow   from output row 0 to output row 1
     * @param outPixel from one output to the next
     */
    @SuppressWarnings("unchecked")
    public static void run(int swap, int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel,
            int outside, float[] w, int wAt, float[] c, int cAt, int outRow, int outPixel) {
        assert outputs > 0 && lo <= 2 && outputs - lo <= inputs;
        VectorShuffle<Float> swapped = (VectorShuffle<Float>) SWAPS[swap];
        boolean adds = swap != 0;
        boolean bothRows = outRow != 0;
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
            FloatVector v;
            if (hasFirst) {
                v = FloatVector.fromArray(S, a, at).rearrange(swapped);
                last0 = v.fma(w02, last0);
                mid0 = v.fma(w01, mid0);
                first0 = v.fma(w00, first0);
            }
            v = FloatVector.fromArray(S, a, at + rowStep).rearrange(swapped);
            last0 = v.fma(w12, last0);
            mid0 = v.fma(w11, mid0);
            first0 = v.fma(w10, first0);
            last1 = v.fma(w02, last1);
            mid1 = v.fma(w01, mid1);
            first1 = v.fma(w00, first1);
            v = FloatVector.fromArray(S, a, at + 2 * rowStep).rearrange(swapped);
            last0 = v.fma(w22, last0);
            mid0 = v.fma(w21, mid0);
            first0 = v.fma(w20, first0);
            last1 = v.fma(w12, last1);
            mid1 = v.fma(w11, mid1);
            first1 = v.fma(w10, first1);
            if (hasLast) {
                v = FloatVector.fromArray(S, a, at + 3 * rowStep).rearrange(swapped);
                last1 = v.fma(w22, last1);
                mid1 = v.fma(w21, mid1);
                first1 = v.fma(w20, first1);
            }
            if (x >= 0) {
                store(last0, last1, adds, bothRows, c, out, outRow);
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
                store(last0, last1, adds, bothRows, c, out, outRow);
            }
            last0 = mid0;
            last1 = mid1;
            out += outPixel;
        }
    }

    /** Stores an output of each row; of row 1 alone where they coincide. */
    private static void store(FloatVector row0, FloatVector row1, boolean adds, boolean bothRows, float[] c, int out,
            int outRow) {
        if (bothRows) {
            (adds ? row0.add(FloatVector.fromArray(S, c, out)) : row0).intoArray(c, out);
        }
        (adds ? row1.add(FloatVector.fromArray(S, c, out + outRow)) : row1).intoArray(c, out + outRow);
    }
}
