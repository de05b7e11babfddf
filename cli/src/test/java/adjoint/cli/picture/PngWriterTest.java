package adjoint.cli.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PngWriterTest {

    @Property(tries = 100)
    void whatIsWrittenIsReadBack(@ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height, @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll @IntRange(min = 1, max = 256) int colours, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] pixels = new byte[width * height * channels];
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] = (byte) (at / 5 + random.nextInt(colours));
        }
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png(width, height, channels, pixels)));
        assertEquals(channels, image.getColorModel().getNumComponents());
        Raster raster = image.getRaster();
        int[] expected = new int[pixels.length];
        Arrays.setAll(expected, at -> pixels[at] & 0xff);
        assertEquals(Arrays.toString(expected), Arrays.toString(raster.getPixels(0, 0, width, height, (int[]) null)));
    }

    @Example
    void portionsAreOneStream() throws IOException {
        byte[] noise = new byte[600 * 300 * 3];
        new Random(1).nextBytes(noise);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png(300, 600, 3, noise)));
        for (int at = 0; at < noise.length; at++) {
            assertEquals(noise[at] & 0xff, image.getRaster().getSample(at / 3 % 300, at / 900, at % 3));
        }
    }

    @Example
    void portionsKnowWhatCameBefore() throws IOException {
        byte[] repeated = new byte[600 * 300 * 3];
        byte[] noise = new byte[10 * 300 * 3];
        new Random(1).nextBytes(noise);
        for (int at = 0; at < repeated.length; at += noise.length) {
            System.arraycopy(noise, 0, repeated, at, noise.length);
        }
        assertTrue(png(300, 600, 3, repeated).length < 3 * noise.length);
    }

    @Example
    void gradientsAreSmall() throws IOException {
        byte[] gradient = new byte[256 * 256];
        for (int at = 0; at < gradient.length; at++) {
            gradient[at] = (byte) (at / 256 + at % 256);
        }
        assertTrue(png(256, 256, 1, gradient).length < gradient.length / 50);
    }

    private static byte[] png(int width, int height, int channels, byte[] pixels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PngWriter writer = new PngWriter(out, width, height, channels);
        int first = height / 2 * width * channels;
        writer.rows(Arrays.copyOf(pixels, first));
        writer.rows(Arrays.copyOfRange(pixels, first, pixels.length));
        writer.finish();
        return out.toByteArray();
    }
}
