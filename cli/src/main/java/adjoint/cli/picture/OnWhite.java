package adjoint.cli.picture;

import static adjoint.cli.picture.Picture.COLOURS;

/** Pictures as R, G, B, whatever their channels: grey as a colour, and what is transparent on white paper. */
public final class OnWhite {

    private OnWhite() {
    }

    /** Stores a row, {@code [width, 3]}, from 0 to 255. */
    public static void row(Picture picture, int y, float[] to) {
        int channels = picture.channels();
        float[] row = new float[picture.width() * channels];
        picture.row(y, row, 0);
        for (int x = 0; x < picture.width(); x++) {
            float white = channels % 2 == 0 ? 255 - row[x * channels + channels - 1] : 0;
            for (int c = 0; c < COLOURS; c++) {
                to[x * COLOURS + c] = row[x * channels + (channels < COLOURS ? 0 : c)] + white;
            }
        }
    }
}
