package adjoint.simd.pack;

import adjoint.simd.Lanes;
import adjoint.simd.kernel.GatherGemm5x4v;
import adjoint.simd.kernel.PackedGemm6x2v;

/** B[i][...] = the runs of row i of A after each other: writes out rows whose floats lie in several places. */
public final class PackRows {

    private PackRows() {
    }

    /**
     * Packs.
     *
     * @param rows  number of rows
     * @param rowAt where each of them starts in a
     * @param runs  {@value GatherGemm5x4v#RUN} numbers for each run
     * @param from  the first of those that are packed
     * @param to    behind the last
     * @param a     source
     * @param b     destination, rows {@value PackedGemm6x2v#PITCH} floats apart
     */
    public static void run(int rows, int[] rowAt, int[] runs, int from, int to, float[] a, float[] b) {
        for (int i = 0; i < rows; i++) {
            int bAt = i * PackedGemm6x2v.PITCH;
            for (int run = from; run < to; run += GatherGemm5x4v.RUN) {
                int at = rowAt[i] + runs[run];
                int length = runs[run + 2];
                if (length >= Lanes.F32) {
                    CopyRow.run(length, a, at, b, bAt);
                } else {
                    for (int k = 0; k < length; k++) {
                        b[bAt + k] = a[at + k];
                    }
                }
                bAt += length;
            }
        }
    }
}
