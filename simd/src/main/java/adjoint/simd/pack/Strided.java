package adjoint.simd.pack;

import adjoint.simd.Lanes;

/** Copies between a row of neighbouring floats and elements of a tensor that are a fixed distance apart. */
public final class Strided {

    /** From one row to the next where rows are copied before they are transposed. */
    private static final int PITCH = 128 + Lanes.F32;
    /** Rows that lie a multiple of this apart share a set of the first-level cache: a page. */
    private static final int CONFLICT = 1024;

    /** Whether storing some lanes of a vector is fast; without AVX-512 AMD's processors take longer for it than for the floats. */
    private static final boolean MASKED_STORES = Lanes.REGISTERS >= 32;

    private Strided() {
    }

    /**
     * Writes zeros: mostly one or two, for which a call of the library's fill takes longer than the zeros.
     *
     * @param row   destination
     * @param rowAt first element
     * @param count number of elements
     */
    static void zero(float[] row, int rowAt, int count) {
        for (int k = 0; k < count; k++) {
            row[rowAt + k] = 0;
        }
    }

    /**
     * Copies from a tensor.
     *
     * @param tensor   source
     * @param tensorAt first element
     * @param step     from one element to the next
     * @param count    number of elements
     * @param row      destination
     * @param rowAt    where it starts
     */
    public static void read(float[] tensor, int tensorAt, int step, int count, float[] row, int rowAt) {
        if (step == 1 && count >= Lanes.F32) {
            CopyRow.run(count, tensor, tensorAt, row, rowAt);
            return;
        }
        if (step == 2 && count >= Lanes.F32 && tensorAt + 2 * count <= tensor.length) {
            Unzip2.run(count, tensor, tensorAt, row, rowAt);
            return;
        }
        for (int k = 0; k < count; k++) {
            row[rowAt + k] = tensor[tensorAt + k * step];
        }
    }

    /**
     * Copies to a tensor.
     *
     * @param row      source
     * @param rowAt    where it starts
     * @param count    number of elements
     * @param tensor   destination
     * @param tensorAt first element
     * @param step     from one element to the next
     */
    public static void write(float[] row, int rowAt, int count, float[] tensor, int tensorAt, int step) {
        if (step == 1 && count >= Lanes.F32) {
            CopyRow.run(count, row, rowAt, tensor, tensorAt);
            return;
        }
        if (step == 2 && count >= Lanes.F32 && MASKED_STORES) {
            Spread2.run(count, row, rowAt, tensor, tensorAt);
            return;
        }
        for (int k = 0; k < count; k++) {
            tensor[tensorAt + k * step] = row[rowAt + k];
        }
    }

    /**
     * Floats that {@link #transpose} needs.
     *
     * @return the number
     */
    static int scratchFloats() {
        return Transposition.ROWS * PITCH;
    }

    /**
     * Copies rows of a tensor to columns of neighbouring floats: element c of row r from {@code at + r*rowStep + c*step} to
     * {@code toAt + c*rows + r}.
     *
     * @param from      source
     * @param at        its first element
     * @param rowStep   from one row to the next
     * @param step      from one element of a row to the next
     * @param rows      number of rows
     * @param columns   number of elements of each row
     * @param to        destination
     * @param toAt      where it starts
     * @param scratchAt where {@link #scratchFloats} floats of the destination may be overwritten
     */
    static void transpose(float[] from, int at, int rowStep, int step, int rows, int columns, float[] to, int toAt,
            int scratchAt) {
        if (rows < Transposition.ROWS || columns < Transposition.COLUMNS) {
            for (int c = 0; c < columns; c += PITCH) {
                // Row by row: a loop over two or three rows would be started anew for each column.
                int end = Math.min(columns, c + PITCH);
                for (int r = 0; r < rows; r++) {
                    write(from, at + r * rowStep, step, c, end, to, toAt + r, rows);
                }
            }
            return;
        }
        for (int r = 0; r < rows; r += Transposition.ROWS) {
            // The last rows again, rather than a block of fewer.
            int first = Math.min(r, rows - Transposition.ROWS);
            transpose16(from, at + first * rowStep, rowStep, step, columns, to, toAt + first, rows, scratchAt);
        }
    }

    /** Writes elements c..end-1 of a row, {@code toStep} apart. */
    private static void write(float[] from, int at, int step, int c, int end, float[] to, int toAt, int toStep) {
        int f = at + c * step;
        int t = toAt + c * toStep;
        for (int k = c; k < end; k++) {
            to[t] = from[f];
            f += step;
            t += toStep;
        }
    }

    private static void transpose16(float[] from, int at, int rowStep, int step, int columns, float[] to, int toAt,
            int toStep, int scratchAt) {
        int done = 0;
        if (step == 1 && rowStep % CONFLICT != 0 && columns >= Lanes.F32) {
            int blocks = (columns - Lanes.F32) / Transposition.COLUMNS + 1;
            blocks(blocks, from, at, rowStep, to, toAt, toStep);
            done = blocks * Transposition.COLUMNS;
        }
        while (done < columns) {
            // The last columns again, rather than a block of fewer.
            int first = Math.min(done, columns - Transposition.COLUMNS);
            int count = Math.min(columns - first, PITCH - Lanes.F32);
            for (int r = 0; r < Transposition.ROWS; r++) {
                read(from, at + r * rowStep + first * step, step, count, to, scratchAt + r * PITCH);
            }
            int blocks = count / Transposition.COLUMNS;
            blocks(blocks, to, scratchAt, PITCH, to, toAt + first * toStep, toStep);
            done = first + blocks * Transposition.COLUMNS;
        }
    }

    private static void blocks(int blocks, float[] from, int at, int rowStep, float[] to, int toAt, int toStep) {
        Transposition.run(blocks, from, at, rowStep, Transposition.COLUMNS, to, toAt, toStep,
                Transposition.COLUMNS * toStep);
    }
}
