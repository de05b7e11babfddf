package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link GroupWindow3x3}, two swaps at a time, where there are 32 registers: outputs are stored half as often.
 *
 * <p>Registers: 18 of W + 6 accumulators + what outputs start with + 2 swaps + 2 of A = 29.
 */
public final class GroupWindow3x3By2 {

    /** Swaps of one walk. */
    public static final int WALKED = 2;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final float[] SWAPS = GroupWindow3x3.SWAPS;

    private GroupWindow3x3By2() {
    }

    /**
     * Computes the terms of two swaps in two rows; what {@link GroupWindow3x3#run} says holds but for what is said here.
     *
     * @param swap     the first of the swaps, an even number. The outputs of swap 0 are stored, those of others added to what is there
     * @param outputs  outputs of a row
     * @param lo       columns before the image that output 0 reads; at most 2
     * @param inputs   columns of the image; at most 2 beyond them are read by the last output
     * @param a        the image
     * @param aAt      its column 0 in input row 0
     * @param rowStep  from one input row to the next
     * @param pixel    from one input column to the next
     * @param outside  bit r says that input row r lies outside the image; only the first and the last may
     * @param w        the weights
     * @param wAt      where the vectors of the first swap start
     * @param c        the outputs
     * @param cAt      output 0 of output row 0
     * @param outRow   from output row 0 to output row 1
     * @param outPixel from one output to the next
     */
    public static void run(int swap, int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel,
            int outside, float[] w, int wAt, float[] c, int cAt, int outRow, int outPixel) {
        assert outputs > 0 && lo <= 2 && outputs - lo <= inputs;
        boolean adds = swap != 0;
        boolean bothRows = outRow != 0;
        boolean hasFirst = (outside & 1) == 0;
        boolean hasLast = (outside & 1 << 3) == 0;
        VectorShuffle<Float> swap0 = FloatVector.fromArray(S, SWAPS, swap * Lanes.F32).toShuffle();
        FloatVector w000 = FloatVector.fromArray(S, w, wAt);
        FloatVector w001 = FloatVector.fromArray(S, w, wAt + Lanes.F32);
        FloatVector w002 = FloatVector.fromArray(S, w, wAt + 2 * Lanes.F32);
        FloatVector w010 = FloatVector.fromArray(S, w, wAt + 3 * Lanes.F32);
        FloatVector w011 = FloatVector.fromArray(S, w, wAt + 4 * Lanes.F32);
        FloatVector w012 = FloatVector.fromArray(S, w, wAt + 5 * Lanes.F32);
        FloatVector w020 = FloatVector.fromArray(S, w, wAt + 6 * Lanes.F32);
        FloatVector w021 = FloatVector.fromArray(S, w, wAt + 7 * Lanes.F32);
        FloatVector w022 = FloatVector.fromArray(S, w, wAt + 8 * Lanes.F32);
        VectorShuffle<Float> swap1 = FloatVector.fromArray(S, SWAPS, (swap + 1) * Lanes.F32).toShuffle();
        FloatVector w100 = FloatVector.fromArray(S, w, wAt + 10 * Lanes.F32);
        FloatVector w101 = FloatVector.fromArray(S, w, wAt + 11 * Lanes.F32);
        FloatVector w102 = FloatVector.fromArray(S, w, wAt + 12 * Lanes.F32);
        FloatVector w110 = FloatVector.fromArray(S, w, wAt + 13 * Lanes.F32);
        FloatVector w111 = FloatVector.fromArray(S, w, wAt + 14 * Lanes.F32);
        FloatVector w112 = FloatVector.fromArray(S, w, wAt + 15 * Lanes.F32);
        FloatVector w120 = FloatVector.fromArray(S, w, wAt + 16 * Lanes.F32);
        FloatVector w121 = FloatVector.fromArray(S, w, wAt + 17 * Lanes.F32);
        FloatVector w122 = FloatVector.fromArray(S, w, wAt + 18 * Lanes.F32);
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
            FloatVector v0;
            FloatVector v1;
            if (hasFirst) {
                v0 = FloatVector.fromArray(S, a, at);
                v1 = v0.rearrange(swap1);
                v0 = v0.rearrange(swap0);
                r0t2 = v0.fma(w002, r0t2);
                r0t1 = v0.fma(w001, r0t1);
                r0t0 = v0.fma(w000, r0t0);
                r0t2 = v1.fma(w102, r0t2);
                r0t1 = v1.fma(w101, r0t1);
                r0t0 = v1.fma(w100, r0t0);
            }
            v0 = FloatVector.fromArray(S, a, at + rowStep);
            v1 = v0.rearrange(swap1);
            v0 = v0.rearrange(swap0);
            r0t2 = v0.fma(w012, r0t2);
            r0t1 = v0.fma(w011, r0t1);
            r0t0 = v0.fma(w010, r0t0);
            r1t2 = v0.fma(w002, r1t2);
            r1t1 = v0.fma(w001, r1t1);
            r1t0 = v0.fma(w000, r1t0);
            r0t2 = v1.fma(w112, r0t2);
            r0t1 = v1.fma(w111, r0t1);
            r0t0 = v1.fma(w110, r0t0);
            r1t2 = v1.fma(w102, r1t2);
            r1t1 = v1.fma(w101, r1t1);
            r1t0 = v1.fma(w100, r1t0);
            v0 = FloatVector.fromArray(S, a, at + 2 * rowStep);
            v1 = v0.rearrange(swap1);
            v0 = v0.rearrange(swap0);
            r0t2 = v0.fma(w022, r0t2);
            r0t1 = v0.fma(w021, r0t1);
            r0t0 = v0.fma(w020, r0t0);
            r1t2 = v0.fma(w012, r1t2);
            r1t1 = v0.fma(w011, r1t1);
            r1t0 = v0.fma(w010, r1t0);
            r0t2 = v1.fma(w122, r0t2);
            r0t1 = v1.fma(w121, r0t1);
            r0t0 = v1.fma(w120, r0t0);
            r1t2 = v1.fma(w112, r1t2);
            r1t1 = v1.fma(w111, r1t1);
            r1t0 = v1.fma(w110, r1t0);
            if (hasLast) {
                v0 = FloatVector.fromArray(S, a, at + 3 * rowStep);
                v1 = v0.rearrange(swap1);
                v0 = v0.rearrange(swap0);
                r1t2 = v0.fma(w022, r1t2);
                r1t1 = v0.fma(w021, r1t1);
                r1t0 = v0.fma(w020, r1t0);
                r1t2 = v1.fma(w122, r1t2);
                r1t1 = v1.fma(w121, r1t1);
                r1t0 = v1.fma(w120, r1t0);
            }
            if (x >= 0) {
                FloatVector row0 = r0t2;
                FloatVector row1 = r1t2;
                if (adds) {
                    row0 = row0.add(FloatVector.fromArray(S, c, out));
                    row1 = row1.add(FloatVector.fromArray(S, c, out + outRow));
                }
                if (bothRows) {
                    row0.intoArray(c, out);
                }
                row1.intoArray(c, out + outRow);
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
                FloatVector row0 = r0t2;
                FloatVector row1 = r1t2;
                if (adds) {
                    row0 = row0.add(FloatVector.fromArray(S, c, out));
                    row1 = row1.add(FloatVector.fromArray(S, c, out + outRow));
                }
                if (bothRows) {
                    row0.intoArray(c, out);
                }
                row1.intoArray(c, out + outRow);
            }
            r0t2 = r0t1;
            r1t2 = r1t1;
            out += outPixel;
        }
    }
}
