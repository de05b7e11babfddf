package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[8][channels] = init[channels] + sum over taps t of A[row i][tap t][channels] * W[t][channels], channel by channel.
 *
 * <p>A: row i of the tile starts at {@code rowAt[i]}. C: row i at {@code outAt[i]}; rows may coincide. The last vector of a row
 * starts earlier where the channels are not whole vectors, and computes some channels twice.
 *
 * <p>Registers: 8 accumulators + 1 of W + 1 of A: bound by loads (9 for 8 multiply-adds), not by registers. For pixels that
 * are not neighbours; where they are, {@link ChannelRow8x1v} needs fewer loads.
 */
public final class ChannelDot8x1v {

    /** Rows of a tile. */
    public static final int MR = 8;
    /** Numbers that describe a tap: where it reads, relative to a row, and where its weights start in W. */
    public static final int TAP = 2;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelDot8x1v() {
    }

    /**
     * Computes one tile.
     *
     * @param channels number of channels, at least one vector of them
     * @param taps     {@value #TAP} numbers for each tap
     * @param a        the rows
     * @param rowAt    where each of the MR rows starts
     * @param w        the weights, and what each row of C starts with
     * @param initAt   where the latter lies
     * @param c        the tile
     * @param outAt    where each of the MR rows of C starts
     */
    public static void run(int channels, int[] taps, float[] a, int[] rowAt, float[] w, int initAt, float[] c,
            int[] outAt) {
        assert channels >= Lanes.F32 && taps.length % TAP == 0 && rowAt.length >= MR && outAt.length >= MR;
        int r0 = rowAt[0];
        int r1 = rowAt[1];
        int r2 = rowAt[2];
        int r3 = rowAt[3];
        int r4 = rowAt[4];
        int r5 = rowAt[5];
        int r6 = rowAt[6];
        int r7 = rowAt[7];
        int channel = 0;
        while (true) {
            FloatVector c0 = FloatVector.fromArray(S, w, initAt + channel);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            FloatVector c4 = c0;
            FloatVector c5 = c0;
            FloatVector c6 = c0;
            FloatVector c7 = c0;
            for (int tap = 0; tap < taps.length; tap += TAP) {
                int at = taps[tap] + channel;
                FloatVector v = FloatVector.fromArray(S, w, taps[tap + 1] + channel);
                c0 = v.fma(FloatVector.fromArray(S, a, r0 + at), c0);
                c1 = v.fma(FloatVector.fromArray(S, a, r1 + at), c1);
                c2 = v.fma(FloatVector.fromArray(S, a, r2 + at), c2);
                c3 = v.fma(FloatVector.fromArray(S, a, r3 + at), c3);
                c4 = v.fma(FloatVector.fromArray(S, a, r4 + at), c4);
                c5 = v.fma(FloatVector.fromArray(S, a, r5 + at), c5);
                c6 = v.fma(FloatVector.fromArray(S, a, r6 + at), c6);
                c7 = v.fma(FloatVector.fromArray(S, a, r7 + at), c7);
            }
            c0.intoArray(c, outAt[0] + channel);
            c1.intoArray(c, outAt[1] + channel);
            c2.intoArray(c, outAt[2] + channel);
            c3.intoArray(c, outAt[3] + channel);
            c4.intoArray(c, outAt[4] + channel);
            c5.intoArray(c, outAt[5] + channel);
            c6.intoArray(c, outAt[6] + channel);
            c7.intoArray(c, outAt[7] + channel);
            if (channel == channels - Lanes.F32) {
                return;
            }
            channel = Math.min(channel + Lanes.F32, channels - Lanes.F32);
        }
    }
}
