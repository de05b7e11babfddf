package adjoint.simd.kernel;

/**
 * As {@link PlaneWindow3x3}, for a single column: one of those at the edges that {@link PlaneRun3x3} leaves. A vector with one lane to
 * store under a mask takes three times as long.
 */
public final class PlaneColumn3x3 {

    private PlaneColumn3x3() {
    }

    /**
     * Computes a column.
     *
     * @param outputs  rows of outputs
     * @param lo       rows before the image that output row 0 reads; at most 2
     * @param inputs   rows of the image; at most 2 beyond them are read by the last output row
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
        assert outputs > 0 && lo <= 2 && outputs - lo <= inputs;
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
        // The outputs whose last tap is the one at hand, then those whose last tap but one is, and so on.
        float t2 = init;
        float t1 = init;
        int from = Math.max(0, -lo);
        int end = Math.min(inputs, outputs + 2 - lo);
        int y = from + lo - 2;
        int at = aAt + from * pitch;
        int out = cAt + y * outPitch;
        for (int row = from; row < end; row++) {
            float t0 = init;
            float v = within0 ? a[at] : 0;
            t2 = Math.fma(v, w20, t2);
            t1 = Math.fma(v, w10, t1);
            t0 = Math.fma(v, w00, t0);
            v = within1 ? a[at + 1] : 0;
            t2 = Math.fma(v, w21, t2);
            t1 = Math.fma(v, w11, t1);
            t0 = Math.fma(v, w01, t0);
            v = within2 ? a[at + 2] : 0;
            t2 = Math.fma(v, w22, t2);
            t1 = Math.fma(v, w12, t1);
            t0 = Math.fma(v, w02, t0);
            if (y >= 0) {
                c[out] = t2;
            }
            t2 = t1;
            t1 = t0;
            at += pitch;
            out += outPitch;
            y++;
        }
        for (; y < outputs; y++) {
            if (y >= 0) {
                c[out] = t2;
            }
            t2 = t1;
            out += outPitch;
        }
    }
}
