package adjoint.simd.kernel;

/** As {@link PlaneColumn3x3}, with stride 2. */
public final class PlaneColumn3x3Stride2 {

    private PlaneColumn3x3Stride2() {
    }

    /**
     * Computes a column.
     *
     * @param outputs  rows of outputs
     * @param lo       rows before the image that output row 0 reads; at most 1
     * @param inputs   rows of the image; at most 1 beyond them is read by the last output row
     * @param a        the image
     * @param aAt      the first column that is read, in row 0 of the image; it may be before the image
     * @param pitch    from one row to the next
     * @param column   which column that is, negative before the image
     * @param columns  columns of the image
     * @param w        the weights, rows outermost, and what outputs start with
     * @param wAt      where they start
     * @param c        the outputs
     * @param cAt      output row 0
     * @param outPitch from one row of outputs to the next
     */
    public static void run(int outputs, int lo, int inputs, float[] a, int aAt, int pitch, int column, int columns,
            float[] w, int wAt, float[] c, int cAt, int outPitch) {
        assert outputs > 0 && lo <= 1 && 2 * outputs - lo <= inputs;
        float w00 = w[wAt];
        float w01 = w[wAt + 1];
        float w02 = w[wAt + 2];
        float w10 = w[wAt + 3];
        float w11 = w[wAt + 4];
        float w12 = w[wAt + 5];
        float w20 = w[wAt + 6];
        float w21 = w[wAt + 7];
        float w22 = w[wAt + 8];
        float init = w[wAt + 9];
        boolean within0 = column >= 0 && column < columns;
        boolean within1 = column >= -1 && column + 1 < columns;
        boolean within2 = column >= -2 && column + 2 < columns;
        // The output that has met its first row.
        float met = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, 2 * outputs + 1 - lo);
        int y = (from + lo + 1) / 2 - 1;
        int at = aAt + from * pitch;
        int out = cAt + y * outPitch;
        for (int row = from; row < end; row++) {
            float left = within0 ? a[at] : 0;
            float middle = within1 ? a[at + 1] : 0;
            float right = within2 ? a[at + 2] : 0;
            if ((row + lo) % 2 != 0) {
                met = Math.fma(right, w12, Math.fma(middle, w11, Math.fma(left, w10, met)));
            } else {
                if (y >= 0) {
                    c[out] = Math.fma(right, w22, Math.fma(middle, w21, Math.fma(left, w20, met)));
                }
                met = Math.fma(right, w02, Math.fma(middle, w01, Math.fma(left, w00, init)));
                y++;
                out += outPitch;
            }
            at += pitch;
        }
        if (y < outputs) {
            c[out] = met;
        }
    }
}
