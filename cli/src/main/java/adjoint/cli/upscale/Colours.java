package adjoint.cli.upscale;

import adjoint.cli.picture.Picture;

import static adjoint.cli.picture.Picture.COLOURS;

/**
 * Colours as a network wants them: R, G and B from 0 to 1, not multiplied by alpha. What is wholly transparent has no colour; so
 * that the network sees no edge that is not there, it takes the mean of what is visible around it.
 */
final class Colours {

    /** How far colours spread into what is transparent: as far as a network and an interpolation of alpha can see. */
    private static final int REACH = 10;

    private final Picture picture;
    private final boolean alpha;
    private final int channels;

    Colours(Picture picture) {
        this.picture = picture;
        channels = picture.channels();
        alpha = channels % 2 == 0;
    }

    /** Rows of the picture, {@code [count, width, 3]}; above and below it, its outermost rows. */
    float[] rows(int first, int count) {
        int width = picture.width();
        int margin = alpha ? REACH : 0;
        int stride = width * channels;
        float[] raw = new float[(count + 2 * margin) * stride];
        for (int row = 0; row < count + 2 * margin; row++) {
            picture.row(Math.clamp((long) first + row - margin, 0, picture.height() - 1), raw, row * stride);
        }
        float[] rows = new float[count * width * COLOURS];
        for (int y = 0; y < count; y++) {
            for (int x = 0; x < width; x++) {
                int at = ((y + margin) * width + x) * channels;
                int to = (y * width + x) * COLOURS;
                if (alpha && raw[at + channels - 1] == 0) {
                    spread(raw, y + margin, x, rows, to);
                } else {
                    put(raw, at, alpha ? raw[at + channels - 1] : 255, rows, to);
                }
            }
        }
        return rows;
    }

    /** The mean of the pixels within reach, weighted by opacity: the sum of their colours, which are multiplied by it already. */
    private void spread(float[] raw, int y, int x, float[] rows, int to) {
        int width = picture.width();
        float[] sum = new float[channels];
        for (int i = y - REACH; i <= y + REACH; i++) {
            for (int j = Math.max(0, x - REACH); j <= Math.min(width - 1, x + REACH); j++) {
                for (int c = 0; c < channels; c++) {
                    sum[c] += raw[(i * width + j) * channels + c];
                }
            }
        }
        if (sum[channels - 1] > 0) {
            put(sum, 0, sum[channels - 1], rows, to);
        }
    }

    private void put(float[] from, int at, float opacity, float[] rows, int to) {
        boolean grey = channels < COLOURS;
        for (int c = 0; c < COLOURS; c++) {
            rows[to + c] = from[at + (grey ? 0 : c)] / opacity;
        }
    }
}
