package adjoint.cli.network;

import adjoint.cli.CommandRun;
import adjoint.models.TrainedModel;
import adjoint.onnx.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RunCommandTest {

    private static final Path MODELS = Path.of("..", "onnx", "src", "test", "resources", "models");
    private static final Path COFFEE = MODELS.resolve("waifu2x-upconv7-2x");

    private final CommandRun run = new CommandRun("run");

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        model = Files.write(folder.resolve("model.onnx"), TrainedModel.WAIFU2X_UPCONV7.bytes());
    }

    @Test
    void anArrayBecomesTheArrayThatWasRecorded() throws IOException {
        Path x = array("x.npy", Tensor.of(floats(COFFEE.resolve("coffee-31x23.input.f32")), 1, 3, 37, 45));
        Path y = folder.resolve("y.npy");
        assertEquals(0, run.with(model, "--input", "input=" + x, "--output", y, "--runs", 2), run::err);
        assertArrayEquals(floats(COFFEE.resolve("coffee-31x23.expected.f32")), NpyFile.read(y).toFloats(), 1e-5f);
        assertTrue(run.out().startsWith("output: float [1, 3, 46, 62], -0.03679"), run::out);
        assertTrue(run.out().contains(" -> " + y + "\nplanned in "), run::out);
        assertTrue(run.out().contains("; fastest of 2 runs: "), run::out);
    }

    @Test
    void theSizeOfLettersInTheNameOfAFileDoesNotMatter() throws IOException {
        Path x = array("X.NPY", Tensor.of(new float[3 * 400], 1, 3, 20, 20));
        assertEquals(0, run.with(model, "-i", x, "-o", folder.resolve("Y.NPY")), run::err);
        assertTrue(Files.exists(folder.resolve("Y.NPY")));
    }

    @Test
    void resultsAreSummedUp() {
        assertEquals("", RunCommand.summary(Tensor.of(new float[0], 0)));
        assertEquals(", -1.00000 to 3.00000 (largest at 2), mean 1.00000",
                RunCommand.summary(Tensor.of(new float[] {1, -1, 3, 1}, 4)));
        assertEquals(", NaN to NaN (largest at 1), mean NaN",
                RunCommand.summary(Tensor.of(new float[] {5, Float.NaN, 7}, 3)));
    }

    @Test
    void aPictureIsNormalisedAsAskedFor() throws IOException {
        // 384x191, where the network wants multiples of 32: the edge is repeated.
        BufferedImage page = ImageIO.read(MODELS.resolve("ppocrv4-det").resolve("page.png").toFile());
        BufferedImage padded = new BufferedImage(384, 192, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 192; y++) {
            for (int x = 0; x < 384; x++) {
                padded.setRGB(x, y, page.getRGB(x, Math.min(y, 190)));
            }
        }
        Path picture = folder.resolve("page.png");
        ImageIO.write(padded, "png", picture.toFile());
        Path detector = Files.write(folder.resolve("detector.onnx"), TrainedModel.PPOCR_V4_DETECTION.bytes());
        Path y = folder.resolve("y.npy");
        assertEquals(0, run.with(detector, "-i", picture, "-o", y, "--bgr", "--mean", "0.485,0.456,0.406", "--std",
                "0.229,0.224,0.225"), run::err);
        assertArrayEquals(floats(MODELS.resolve("ppocrv4-det").resolve("page.expected.f32")),
                NpyFile.read(y).toFloats(), 1e-3f);
        Path map = folder.resolve("map.png");
        assertEquals(0, run.with(detector, "-i", picture, "-o", map, "--bgr", "--mean", "0.485,0.456,0.406", "--std",
                "0.229,0.224,0.225"), run::err);
        BufferedImage image = ImageIO.read(map.toFile());
        assertEquals(1, image.getColorModel().getNumComponents());
        assertEquals(Math.round(NpyFile.read(y).toFloats()[60 * 384 + 100] * 255),
                image.getRaster().getSample(100, 60, 0), 1);
    }

    @Test
    void aPictureBecomesAPicture() throws IOException {
        BufferedImage red = new BufferedImage(20, 18, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 360; at++) {
            red.setRGB(at % 20, at / 20, 0xff0000);
        }
        Path picture = folder.resolve("red.png");
        ImageIO.write(red, "png", picture.toFile());
        Path large = folder.resolve("large.png");
        assertEquals(0, run.with(model, "-i", picture, "-o", large), run::err);
        BufferedImage image = ImageIO.read(large.toFile());
        assertEquals(2 * 20 - 28, image.getWidth());
        assertEquals(2 * 18 - 28, image.getHeight());
        assertTrue((image.getRGB(3, 3) >> 16 & 0xff) > 240);
        assertTrue((image.getRGB(3, 3) & 0xff) < 16);
    }

    @Test
    void theTimesOfStepsAreToldAndTraced() throws IOException {
        Path x = array("x.npy", Tensor.of(new float[3 * 400], 1, 3, 20, 20));
        Path trace = folder.resolve("trace.json");
        assertEquals(0, run.with(model, "-i", x, "--profile", "--trace", trace, "--runs", 3), run::err);
        assertTrue(run.out().matches("(?s).*\n *ms +% +GFLOP/s +output +step\n.*\n *[\\d.]+ +100.0 +[\\d.]+ +all\n.*"),
                run::out);
        int convolutions = 0;
        for (JsonNode event : new ObjectMapper().readTree(trace.toFile()).get("traceEvents")) {
            convolutions += event.get("cat").asText().startsWith("Conv") ? 1 : 0;
        }
        assertEquals(3 * 7, convolutions);
    }

    @Test
    void mistakesAreNamedAndNothingIsWritten() throws IOException {
        Path x = array("x.npy", Tensor.of(new float[3 * 400], 1, 3, 20, 20));
        Path flat = array("flat.npy", Tensor.of(new float[400], 20, 20));
        Path integers = array("integers.npy", Tensor.of(new long[3 * 400], 1, 3, 20, 20));
        Path small = array("small.npy", Tensor.of(new float[3], 1, 3, 1, 1));
        Path text = Files.writeString(folder.resolve("text.npy"), "no array");
        Path y = folder.resolve("y.npy");
        run.refuses("missing.onnx: does not exist", "missing.onnx", "-i", x);
        run.refuses(text + ": ", text, "-i", x);
        run.refuses("--input: must be given for input", model);
        run.refuses("--input=z=" + x + ": must begin with input=, the model has no input z", model, "-i", "z=" + x);
        run.refuses("--output=z=" + y + ": must begin with output=, the model has no output z", model, "-i", x, "-o",
                "z=" + y);
        run.refuses("missing.npy: does not exist", model, "-i", "missing.npy", "-o", y);
        run.refuses(text + ": is not a NumPy file", model, "-i", text, "-o", y);
        run.refuses(model + ": must end in .npy, .png, .jpg or .jpeg", model, "-i", model);
        run.refuses("input=", model, "-i", flat, "-o", y);
        run.refuses("input=", model, "-i", integers, "-o", y);
        run.refuses(model + ": Conv", model, "-i", small, "-o", y);
        run.refuses("y.txt: must end in .npy or .png, the formats that are written", model, "-i", x, "-o", "y.txt");
        run.refuses("--mean=[1.0, 2.0]: must be 1 or 3 numbers", model, "-i", x, "--mean", "1,2");
        run.refuses("--std=0.0: must be above 0", model, "-i", x, "--std", "0");
        run.refuses("--runs=0: must be at least 1", model, "-i", x, "--runs", "0");
        assertTrue(Files.notExists(y));
    }

    @Test
    void noFileIsReplacedThatIsReadOrWrittenAlready() throws IOException {
        Path x = array("x.npy", Tensor.of(new float[3 * 400], 1, 3, 20, 20));
        byte[] before = Files.readAllBytes(x);
        Path y = folder.resolve("y.npy");
        run.refuses(x + ": must not be the input itself", model, "-i", x, "-o", x);
        run.refuses("--input=input=" + x + ": must be the only one for input", model, "-i", x, "-i", "input=" + x);
        run.refuses("--output=" + y + ": must be the only one for output", model, "-i", x, "-o",
                folder.resolve("z.npy"), "-o", y);
        Path both = Files.write(folder.resolve("both.onnx"), twoOutputs());
        Path same = folder.resolve("other").resolve("..").resolve("y.npy");
        Files.createDirectory(folder.resolve("other"));
        run.refuses(same + ": must be for one output only", both, "-i", x, "-o", "y=" + y, "-o", "z=" + same);
        assertArrayEquals(before, Files.readAllBytes(x));
        assertTrue(Files.notExists(y));
        run.refuses("--output=a=" + y + ": must begin with one of y=, z=, the model has no output a", both, "-i", x,
                "-o",
                "a=" + y);
        assertEquals(0, run.with(both, "-i", x, "-o", "y=" + y, "-o", "z=" + folder.resolve("z.npy")), run::err);
        assertTrue(Files.exists(y));
    }

    @Test
    void equalsSignsMayBePartOfAFileThatIsThere() throws IOException {
        Path run3 = Files.createDirectory(folder.resolve("run=3"));
        Path x = Files.move(array("x.npy", Tensor.of(new float[3 * 400], 1, 3, 20, 20)), run3.resolve("x=0.npy"));
        Path y = run3.resolve("y.npy");
        assertEquals(0, run.with(model, "-i", x, "-o", y), run::err);
        assertTrue(Files.exists(y));
    }

    /** ModelProto: a node Relu from the constant x to y, and version 13 of the operators. */
    @Test
    void aModelWithoutInputsRunsWithout() throws IOException {
        byte[] constant = Protobuf.message(new byte[] {8, 2, 16, 1}, Protobuf.field(8, "x"),
                Protobuf.field(9, (byte) 0, (byte) 0, (byte) 0x80, (byte) 0x3f, (byte) 0, (byte) 0, (byte) 0x80,
                        (byte) 0xbf));
        byte[] graph = Protobuf.message(node("x", "y"), Protobuf.field(5, constant),
                Protobuf.field(12, value("y", new byte[] {0x0a, 2, 8, 1})));
        Path file = Files.write(folder.resolve("constant.onnx"),
                Protobuf.message(Protobuf.field(7, graph), Protobuf.field(8, (byte) 0x10, (byte) 13)));
        assertEquals(0, run.with(file), run::err);
        assertTrue(run.out().startsWith("y: float [2], 0.00000 to 1.00000 (largest at 0), mean 0.500000\n"), run::out);
        run.refuses("--input=x.npy: must not be given, the model has no input", file, "-i", "x.npy");
    }

    /** ModelProto: nodes Relu from x to y and from x to z, and version 13 of the operators. */
    private static byte[] twoOutputs() {
        byte[] floats = {0x0a, 2, 8, 1};
        byte[] graph = Protobuf.message(node("x", "y"), node("x", "z"), Protobuf.field(11, value("x", floats)),
                Protobuf.field(12, value("y", floats)), Protobuf.field(12, value("z", floats)));
        return Protobuf.message(Protobuf.field(7, graph), Protobuf.field(8, (byte) 0x10, (byte) 13));
    }

    private static byte[] node(String from, String to) {
        return Protobuf.field(1, Protobuf.message(Protobuf.field(1, from), Protobuf.field(2, to),
                Protobuf.field(4, "Relu")));
    }

    private static byte[] value(String name, byte[] type) {
        return Protobuf.message(Protobuf.field(1, name), Protobuf.field(2, type));
    }

    private Path array(String name, Tensor tensor) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            NpyFile.write(tensor, out);
        }
        return file;
    }

    private static float[] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }
}
