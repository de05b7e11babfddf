package adjoint.simd.pack;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * B[j][16] = A[16][j] for blocks of columns j, one vector of 8 lanes wide: two transpositions of 8x8 in registers.
 *
 * <p>Row i is rotated by i lanes, so that column k lies on a diagonal; lane l of vector k is then taken from row l - k, by one blend for
 * each bit of l; at last vector k is rotated by k. That is 14 permutes and 24 blends, none of two vectors: AVX2 has no permute of two, and
 * {@link Transpose16x1v} takes twice as long there.
 *
 * <p>Registers: 8 + 7 of rotations + 3 of bits; some are loaded again where there are 16.
 */
final class Transpose8x1v {

    /** Lanes of the vectors that this is for. */
    static final int LANES = 8;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private static final VectorShuffle<Float> BY_1 = rotation(1);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_3 = rotation(3);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_5 = rotation(5);
    private static final VectorShuffle<Float> BY_6 = rotation(6);
    private static final VectorShuffle<Float> BY_7 = rotation(7);
    private static final VectorMask<Float> BIT_0 = bit(0);
    private static final VectorMask<Float> BIT_1 = bit(1);
    private static final VectorMask<Float> BIT_2 = bit(2);

    private Transpose8x1v() {
    }

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(S, lane -> (lane + by) % Lanes.F32);
    }

    private static VectorMask<Float> bit(int bit) {
        long lanes = 0;
        for (int lane = 0; lane < Lanes.F32; lane++) {
            lanes |= (long) (lane >> bit & 1) << lane;
        }
        return VectorMask.fromLong(S, lanes);
    }

    /** As {@link Transpose16x1v#run}. */
    static void run(int blocks, float[] a, int aAt, int aRowStep, int aStep, float[] b, int bAt, int bRowStep,
            int bStep) {
        for (int half = 0; half < 2 * blocks; half++) {
            int at = aAt + (half >> 1) * aStep + (half & 1) * LANES * aRowStep;
            int to = bAt + (half >> 1) * bStep + (half & 1) * LANES;
            FloatVector r0 = FloatVector.fromArray(S, a, at + 0 * aRowStep);
            FloatVector r1 = FloatVector.fromArray(S, a, at + 1 * aRowStep).rearrange(BY_7);
            FloatVector r2 = FloatVector.fromArray(S, a, at + 2 * aRowStep).rearrange(BY_6);
            FloatVector r3 = FloatVector.fromArray(S, a, at + 3 * aRowStep).rearrange(BY_5);
            FloatVector r4 = FloatVector.fromArray(S, a, at + 4 * aRowStep).rearrange(BY_4);
            FloatVector r5 = FloatVector.fromArray(S, a, at + 5 * aRowStep).rearrange(BY_3);
            FloatVector r6 = FloatVector.fromArray(S, a, at + 6 * aRowStep).rearrange(BY_2);
            FloatVector r7 = FloatVector.fromArray(S, a, at + 7 * aRowStep).rearrange(BY_1);
            FloatVector s0 = r0.blend(r1, BIT_0);
            FloatVector s1 = r7.blend(r0, BIT_0);
            FloatVector s2 = r6.blend(r7, BIT_0);
            FloatVector s3 = r5.blend(r6, BIT_0);
            FloatVector s4 = r4.blend(r5, BIT_0);
            FloatVector s5 = r3.blend(r4, BIT_0);
            FloatVector s6 = r2.blend(r3, BIT_0);
            FloatVector s7 = r1.blend(r2, BIT_0);
            FloatVector t0 = s0.blend(s6, BIT_1);
            FloatVector t1 = s1.blend(s7, BIT_1);
            FloatVector t2 = s2.blend(s0, BIT_1);
            FloatVector t3 = s3.blend(s1, BIT_1);
            FloatVector t4 = s4.blend(s2, BIT_1);
            FloatVector t5 = s5.blend(s3, BIT_1);
            FloatVector t6 = s6.blend(s4, BIT_1);
            FloatVector t7 = s7.blend(s5, BIT_1);
            FloatVector u0 = t0.blend(t4, BIT_2);
            FloatVector u1 = t1.blend(t5, BIT_2);
            FloatVector u2 = t2.blend(t6, BIT_2);
            FloatVector u3 = t3.blend(t7, BIT_2);
            FloatVector u4 = t4.blend(t0, BIT_2);
            FloatVector u5 = t5.blend(t1, BIT_2);
            FloatVector u6 = t6.blend(t2, BIT_2);
            FloatVector u7 = t7.blend(t3, BIT_2);
            u0.intoArray(b, to + 0 * bRowStep);
            u1.rearrange(BY_1).intoArray(b, to + 1 * bRowStep);
            u2.rearrange(BY_2).intoArray(b, to + 2 * bRowStep);
            u3.rearrange(BY_3).intoArray(b, to + 3 * bRowStep);
            u4.rearrange(BY_4).intoArray(b, to + 4 * bRowStep);
            u5.rearrange(BY_5).intoArray(b, to + 5 * bRowStep);
            u6.rearrange(BY_6).intoArray(b, to + 6 * bRowStep);
            u7.rearrange(BY_7).intoArray(b, to + 7 * bRowStep);
        }
    }
}
