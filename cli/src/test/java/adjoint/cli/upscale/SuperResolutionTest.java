package adjoint.cli.upscale;

import adjoint.cli.picture.Photo;
import adjoint.cli.picture.Picture;
import adjoint.cli.picture.PixelArray;
import adjoint.onnx.Options;
import adjoint.parallel.Workers;
import adjoint.spi.Backends;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SuperResolutionTest {

    private static final Path RECORDED = Path.of("src", "test", "resources", "adjoint", "cli", "upscale");
    /** Of the network's own scale, 0 to 1. */
    private static final float TOLERANCE = 1e-5f;
    private static final int WHOLE = 4096;

    private static UpscalingNetwork upconv7;
    private static UpscalingNetwork cunet;

    @BeforeAll
    static void load() {
        upconv7 = UpscalingNetwork.named("upconv7", Options.defaults());
        cunet = UpscalingNetwork.named("cunet", Options.defaults());
    }

    @AfterAll
    static void close() {
        upconv7.close();
        cunet.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {WHOLE, 16, 11})
    void thePhotoBecomesWhatWasRecordedWhateverTheTiles(int tile) throws IOException {
        Photo photo = Photo.read(RECORDED.resolve("coffee-31x23.png"), Integer.MAX_VALUE);
        FloatBuffer recorded = ByteBuffer
                .wrap(Files.readAllBytes(Path.of("..", "onnx", "src", "test", "resources", "models",
                        "waifu2x-upconv7-2x", "coffee-31x23.expected.f32")))
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] large = joined(new SuperResolution(photo, upconv7, tile, done -> {
        }));
        assertEquals(recorded.remaining(), large.length);
        for (int at = 0; at < large.length; at++) {
            int plane = at % 3 * large.length / 3;
            assertEquals(recorded.get(plane + at / 3), large[at] / 255, TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "16, 16", "33, 47", "50, 20"})
    void noSeamShowsBetweenTiles(int width, int height) {
        for (int channels = 1; channels <= 4; channels++) {
            PixelArray small = weighted(PixelArray.random(width, height, channels, 7));
            float[] whole = joined(new SuperResolution(small, upconv7, WHOLE, done -> {
            }));
            float[] tiled = joined(new SuperResolution(small, upconv7, 16, done -> {
            }));
            assertArrayEquals(whole, tiled, 255 * TOLERANCE);
        }
    }

    @Test
    void oddSizesSuitANetworkThatNeedsEvenOnes() {
        PixelArray small = PixelArray.random(21, 19, 3, 3);
        SuperResolution large = new SuperResolution(small, cunet, WHOLE, done -> {
        });
        assertEquals(42, large.width());
        assertEquals(38, large.height());
        assertEquals(42 * 38 * 3, joined(large).length);
        assertEquals(42 * 38 * 3, joined(new SuperResolution(small, cunet, 16, done -> {
        })).length);
    }

    @Test
    void greyStaysGreyAndIsWhatTheSameColourWouldBecome() {
        PixelArray grey = PixelArray.random(9, 8, 1, 5);
        float[] pixels = new float[9 * 8 * 3];
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] = grey.pixels()[at / 3];
        }
        float[] coloured = joined(new SuperResolution(new PixelArray(9, 8, 3, pixels), upconv7, WHOLE, done -> {
        }));
        float[] large = joined(new SuperResolution(grey, upconv7, WHOLE, done -> {
        }));
        for (int at = 0; at < large.length; at++) {
            assertEquals((coloured[3 * at] + coloured[3 * at + 1] + coloured[3 * at + 2]) / 3, large[at], 1e-3);
        }
    }

    @Test
    void opacityIsInterpolatedAndWhatIsOpaqueKeepsItsColours() {
        PixelArray opaque = PixelArray.random(20, 20, 3, 1);
        PixelArray half = withAlpha(opaque, 255, 0);
        SuperResolution expected = new SuperResolution(opaque, upconv7, WHOLE, done -> {
        });
        SuperResolution large = new SuperResolution(half, upconv7, WHOLE, done -> {
        });
        Interpolation alpha = new Interpolation(new Opacity(half), new UpsampleFilter(Method.LANCZOS, 2),
                Backends.preferred(), Workers.CALLER, 20);
        byte[] colours = expected.eightBitBand(0);
        byte[] pixels = large.eightBitBand(0);
        byte[] opacity = alpha.eightBitBand(0);
        for (int at = 0; at < 40 * 40; at++) {
            assertEquals(opacity[at], pixels[4 * at + 3]);
            // Seven pixels from the transparent half, the network does not see it.
            if (at % 40 < 2 * (10 - 7)) {
                for (int c = 0; c < 3; c++) {
                    assertEquals(colours[3 * at + c], pixels[4 * at + c]);
                }
            }
        }
    }

    @Test
    void whatNobodySeesDoesNotBleed() {
        float[] red = new float[20 * 20 * 3];
        for (int at = 0; at < red.length; at += 3) {
            red[at] = 255;
        }
        byte[] plain = new SuperResolution(new PixelArray(20, 20, 3, red), upconv7, WHOLE, done -> {
        }).eightBitBand(0);
        byte[] pixels = new SuperResolution(withAlpha(new PixelArray(20, 20, 3, red), 255, 0), upconv7, WHOLE, done -> {
        }).eightBitBand(0);
        for (int at = 0; at < 40 * 40; at++) {
            if (pixels[4 * at + 3] != 0) {
                for (int c = 0; c < 3; c++) {
                    // Where opacity is small, so is what is left of a colour's precision.
                    assertEquals(plain[3 * at + c] & 0xff, pixels[4 * at + c] & 0xff, 1);
                }
            }
        }
    }

    @Test
    void progressGrowsToWhole() {
        List<Double> told = new ArrayList<>();
        joined(new SuperResolution(PixelArray.random(33, 20, 3, 1), upconv7, 16, told::add));
        assertEquals(List.of(1.0 / 6, 2.0 / 6, 3.0 / 6, 4.0 / 6, 5.0 / 6, 1.0), told);
    }

    @Test
    void tilesAreSmallerWhereMemoryIsShort() {
        PixelArray small = PixelArray.random(100, 90, 3, 1);
        float[] whole = joined(new SuperResolution(small, upconv7, WHOLE, done -> {
        }));
        try (UpscalingNetwork frugal = UpscalingNetwork.named("upconv7", Options.defaults().memoryBytes(6 << 20))) {
            SuperResolution large = new SuperResolution(small, frugal, WHOLE, done -> {
            });
            assertTrue(large.bandRows() < 90, () -> "rows: " + large.bandRows());
            assertArrayEquals(whole, joined(large), 255 * TOLERANCE);
        }
    }

    @Test
    void bandsOfAWidePictureAreLow() {
        Picture wide = new PixelArray(100_000, 40, 3, new float[0]);
        SuperResolution large = new SuperResolution(wide, upconv7, 384, done -> {
        });
        assertTrue(large.bandRows() <= 16, () -> "rows: " + large.bandRows());
    }

    /** With colours multiplied by alpha, where there is one. */
    private static PixelArray weighted(PixelArray picture) {
        int channels = picture.channels();
        float[] pixels = picture.pixels().clone();
        for (int at = 0; at < pixels.length; at++) {
            if (channels % 2 == 0 && at % channels < channels - 1) {
                pixels[at] *= pixels[at / channels * channels + channels - 1] / 255;
            }
        }
        return new PixelArray(picture.width(), picture.height(), channels, pixels);
    }

    /** The left half with one opacity, the right half with another; colours multiplied by it. */
    private static PixelArray withAlpha(PixelArray colours, int left, int right) {
        float[] pixels = new float[colours.width() * colours.height() * 4];
        for (int at = 0; at < pixels.length / 4; at++) {
            int alpha = at % colours.width() < colours.width() / 2 ? left : right;
            for (int c = 0; c < 3; c++) {
                pixels[4 * at + c] = colours.pixels()[3 * at + c] * alpha / 255;
            }
            pixels[4 * at + 3] = alpha;
        }
        return new PixelArray(colours.width(), colours.height(), 4, pixels);
    }

    private static float[] joined(Enlargement large) {
        float[] all = new float[large.width() * large.height() * large.channels()];
        int at = 0;
        for (int index = 0; index < large.bands(); index++) {
            float[] band = large.band(index);
            System.arraycopy(band, 0, all, at, band.length);
            at += band.length;
        }
        assertEquals(all.length, at);
        return all;
    }
}
