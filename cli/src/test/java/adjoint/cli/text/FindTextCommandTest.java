package adjoint.cli.text;

import adjoint.cli.CommandRun;
import adjoint.cli.picture.Photo;
import adjoint.cli.text.TextLine.Box;
import adjoint.models.TrainedModel;
import adjoint.onnx.Model;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FindTextCommandTest {

    /** A photo of a printed page, and what ONNX Runtime makes of it. */
    private static final Path RECORDED = Path.of("..", "onnx", "src", "test", "resources", "models", "ppocrv4-det");
    private static final Path PAGE = RECORDED.resolve("page.png");
    /** Left, top, right, bottom and pixels of each core that ONNX Runtime sees on the page. */
    private static final int[][] CORES = {{12, 19, 285, 27, 1949}, {10, 53, 372, 62, 2266}, {9, 70, 372, 81, 2247},
        {10, 88, 372, 99, 2189}, {9, 104, 373, 117, 2205}, {9, 121, 167, 134, 951}, {22, 172, 235, 187, 1150}};
    /** The same on the page enlarged by waifu2x upconv_7. */
    private static final int[][] CORES_2X = {{26, 36, 572, 53, 7634}, {20, 105, 743, 121, 7096},
        {21, 140, 744, 158, 7238}, {23, 175, 742, 194, 7143}, {22, 208, 744, 231, 6838}, {22, 242, 334, 265, 3181},
        {44, 343, 471, 372, 4059}};

    private final CommandRun run = new CommandRun("find-text");

    @TempDir
    private Path folder;

    @Test
    void probabilitiesAreThoseThatWereRecorded() throws IOException {
        FloatBuffer recorded = ByteBuffer.wrap(Files.readAllBytes(RECORDED.resolve("page.expected.f32")))
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        try (Model model = Model.load(TrainedModel.PPOCR_V4_DETECTION.bytes())) {
            float[] found = new TextDetector(model).probabilities(Photo.read(PAGE, Integer.MAX_VALUE));
            assertEquals(recorded.remaining(), found.length);
            for (int at = 0; at < found.length; at++) {
                assertEquals(recorded.get(at), found[at], 1e-3);
            }
        }
    }

    @Test
    void theLinesOfThePageAreFound() throws IOException {
        assertEquals(0, run.with(PAGE, "--json"), run::err);
        assertLines(CORES, new ObjectMapper().readTree(run.out()), 0, 2);
    }

    @Test
    void theLinesOfTheEnlargedPageAreFound() throws IOException {
        Path large = folder.resolve("large.png");
        assertEquals(0, new CommandRun("upscale").with(PAGE, "-o", large));
        assertEquals(0, run.with(large, "--json"), run::err);
        // One level of 255 more or less decides about single pixels at the rim.
        assertLines(CORES_2X, new ObjectMapper().readTree(run.out()), 1, 20);
    }

    @Test
    void framesAreDrawnAroundThem() throws IOException {
        Path boxes = folder.resolve("boxes.png");
        assertEquals(0, run.with(PAGE, "-o", boxes), run::err);
        assertTrue(
                run.out()
                        .endsWith(PAGE + " 384x191: 7 lines of text in "
                                + run.out().replaceAll("(?s).* in (.*s, drawn.*)", "$1")),
                run::out);
        assertEquals(8, run.out().lines().count());
        BufferedImage before = ImageIO.read(PAGE.toFile());
        BufferedImage after = ImageIO.read(boxes.toFile());
        int[] painted = new int[2];
        for (int at = 0; at < 384 * 191; at++) {
            boolean frame = after.getRGB(at % 384, at / 384) == 0xffd92d20;
            painted[frame ? 1 : 0]++;
            assertTrue(frame || before.getRGB(at % 384, at / 384) == after.getRGB(at % 384, at / 384));
        }
        // Seven frames of up to 384 pixels of width.
        assertTrue(painted[1] > 3000 && painted[1] < 7 * 2 * (384 + 40), () -> "painted " + painted[1]);
    }

    @Test
    void aFrameLiesAsTheTextDoes() {
        // Rows of 3 pixels that go one down for four to the right.
        float[] map = new float[60 * 40];
        for (int x = 5; x < 53; x++) {
            for (int y = 0; y < 3; y++) {
                map[(10 + x / 4 + y) * 60 + x] = 1;
            }
        }
        Frame frame = Regions.of(map, 60, 60, 40).getFirst().frame();
        for (int i = 0; i < 4; i++) {
            Frame.Point from = frame.corners().get(i);
            Frame.Point to = frame.corners().get((i + 1) % 4);
            double degrees = Math.toDegrees(Math.atan2(to.y() - from.y(), to.x() - from.x()));
            assertEquals(Math.toDegrees(Math.atan2(1, 4)), (degrees + 360) % 90, 1.5);
        }
    }

    @Test
    void anUprightFrameGrowsByWhatTheNetworkLeavesOut() {
        // 274 by 9 pixels: 1.5 * area / circumference = 6.5.
        TextLine line = Regions.of(probabilitiesOf(CORES[0]), 384, 384, 191).getFirst();
        assertEquals(new Box(12, 19, 285, 27), line.core());
        assertEquals(new Box(5, 12, 292, 34), line.box());
    }

    @Test
    void aFrameGoesAroundAPixelAndARowToo() {
        float[] map = new float[20 * 20];
        map[3 * 20 + 4] = 1;
        assertEquals(new Box(4, 3, 4, 3), Regions.of(map, 20, 20, 20).getFirst().core());
        for (int x = 5; x < 12; x++) {
            map[3 * 20 + x] = 1;
        }
        assertEquals(new Box(3, 2, 12, 4), Regions.of(map, 20, 20, 20).getFirst().box());
    }

    @Test
    void anEmptyPageHasNoText() throws IOException {
        Path empty = folder.resolve("empty.png");
        ImageIO.write(new BufferedImage(50, 40, BufferedImage.TYPE_INT_ARGB), "png", empty.toFile());
        assertEquals(0, run.with(empty, "--json"), run::err);
        assertEquals(0, new ObjectMapper().readTree(run.out()).get("lines").size());
    }

    @Test
    void pixelsThatTouchByACornerAreOneRegion() {
        float[] map = new float[6 * 5];
        IntStream.of(0, 7, 14, 21, 28, 5).forEach(at -> map[at] = 0.5f);
        List<TextLine> lines = Regions.of(map, 6, 6, 5);
        assertEquals(List.of(5, 1), lines.stream().map(TextLine::pixels).toList());
        assertEquals(new Box(0, 0, 4, 4), lines.getFirst().core());
        assertEquals(new Box(5, 0, 5, 0), lines.getLast().core());
        assertEquals(0.5, lines.getFirst().score());
    }

    @Test
    void whatIsPaddedBelongsToNoLine() {
        float[] map = new float[8 * 4];
        Arrays.fill(map, 1);
        assertEquals(new Box(0, 0, 4, 2), Regions.of(map, 8, 5, 3).getFirst().core());
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        Path network = Files.write(folder.resolve("network.onnx"), TrainedModel.WAIFU2X_UPCONV7.bytes());
        run.refuses(text + ": is not a PNG or JPEG image", text);
        run.refuses("nothing.png: does not exist", "nothing.png");
        run.refuses("boxes.jpg: must end in .png", PAGE, "-o", "boxes.jpg");
        run.refuses("none.onnx: does not exist", PAGE, "--model", "none.onnx");
        run.refuses("output=[1, 3, 356, 740]: must be one probability", PAGE, "--model", network);
    }

    private static void assertLines(int[][] cores, JsonNode json, int corner, int pixels) {
        JsonNode lines = json.get("lines");
        assertEquals(cores.length, lines.size(), lines::toString);
        for (int i = 0; i < cores.length; i++) {
            for (int side = 0; side < 4; side++) {
                assertEquals(cores[i][side], lines.get(i).get("core").get(side).asInt(), corner, lines::toString);
            }
            assertEquals(cores[i][4], lines.get(i).get("pixels").asInt(), pixels, lines::toString);
            assertTrue(lines.get(i).get("score").asDouble() > 0.6, lines::toString);
        }
    }

    /** A map in which one core is certain. */
    private static float[] probabilitiesOf(int[] core) {
        float[] map = new float[384 * 191];
        for (int y = core[1]; y <= core[3]; y++) {
            Arrays.fill(map, y * 384 + core[0], y * 384 + core[2] + 1, 1);
        }
        return map;
    }
}
