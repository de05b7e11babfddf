package adjoint.cli.upscale;

import adjoint.cli.picture.Photo;
import adjoint.cli.picture.Picture;
import adjoint.cli.picture.PixelArray;
import adjoint.cli.picture.PngWriter;
import adjoint.onnx.Options;
import adjoint.parallel.Workers;
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
    private static final int GAP = 8;
    /** The part of the photo that is shown. */
    private static final int LEFT = 126;
    private static final int TOP = 72;
    private static final int WIDTH = 200;
    private static final int HEIGHT = 168;
    /** As far as either method looks. */
    private static final int MARGIN = 8;

    /** On the left bicubic interpolation, on the right the network; both as parts of the whole photo. */
    @Test
    void theShippedPictureIsWhatTheCodeMakes() throws IOException {
        PixelArray part = part(Photo.read(Path.of("..", "docs", "photo.png"), Integer.MAX_VALUE), LEFT - MARGIN,
                TOP - MARGIN, WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN);
        Interpolation plain = new Interpolation(part, new UpsampleFilter(Method.BICUBIC, 2), Backends.preferred(),
                Workers.CALLER, part.height());
        try (UpscalingNetwork network = UpscalingNetwork.named("upconv7", Options.defaults())) {
            SuperResolution sharp = new SuperResolution(part, network, part.width(), done -> {
            });
            byte[] before = plain.eightBitBand(0);
            byte[] after = sharp.eightBitBand(0);
            int width = 2 * 2 * WIDTH + GAP;
            byte[] pixels = new byte[width * 2 * HEIGHT * 3];
            Arrays.fill(pixels, (byte) 255);
            for (int y = 0; y < 2 * HEIGHT; y++) {
                int from = ((y + 2 * MARGIN) * plain.width() + 2 * MARGIN) * 3;
                System.arraycopy(before, from, pixels, y * width * 3, 2 * WIDTH * 3);
                System.arraycopy(after, from, pixels, (y * width + 2 * WIDTH + GAP) * 3, 2 * WIDTH * 3);
            }
            try (OutputStream out = Files.newOutputStream(MADE)) {
                PngWriter png = new PngWriter(out, width, 2 * HEIGHT, 3);
                png.rows(pixels);
                png.finish();
            }
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
