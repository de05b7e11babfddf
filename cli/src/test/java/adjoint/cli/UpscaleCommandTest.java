package adjoint.cli;

import adjoint.models.TrainedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UpscaleCommandTest {
    private static final Path RECORDED = Path.of("src", "test", "resources", "adjoint", "cli", "upscale");
    private static final Path SHIPPED = Path.of("..", "docs", "photo.png");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;
    private Path photo;

    @BeforeEach
    void copyPhoto() throws IOException {
        photo = Files.copy(SHIPPED, folder.resolve("photo.png"));
    }

    @ParameterizedTest
    @CsvSource({"bilinear, 2", "bilinear, 3", "bilinear, 4", "bicubic, 2", "bicubic, 3", "bicubic, 4", "lanczos, 2",
        "lanczos, 3", "lanczos, 4"})
    void theShippedPhotoGetsLarger(String method, int factor) throws IOException {
        Path large = folder.resolve("large.png");
        assertEquals(0, upscale(photo, "--factor", factor, "--method", method, "-o", large), err::toString);
        BufferedImage small = ImageIO.read(photo.toFile());
        BufferedImage image = ImageIO.read(large.toFile());
        assertEquals(451 * factor, image.getWidth());
        assertEquals(300 * factor, image.getHeight());
        // Each block has about the mean of its pixel.
        double sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += Math.abs(green(image, x, y) - green(small, x / factor, y / factor));
            }
        }
        assertTrue(sum / image.getWidth() / image.getHeight() < 4, "mean difference of " + sum);
        assertTrue(out.toString().contains(photo + " 451x300 -> " + large + " " + 451 * factor + "x" + 300 * factor),
                out::toString);
        assertTrue(out.toString().matches("(?s).*" + method + ".*\\d s, [\\d.]+ GFLOP/s on the \\w+ backend.*"),
                out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void interpolationRestoresMoreThanRepeatedPixels() throws IOException {
        BufferedImage original = ImageIO.read(photo.toFile());
        BufferedImage half = new BufferedImage(225, 150, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 150; y++) {
            for (int x = 0; x < 225; x++) {
                for (int band = 0; band < 3; band++) {
                    int[] block = original.getRaster().getSamples(2 * x, 2 * y, 2, 2, band, (int[]) null);
                    half.getRaster().setSample(x, y, band, (Arrays.stream(block).sum() + 2) / 4);
                }
            }
        }
        Path small = folder.resolve("half.png");
        ImageIO.write(half, "png", small.toFile());
        BufferedImage repeated = new BufferedImage(450, 300, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 450; x++) {
                repeated.setRGB(x, y, half.getRGB(x / 2, y / 2));
            }
        }
        List<Double> decibels = new ArrayList<>(List.of(peakSignalToNoise(original, repeated)));
        for (String method : List.of("bilinear", "bicubic", "lanczos")) {
            assertEquals(0, upscale(small, "--method", method));
            decibels.add(peakSignalToNoise(original, ImageIO.read(folder.resolve("half-2x.png").toFile())));
        }
        assertTrue(decibels.get(1) > decibels.get(0) - 0.5, decibels::toString);
        assertTrue(decibels.get(2) > decibels.get(0) + 1, decibels::toString);
        assertTrue(decibels.get(3) > decibels.get(2), decibels::toString);
    }

    @Test
    void theNetworkIsWhatOneGetsWithoutAsking() throws IOException {
        BufferedImage recorded = ImageIO.read(RECORDED.resolve("coffee-31x23.expected.png").toFile());
        Path coffee = RECORDED.resolve("coffee-31x23.png");
        Path large = folder.resolve("large.png");
        assertEquals(0, upscale(coffee, "-o", large, "--threads", "1"), err::toString);
        BufferedImage image = ImageIO.read(large.toFile());
        assertEquals(62, image.getWidth());
        assertEquals(46, image.getHeight());
        assertTrue(peakSignalToNoise(recorded, image) > 60);
        assertTrue(
                out.toString().startsWith(
                        coffee + " 31x23 -> " + large + " 62x46\nwaifu2x upconv_7, 1 tile of 31x23 pixels: "),
                out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void aNetworkOfAFileIsUnderstoodByItself() throws IOException {
        Path coffee = RECORDED.resolve("coffee-31x23.png");
        for (TrainedModel model : List.of(TrainedModel.WAIFU2X_UPCONV7, TrainedModel.WAIFU2X_CUNET)) {
            Path file = Files.write(folder.resolve("network.onnx"), model.bytes());
            Path ofFile = folder.resolve("file.png");
            Path ofName = folder.resolve("name.png");
            String name = model == TrainedModel.WAIFU2X_CUNET ? "cunet" : "upconv7";
            assertEquals(0, upscale(coffee, "--model", file, "-o", ofFile), err::toString);
            assertEquals(0, upscale(coffee, "--model", name, "-o", ofName), err::toString);
            assertArrayEquals(Files.readAllBytes(ofName), Files.readAllBytes(ofFile));
        }
    }

    @Test
    void aComparisonHasTheNetworkOnTheRightOfALine() throws IOException {
        Path coffee = Files.copy(RECORDED.resolve("coffee-31x23.png"), folder.resolve("c.png"));
        assertEquals(0, upscale(coffee, "--compare"), err::toString);
        assertEquals(0, upscale(coffee), err::toString);
        assertEquals(0, upscale(coffee, "--method", "bicubic", "-o", folder.resolve("plain.png")), err::toString);
        BufferedImage compared = ImageIO.read(folder.resolve("c-2x-compare.png").toFile());
        BufferedImage left = ImageIO.read(folder.resolve("plain.png").toFile());
        BufferedImage right = ImageIO.read(folder.resolve("c-2x.png").toFile());
        for (int y = 0; y < 46; y++) {
            for (int x = 0; x < 62; x++) {
                int expected = x < 30 ? left.getRGB(x, y) : x < 32 ? 0xffffffff : right.getRGB(x, y);
                assertEquals(Integer.toHexString(expected), Integer.toHexString(compared.getRGB(x, y)));
            }
        }
    }

    @Test
    void withoutANameTheResultLiesBesideThePhoto() throws IOException {
        ImageIO.write(new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB), "jpg", folder.resolve("a.b.jpg").toFile());
        assertEquals(0, upscale(folder.resolve("a.b.jpg"), "--method", "lanczos", "--factor", "3"), err::toString);
        assertEquals(List.of("a.b-3x.png", "a.b.jpg", "photo.png"), names());
        assertEquals(15, ImageIO.read(folder.resolve("a.b-3x.png").toFile()).getWidth());
    }

    @Test
    void anOldResultIsReplaced() throws IOException {
        ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB), "png", photo.toFile());
        Path old = Files.writeString(folder.resolve("photo-4x.png"), "old");
        assertEquals(0, upscale(photo, "--method", "bicubic", "--factor", "4"), err::toString);
        assertEquals(4, ImageIO.read(old.toFile()).getHeight());
    }

    @Test
    void mistakesAreNamedAndNothingIsWritten() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(Files.readAllBytes(photo), 100_000));
        Path taken = Files.createDirectory(folder.resolve("taken.png"));
        Path missing = folder.resolve("missing.png");
        Path noModel = Files.writeString(folder.resolve("no.onnx"), "no model");
        Path textModel = Files.write(folder.resolve("text.onnx"), TrainedModel.PPOCR_V4_DETECTION.bytes());
        List<String> before = names();
        refuses(missing + ": does not exist", missing);
        refuses(folder + ": is not a file", folder);
        refuses(text + ": is not a PNG or JPEG image", text);
        refuses(cut + ": is damaged or cut off (", cut);
        refuses("--factor=0: must be 2, 3 or 4", photo, "--factor", "0");
        refuses("--factor=5: must be 2, 3 or 4", photo, "--factor", "5");
        refuses("--factor=two: must be 2, 3 or 4", photo, "--factor", "two");
        refuses("--factor=3: must be given with --method, the network enlarges to twice the size", photo, "--factor",
                "3");
        refuses("--model=cunet: must not be given with --method", photo, "--model", "cunet", "--method", "lanczos");
        refuses("--tile=64: must not be given with --method", photo, "--tile", "64", "--method", "lanczos");
        refuses("--compare: must not be given with --method", photo, "--compare", "--method", "lanczos");
        refuses("--model=nice: must be upconv7, cunet or a file that ends in .onnx", photo, "--model", "nice");
        refuses("nice.onnx: does not exist", photo, "--model", "nice.onnx");
        refuses(noModel + ": ", photo, "--model", noModel);
        refuses(textModel + ": must ", photo, "--model", textModel);
        refuses("--tile=15: must be at least 16", photo, "--tile", "15");
        refuses("--threads=0: must be at least 1", photo, "--threads", "0");
        refuses("--method=nearest: must be bilinear, bicubic or lanczos", photo, "--factor", "2", "--method",
                "nearest");
        refuses(photo + ": must not be the input itself", photo, "--factor", "2", "-o", photo);
        refuses("out.jpg: must end in .png, the format that is written", photo, "--factor", "2", "-o", "out.jpg");
        refuses(taken + ": is there and not a file", photo, "--factor", "2", "-o", taken);
        Path nowhere = folder.resolve("nowhere");
        refuses(nowhere.resolve("o.png") + ": the folder " + nowhere + " does not exist", photo, "--factor", "2", "-o",
                nowhere.resolve("o.png"));
        Path tooLong = folder.resolve("o".repeat(300) + ".png");
        refuses(tooLong + ": could not be written (", photo, "--factor", "2", "-o", tooLong);
        assertEquals(before, names());
        assertArrayEquals(Files.readAllBytes(SHIPPED), Files.readAllBytes(photo));
    }

    @Test
    void helpShowsHowToStart() {
        assertEquals(0, upscale("--help"));
        assertTrue(out.toString().contains("adjoint upscale photo.jpg "), out::toString);
    }

    private void refuses(String message, Object... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(2, upscale(arguments));
        List<String> lines = err.toString().lines().filter(line -> !line.startsWith("Try ")).toList();
        assertEquals(1, lines.size(), err::toString);
        assertTrue(lines.getFirst().startsWith("adjoint: " + message), lines::getFirst);
        assertEquals("", out.toString());
    }

    private int upscale(Object... arguments) {
        String[] words = Stream.concat(Stream.of("upscale"), Arrays.stream(arguments).map(Object::toString))
                .toArray(String[]::new);
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static double peakSignalToNoise(BufferedImage expected, BufferedImage actual) {
        double squares = 0;
        for (int y = 0; y < actual.getHeight(); y++) {
            for (int x = 0; x < actual.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (expected.getRGB(x, y) >> shift & 0xff) - (actual.getRGB(x, y) >> shift & 0xff);
                    squares += difference * difference;
                }
            }
        }
        return 10 * Math.log10(255.0 * 255 * 3 * actual.getWidth() * actual.getHeight() / squares);
    }

    private static int green(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) >> 8 & 0xff;
    }
}
