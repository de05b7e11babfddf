package adjoint.bench.cases;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture of any size that is the same everywhere: waves of several lengths, a little noise, and rows of marks that a text-detection
 * network takes for text.
 *
 * @param width  in pixels
 * @param height in pixels
 */
public record TestPicture(int width, int height) {

    private static final int MIDDLE = 190;
    private static final int[] WAVES = {7, 31, 97};
    private static final int[] HEIGHTS = {5, 15, 30};
    private static final int NOISE = 8;

    /** Side of the squares that letters are made of. */
    private static final int SQUARE = 3;
    /** In squares: a letter and the gap behind it, the letters of a line and the gap below it. */
    private static final int LETTER = 5;
    private static final int LETTER_STEP = 6;
    private static final int LINE = 7;
    private static final int LINE_STEP = 16;
    private static final int INK = 30;

    /**
     * A sample.
     *
     * @param channel 0 red, 1 green, 2 blue
     * @param y       row; beyond the picture its outermost rows repeat
     * @param x       column; likewise
     * @return 0 to 255
     */
    public int sample(int channel, int y, int x) {
        int row = Math.clamp(y, 0, height - 1);
        int column = Math.clamp(x, 0, width - 1);
        if (ink(row / SQUARE, column / SQUARE)) {
            return INK;
        }
        double value = MIDDLE;
        for (int wave = 0; wave < WAVES.length; wave++) {
            value += HEIGHTS[wave] * Math.sin((double) (column + (channel + 1) * row) / WAVES[wave] + channel);
        }
        return Math.clamp(Math.round(value) + hash((row * width + column) * 3 + channel) % NOISE, 0, 255);
    }

    /** Half of the squares of each letter. */
    private static boolean ink(int row, int column) {
        return row % LINE_STEP < LINE && column % LETTER_STEP < LETTER && hash((row << 16) + column) % 2 == 0;
    }

    /** All bits depend on all of the number. Source: the end of MurmurHash3. */
    private static int hash(int number) {
        int mixed = (number ^ number >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return (mixed ^ mixed >>> 16) & Integer.MAX_VALUE;
    }

    /** Writes it as a PNG file. */
    public Path write(Path file) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, sample(0, y, x) << 16 | sample(1, y, x) << 8 | sample(2, y, x));
            }
        }
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
