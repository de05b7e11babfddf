package adjoint.simd.pack;

import adjoint.simd.Lanes;
import adjoint.simd.kernel.InputRuns;
import adjoint.simd.kernel.PackedGemm6x2v;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** B[i][...] = the runs of row i of A after each other: writes out rows whose floats lie in several places. */
public final class PackRows {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private PackRows() {
    }

    /**
     * Packs.
     *
     * @param rows  number of rows
     * @param rowAt where each of them starts in a
     * @param runs  {@value InputRuns#NUMBERS} numbers for each run
     * @param from  the first of those that are packed
     * @param to    behind the last
     * @param a     source
     * @param b     destination, rows {@value PackedGemm6x2v#PITCH} floats apart
     */
    public static void run(int rows, int[] rowAt, int[] runs, int from, int to, float[] a, float[] b) {
        int bAt = 0;
        for (int run = from; run < to; run += InputRuns.NUMBERS) {
            int length = runs[run + InputRuns.LENGTH];
            if (length < Lanes.F32) {
                floats(rows, length, a, rowAt, runs[run + InputRuns.AT], b, bAt);
            } else if (length <= 2 * Lanes.F32) {
                twoVectors(rows, length, a, rowAt, runs[run + InputRuns.AT], b, bAt);
            } else if (length <= 4 * Lanes.F32) {
                fourVectors(rows, length, a, rowAt, runs[run + InputRuns.AT], b, bAt);
            } else {
                for (int i = 0; i < rows; i++) {
                    CopyRow.run(length, a, rowAt[i] + runs[run + InputRuns.AT], b, bAt + i * PackedGemm6x2v.PITCH);
                }
            }
            bAt += length;
        }
    }

    private static void floats(int rows, int length, float[] a, int[] rowAt, int aAt, float[] b, int bAt) {
        int to = bAt;
        for (int i = 0; i < rows; i++) {
            int from = rowAt[i] + aAt;
            for (int k = 0; k < length; k++) {
                b[to + k] = a[from + k];
            }
            to += PackedGemm6x2v.PITCH;
        }
    }

    /** The first and the last vector of each row, which overlap. */
    private static void twoVectors(int rows, int length, float[] a, int[] rowAt, int aAt, float[] b, int bAt) {
        int last = length - Lanes.F32;
        int to = bAt;
        for (int i = 0; i < rows; i++) {
            int from = rowAt[i] + aAt;
            FloatVector.fromArray(S, a, from).intoArray(b, to);
            FloatVector.fromArray(S, a, from + last).intoArray(b, to + last);
            to += PackedGemm6x2v.PITCH;
        }
    }

    /** Likewise the first and the last two: a loop over so few would take longer. */
    private static void fourVectors(int rows, int length, float[] a, int[] rowAt, int aAt, float[] b, int bAt) {
        int last = length - 2 * Lanes.F32;
        int to = bAt;
        for (int i = 0; i < rows; i++) {
            int from = rowAt[i] + aAt;
            FloatVector.fromArray(S, a, from).intoArray(b, to);
            FloatVector.fromArray(S, a, from + Lanes.F32).intoArray(b, to + Lanes.F32);
            FloatVector.fromArray(S, a, from + last).intoArray(b, to + last);
            FloatVector.fromArray(S, a, from + last + Lanes.F32).intoArray(b, to + last + Lanes.F32);
            to += PackedGemm6x2v.PITCH;
        }
    }
}
