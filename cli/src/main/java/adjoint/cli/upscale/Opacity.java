package adjoint.cli.upscale;

import adjoint.cli.picture.Picture;

/**
 * The alpha of a picture as a picture of its own.
 *
 * @param picture one with alpha
 */
record Opacity(Picture picture) implements Picture {

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public void row(int y, float[] to, int at) {
        int channels = picture.channels();
        float[] row = new float[width() * channels];
        picture.row(y, row, 0);
        for (int x = 0; x < width(); x++) {
            to[at + x] = row[x * channels + channels - 1];
        }
    }
}
