package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C[block][piece] = init[piece] + sum over t of A[piece t of the block], blocks side by side in C: the sums of what input pixels times
 * taps are. A piece is a few floats.
 *
 * <p>Blocks are computed four at a time, and a piece shorter than a vector as a whole one: what lies behind it in A is read, up to three
 * more blocks are too, and as much is overwritten behind the last block of C. The last vector of a longer piece starts earlier.
 *
 * <p>Registers: 4 accumulators. One load for each addition; four blocks share the place of a piece.
 */
public final class AddPieces {

    /** Blocks computed at a time. */
    public static final int BLOCKS = 4;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private AddPieces() {
    }

    /**
     * Adds.
     *
     * @param blocks  number of blocks
     * @param piece   floats of each
     * @param pieceAt where each of the pieces of block 0 lies in a
     * @param terms   number of pieces of a block
     * @param a       the pieces
     * @param step    from the pieces of one block to those of the next
     * @param init    what each block starts with, at least a vector
     * @param c       destination
     * @param cAt     where it starts
     */
    public static void run(int blocks, int piece, int[] pieceAt, int terms, float[] a, int step, float[] init,
            float[] c, int cAt) {
        int k = 0;
        while (true) {
            int out = cAt + k;
            int by = k;
            for (int block = 0; block < blocks; block += BLOCKS) {
                FloatVector c0 = FloatVector.fromArray(S, init, k);
                FloatVector c1 = c0;
                FloatVector c2 = c0;
                FloatVector c3 = c0;
                for (int t = 0; t < terms; t++) {
                    int at = pieceAt[t] + by;
                    c0 = c0.add(FloatVector.fromArray(S, a, at));
                    at += step;
                    c1 = c1.add(FloatVector.fromArray(S, a, at));
                    at += step;
                    c2 = c2.add(FloatVector.fromArray(S, a, at));
                    at += step;
                    c3 = c3.add(FloatVector.fromArray(S, a, at));
                }
                // In this order: of what a block overwrites only the next one's part is left.
                c0.intoArray(c, out);
                c1.intoArray(c, out + piece);
                c2.intoArray(c, out + 2 * piece);
                c3.intoArray(c, out + 3 * piece);
                out += BLOCKS * piece;
                by += BLOCKS * step;
            }
            if (k + Lanes.F32 >= piece) {
                return;
            }
            k = Math.min(k + Lanes.F32, piece - Lanes.F32);
        }
    }
}
