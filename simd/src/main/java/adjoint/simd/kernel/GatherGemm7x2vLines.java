package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import adjoint.simd.NativeFloats;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[7][NR] = B[0] + sum over runs r and k of A[row i][run r][k] * B[1 + step of r + k][NR], with A read in place; NR is 2 vectors.
 *
 * <p>As {@link GatherGemm7x2v}, with a panel in native memory, where no vector crosses cache lines. C2 checks the indices of a segment, which
 * are longs, in one more loop around that over a run: short runs take longer than with an array.
 */
public final class GatherGemm7x2vLines {

    /** Rows of a tile. */
    public static final int MR = GatherGemm7x2v.MR;
    /** Floats in a row of a tile. */
    public static final int NR = GatherGemm7x2v.NR;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private GatherGemm7x2vLines() {
    }

    /**
     * Computes one tile.
     *
     * @param runs  {@value InputRuns#NUMBERS} numbers for each run
     * @param a     the rows
     * @param rowAt where each of the rows starts in a
     * @param b     the panel
     * @param bAt   where it starts
     * @param c     the tile
     * @param outAt where each of the rows of C starts
     * @param cAt   what is added to that
     * @param row   the first of the MR rows to compute
     */
    public static void run(int[] runs, float[] a, int[] rowAt, NativeFloats b, int bAt, float[] c, int[] outAt,
            int cAt, int row) {
        assert runs.length % InputRuns.NUMBERS == 0 && rowAt.length >= row + MR && outAt.length >= row + MR;
        MemorySegment panel = b.segment();
        long bBytes = bAt * NativeFloats.BYTES;
        int r0 = rowAt[row + 0];
        int r1 = rowAt[row + 1];
        int r2 = rowAt[row + 2];
        int r3 = rowAt[row + 3];
        int r4 = rowAt[row + 4];
        int r5 = rowAt[row + 5];
        int r6 = rowAt[row + 6];
        FloatVector c0a = FloatVector.fromMemorySegment(S, panel, bBytes, NativeFloats.ORDER);
        FloatVector c0b = FloatVector.fromMemorySegment(S, panel, bBytes + Lanes.BYTES, NativeFloats.ORDER);
        FloatVector c1a = c0a;
        FloatVector c1b = c0b;
        FloatVector c2a = c0a;
        FloatVector c2b = c0b;
        FloatVector c3a = c0a;
        FloatVector c3b = c0b;
        FloatVector c4a = c0a;
        FloatVector c4b = c0b;
        FloatVector c5a = c0a;
        FloatVector c5b = c0b;
        FloatVector c6a = c0a;
        FloatVector c6b = c0b;
        for (int run = 0; run < runs.length; run += InputRuns.NUMBERS) {
            int at = runs[run + InputRuns.AT];
            long bRun = bBytes + (NR + runs[run + InputRuns.STEP] * NR) * NativeFloats.BYTES;
            int length = Math.min(runs[run + InputRuns.LENGTH], InputRuns.MAX_LENGTH);
            int a0 = r0 + at;
            int a1 = r1 + at;
            int a2 = r2 + at;
            int a3 = r3 + at;
            int a4 = r4 + at;
            int a5 = r5 + at;
            int a6 = r6 + at;
            for (int k = 0; k < length; k++) {
                long bk = bRun + k * (NR * NativeFloats.BYTES);
                FloatVector ba = FloatVector.fromMemorySegment(S, panel, bk, NativeFloats.ORDER);
                FloatVector bb = FloatVector.fromMemorySegment(S, panel, bk + Lanes.BYTES, NativeFloats.ORDER);
                FloatVector v = FloatVector.broadcast(S, a[a0 + k]);
                c0a = v.fma(ba, c0a);
                c0b = v.fma(bb, c0b);
                v = FloatVector.broadcast(S, a[a1 + k]);
                c1a = v.fma(ba, c1a);
                c1b = v.fma(bb, c1b);
                v = FloatVector.broadcast(S, a[a2 + k]);
                c2a = v.fma(ba, c2a);
                c2b = v.fma(bb, c2b);
                v = FloatVector.broadcast(S, a[a3 + k]);
                c3a = v.fma(ba, c3a);
                c3b = v.fma(bb, c3b);
                v = FloatVector.broadcast(S, a[a4 + k]);
                c4a = v.fma(ba, c4a);
                c4b = v.fma(bb, c4b);
                v = FloatVector.broadcast(S, a[a5 + k]);
                c5a = v.fma(ba, c5a);
                c5b = v.fma(bb, c5b);
                v = FloatVector.broadcast(S, a[a6 + k]);
                c6a = v.fma(ba, c6a);
                c6b = v.fma(bb, c6b);
            }
        }
        c0a.intoArray(c, cAt + outAt[row + 0]);
        c0b.intoArray(c, cAt + outAt[row + 0] + Lanes.F32);
        c1a.intoArray(c, cAt + outAt[row + 1]);
        c1b.intoArray(c, cAt + outAt[row + 1] + Lanes.F32);
        c2a.intoArray(c, cAt + outAt[row + 2]);
        c2b.intoArray(c, cAt + outAt[row + 2] + Lanes.F32);
        c3a.intoArray(c, cAt + outAt[row + 3]);
        c3b.intoArray(c, cAt + outAt[row + 3] + Lanes.F32);
        c4a.intoArray(c, cAt + outAt[row + 4]);
        c4b.intoArray(c, cAt + outAt[row + 4] + Lanes.F32);
        c5a.intoArray(c, cAt + outAt[row + 5]);
        c5b.intoArray(c, cAt + outAt[row + 5] + Lanes.F32);
        c6a.intoArray(c, cAt + outAt[row + 6]);
        c6b.intoArray(c, cAt + outAt[row + 6] + Lanes.F32);
    }
}
