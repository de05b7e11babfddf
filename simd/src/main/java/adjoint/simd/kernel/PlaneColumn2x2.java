package adjoint.simd.kernel;

/** As {@link PlaneColumn3x3}, for a window of 2x2. */
public final class PlaneColumn2x2 {

    private PlaneColumn2x2() {
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
        assert outputs > 0 && lo <= 1 && outputs - lo <= inputs;
        float w00 = w[wAt];
        float w01 = w[wAt + 1];
        float w10 = w[wAt + 2];
        float w11 = w[wAt + 3];
        float init = w[wAt + 4];
        boolean within0 = column >= 0 && column < columns;
        boolean within1 = column >= -1 && column + 1 < columns;
        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
        float t1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 1 - lo);
        int y = from + lo - 1;
        int at = aAt + from * pitch;
        int out = cAt + y * outPitch;
        for (int row = from; row < end; row++) {
            float t0 = init;
            float v = within0 ? a[at] : 0;
            t1 = Math.fma(v, w10, t1);
            t0 = Math.fma(v, w00, t0);
            v = within1 ? a[at + 1] : 0;
            t1 = Math.fma(v, w11, t1);
            t0 = Math.fma(v, w01, t0);
            if (y >= 0) {
                c[out] = t1;
            }
            t1 = t0;
            at += pitch;
            out += outPitch;
            y++;
        }
        for (; y < outputs; y++) {
            if (y >= 0) {
                c[out] = t1;
            }
            out += outPitch;
        }
    }
}
