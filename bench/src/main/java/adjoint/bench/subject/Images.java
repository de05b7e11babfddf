package adjoint.bench.subject;

/** Orders of image tensors of any rank. */
public final class Images {

    private Images() {
    }

    /** NCHW to NHWC. */
    public static float[] channelsLast(float[] first, int batch, int channels) {
        return exchange(first, batch, channels);
    }

    /** NHWC to NCHW. */
    public static float[] channelsFirst(float[] last, int batch, int channels) {
        return exchange(last, batch, last.length / Math.max(1, batch * channels));
    }

    /** {@code [batch, rows, columns]} to {@code [batch, columns, rows]}. */
    private static float[] exchange(float[] from, int batch, int rows) {
        float[] to = new float[from.length];
        int columns = from.length / Math.max(1, batch * rows);
        for (int n = 0; n < batch; n++) {
            int at = n * rows * columns;
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    to[at + column * rows + row] = from[at + row * columns + column];
                }
            }
        }
        return to;
    }
}
