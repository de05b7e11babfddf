package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[MR][NR] = sum over runs r and k of A[row i][run r][k] * B[r][k][NR], with A read in place; NR is 2 vectors.
 *
 * <p>A: row i of the tile starts at {@code rowAt[i]}, and each run is {@code length} neighbouring floats, {@code runAt[r]} after
 * that. B: packed, {@code NR} floats for each k of each run. C: row-major, rows NR apart, every element written.
 *
 * <p>Registers: 24 accumulators + 2 of B + 1 of A = 27 of 32. Rows are not packed: their 12 streams stay in the first-level
 * cache from one tile to the next, and packing costs more than it saves below some hundred output channels. Source: the shape
 * of BLIS's gemm micro-kernel, with the indirection of XNNPACK's igemm.
 */
public final class GatherGemm12x2v {

    /** Rows of a tile. */
    public static final int MR = 12;
    /** Floats in a row of a tile. */
    public static final int NR = 2 * Lanes.F32;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private GatherGemm12x2v() {
    }

    /**
     * Computes one tile.
     *
     * @param runs   number of runs, at least 0
     * @param runAt  where each run starts, relative to a row
     * @param length floats in a run
     * @param a      the rows
     * @param rowAt  where each of the MR rows starts in a
     * @param b      the panel
     * @param bAt    where it starts
     * @param c      the tile
     */
    public static void run(int runs, int[] runAt, int length, float[] a, int[] rowAt, float[] b, int bAt, float[] c) {
        assert runAt.length >= runs && rowAt.length >= MR && c.length >= MR * NR;
        int r0 = rowAt[0];
        int r1 = rowAt[1];
        int r2 = rowAt[2];
        int r3 = rowAt[3];
        int r4 = rowAt[4];
        int r5 = rowAt[5];
        int r6 = rowAt[6];
        int r7 = rowAt[7];
        int r8 = rowAt[8];
        int r9 = rowAt[9];
        int r10 = rowAt[10];
        int r11 = rowAt[11];
        FloatVector c0a = FloatVector.zero(S);
        FloatVector c0b = FloatVector.zero(S);
        FloatVector c1a = FloatVector.zero(S);
        FloatVector c1b = FloatVector.zero(S);
        FloatVector c2a = FloatVector.zero(S);
        FloatVector c2b = FloatVector.zero(S);
        FloatVector c3a = FloatVector.zero(S);
        FloatVector c3b = FloatVector.zero(S);
        FloatVector c4a = FloatVector.zero(S);
        FloatVector c4b = FloatVector.zero(S);
        FloatVector c5a = FloatVector.zero(S);
        FloatVector c5b = FloatVector.zero(S);
        FloatVector c6a = FloatVector.zero(S);
        FloatVector c6b = FloatVector.zero(S);
        FloatVector c7a = FloatVector.zero(S);
        FloatVector c7b = FloatVector.zero(S);
        FloatVector c8a = FloatVector.zero(S);
        FloatVector c8b = FloatVector.zero(S);
        FloatVector c9a = FloatVector.zero(S);
        FloatVector c9b = FloatVector.zero(S);
        FloatVector c10a = FloatVector.zero(S);
        FloatVector c10b = FloatVector.zero(S);
        FloatVector c11a = FloatVector.zero(S);
        FloatVector c11b = FloatVector.zero(S);
        int bk = bAt;
        for (int run = 0; run < runs; run++) {
            int at = runAt[run];
            int a0 = r0 + at;
            int a1 = r1 + at;
            int a2 = r2 + at;
            int a3 = r3 + at;
            int a4 = r4 + at;
            int a5 = r5 + at;
            int a6 = r6 + at;
            int a7 = r7 + at;
            int a8 = r8 + at;
            int a9 = r9 + at;
            int a10 = r10 + at;
            int a11 = r11 + at;
            for (int k = 0; k < length; k++) {
                FloatVector ba = FloatVector.fromArray(S, b, bk);
                FloatVector bb = FloatVector.fromArray(S, b, bk + Lanes.F32);
                bk += NR;
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
                v = FloatVector.broadcast(S, a[a7 + k]);
                c7a = v.fma(ba, c7a);
                c7b = v.fma(bb, c7b);
                v = FloatVector.broadcast(S, a[a8 + k]);
                c8a = v.fma(ba, c8a);
                c8b = v.fma(bb, c8b);
                v = FloatVector.broadcast(S, a[a9 + k]);
                c9a = v.fma(ba, c9a);
                c9b = v.fma(bb, c9b);
                v = FloatVector.broadcast(S, a[a10 + k]);
                c10a = v.fma(ba, c10a);
                c10b = v.fma(bb, c10b);
                v = FloatVector.broadcast(S, a[a11 + k]);
                c11a = v.fma(ba, c11a);
                c11b = v.fma(bb, c11b);
            }
        }
        c0a.intoArray(c, 0 * NR);
        c0b.intoArray(c, 0 * NR + Lanes.F32);
        c1a.intoArray(c, 1 * NR);
        c1b.intoArray(c, 1 * NR + Lanes.F32);
        c2a.intoArray(c, 2 * NR);
        c2b.intoArray(c, 2 * NR + Lanes.F32);
        c3a.intoArray(c, 3 * NR);
        c3b.intoArray(c, 3 * NR + Lanes.F32);
        c4a.intoArray(c, 4 * NR);
        c4b.intoArray(c, 4 * NR + Lanes.F32);
        c5a.intoArray(c, 5 * NR);
        c5b.intoArray(c, 5 * NR + Lanes.F32);
        c6a.intoArray(c, 6 * NR);
        c6b.intoArray(c, 6 * NR + Lanes.F32);
        c7a.intoArray(c, 7 * NR);
        c7b.intoArray(c, 7 * NR + Lanes.F32);
        c8a.intoArray(c, 8 * NR);
        c8b.intoArray(c, 8 * NR + Lanes.F32);
        c9a.intoArray(c, 9 * NR);
        c9b.intoArray(c, 9 * NR + Lanes.F32);
        c10a.intoArray(c, 10 * NR);
        c10b.intoArray(c, 10 * NR + Lanes.F32);
        c11a.intoArray(c, 11 * NR);
        c11b.intoArray(c, 11 * NR + Lanes.F32);
    }
}
