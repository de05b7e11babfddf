package adjoint.cli.picture;

import java.util.Random;

/** A picture in memory. */
public record PixelArray(int width, int height, int channels, float[] pixels) implements Picture {

    /** Colours and opacity of every pixel at random, opaque without alpha. */
    public static PixelArray random(int width, int height, int channels, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[width * height * channels];
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] = random.nextInt(256);
        }
        return new PixelArray(width, height, channels, pixels);
    }

    @Override
    public void row(int y, float[] to, int at) {
        System.arraycopy(pixels, y * width * channels, to, at, width * channels);
    }

    /** The element nearest to a position that may lie outside. */
    public float nearest(int x, int y, int c) {
        return pixels[(Math.clamp(y, 0, height - 1) * width + Math.clamp(x, 0, width - 1)) * channels + c];
    }
}
