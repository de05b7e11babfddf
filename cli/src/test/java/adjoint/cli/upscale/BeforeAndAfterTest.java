package adjoint.cli.upscale;

import adjoint.cli.picture.Photo;
import adjoint.cli.picture.Picture;
import adjoint.cli.picture.PixelArray;
import adjoint.cli.picture.PngWriter;
import adjoint.spi.Backends;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BeforeAndAfterTest {
    private static final Path SHIPPED = Path.of("..", "docs", "upscaled.png");
    private static final Path MADE = Path.of("target", "upscaled.png");
    private static final int FACTOR = 4;
    private static final int GAP = 8;

    /** On the left each pixel of an eye as a square, on the right the same by lanczos. */
    @Test
    void theShippedPictureIsWhatTheCodeMakes() throws IOException {
        PixelArray eye = part(Photo.read(Path.of("..", "docs", "photo.png"), Integer.MAX_VALUE), 126, 72, 100, 84);
        Interpolation interpolation = new Interpolation(eye, new UpsampleFilter(Method.LANCZOS, FACTOR),
                Backends.preferred(),
                eye.height());
        byte[] after = interpolation.eightBitBand(0);
        int width = 2 * interpolation.width() + GAP;
        byte[] pixels = new byte[width * interpolation.height() * 3];
        Arrays.fill(pixels, (byte) 255);
        for (int y = 0; y < interpolation.height(); y++) {
            for (int x = 0; x < interpolation.width(); x++) {
                for (int c = 0; c < 3; c++) {
                    pixels[(y * width + x) * 3 + c] = (byte) eye.nearest(x / FACTOR, y / FACTOR, c);
                }
            }
            System.arraycopy(after, y * interpolation.width() * 3, pixels,
                    (y * width + interpolation.width() + GAP) * 3,
                    interpolation.width() * 3);
        }
        try (OutputStream out = Files.newOutputStream(MADE);
                PngWriter png = new PngWriter(out, width, interpolation.height(), 3)) {
            png.rows(pixels);
            png.finish();
        }
        assertClose(ImageIO.read(SHIPPED.toFile()), ImageIO.read(MADE.toFile()));
    }

    /** Backends add in different orders, so a sum next to a half may be rounded either way. */
    private static void assertClose(BufferedImage expected, BufferedImage actual) {
        assertEquals(expected.getWidth(), actual.getWidth());
        assertEquals(expected.getHeight(), actual.getHeight());
        int[] expectedSamples = expected.getRaster().getPixels(0, 0, expected.getWidth(), expected.getHeight(),
                (int[]) null);
        int[] actualSamples = actual.getRaster().getPixels(0, 0, actual.getWidth(), actual.getHeight(), (int[]) null);
        for (int at = 0; at < expectedSamples.length; at++) {
            assertEquals(expectedSamples[at], actualSamples[at], 1);
        }
    }

    private static PixelArray part(Picture picture, int left, int top, int width, int height) {
        float[] row = new float[picture.width() * 3];
        float[] pixels = new float[width * height * 3];
        for (int y = 0; y < height; y++) {
            picture.row(top + y, row, 0);
            System.arraycopy(row, left * 3, pixels, y * width * 3, width * 3);
        }
        return new PixelArray(width, height, 3, pixels);
    }
}
