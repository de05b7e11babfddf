package adjoint.cli.picture;

/**
 * Rows of pixels. Colours run from 0 to 255, not clamped; with an even number of channels the last one is alpha, and the colours
 * are multiplied by {@code alpha / 255}, so that what nobody sees does not bleed into what one sees.
 */
public interface Picture {

    /** Red, green and blue. */
    int COLOURS = 3;

    /** Pixels of a row. */
    int width();

    /** Rows. */
    int height();

    /** 1 grey, 2 grey and alpha, 3 red, green and blue, 4 those and alpha. */
    int channels();

    /** Stores row {@code y}, {@code width * channels} elements, channels innermost, from index {@code at} on. */
    void row(int y, float[] to, int at);
}
