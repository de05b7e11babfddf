package adjoint.simd.pack;

/** Copies between a row of neighbouring floats and elements of a tensor that are a fixed distance apart. */
public final class Strided {

    /** Floats of a cache line. */
    private static final int BLOCK = 16;

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
        if (step == 1) {
            System.arraycopy(tensor, tensorAt, row, rowAt, count);
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
        if (step == 1) {
            System.arraycopy(row, rowAt, tensor, tensorAt, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            tensor[tensorAt + k * step] = row[rowAt + k];
        }
    }

    /**
     * Copies a matrix to another order: element (r, c) from {@code at + r*rowStep + c*columnStep} to {@code toAt + r*toRowStep +
     * c*toColumnStep}. Sixteen rows at a time: where neighbouring rows are neighbours in the destination, as is meant, a line of it
     * is written at once.
     *
     * @param from         source
     * @param at           its first element
     * @param rowStep      from one row to the next in the source
     * @param columnStep   from one column to the next in the source
     * @param rows         number of rows
     * @param columns      number of columns
     * @param to           destination
     * @param toAt         its first element
     * @param toRowStep    from one row to the next in the destination
     * @param toColumnStep from one column to the next in the destination
     */
    public static void transpose(float[] from, int at, int rowStep, int columnStep, int rows, int columns, float[] to,
            int toAt, int toRowStep, int toColumnStep) {
        int r = 0;
        for (; r + BLOCK <= rows; r += BLOCK) {
            for (int c = 0; c < columns; c++) {
                int f = at + r * rowStep + c * columnStep;
                int t = toAt + r * toRowStep + c * toColumnStep;
                for (int k = 0; k < BLOCK; k++) {
                    to[t + k * toRowStep] = from[f + k * rowStep];
                }
            }
        }
        for (; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                to[toAt + r * toRowStep + c * toColumnStep] = from[at + r * rowStep + c * columnStep];
            }
        }
    }
}
