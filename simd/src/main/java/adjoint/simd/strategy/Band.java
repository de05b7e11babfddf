package adjoint.simd.strategy;

import adjoint.simd.pack.PackedAxis;
import java.util.ArrayList;
import java.util.List;

/**
 * Some output rows of every phase.
 *
 * @param from   first row of each phase
 * @param to     behind the last
 * @param height the input rows
 */
record Band(int from, int to, PackedAxis height) {

    /** Which input rows are read for some output rows. */
    @FunctionalInterface
    interface InputRows {
        /** Those for output rows from..to-1, in place for as many as {@code slot} output rows read. */
        PackedAxis of(int from, int to, int slot);
    }

    /** Cuts rows into at most so many bands of even size: so that the last is not a remainder, for which the workers wait. */
    static List<Band> cut(int rows, int count, InputRows inputs) {
        int perBand = Math.ceilDiv(rows, Math.max(1, count));
        List<Band> cut = new ArrayList<>();
        for (int from = 0; from < rows; from += perBand) {
            int to = Math.min(rows, from + perBand);
            cut.add(new Band(from, to, inputs.of(from, to, perBand)));
        }
        return cut;
    }
}
