package adjoint.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ExplainCommandTest {

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aTransposedConvolutionIsTakenApart() {
        assertEquals(0, explain("deconv --input 2x2 --kernel 2x2 --stride 2 --padding SAME --output 3x3"),
                err::toString);
        assertEquals("""
                transposed convolution, input 2x2, kernel 2x2, stride 2, padding SAME, output 3x3

                        input  output  kernel  stride  dilation  span  lo  hi  admissible outputs
                height      2       3       2       2         1     2   0   1                3..4
                width       2       3       2       2         1     2   0   1                3..4

                height, width
                  stretch: 1 zero between neighbouring inputs
                  padding: 1 zero before the input, 1 after it
                  crop: of the window's 4 places, 0 at the start and 1 at the end are dropped
                  window over  . # - # .
                  yields       o o o x   (. padding, - stretch, # input, x dropped, o output)

                result, where every input and every tap is 1
                  1 1 1
                  1 1 1
                  1 1 1

                the same in other words (x image, w filter, y what a convolution makes of x)
                  TensorFlow  tf.nn.conv2d_transpose(y, w, output_shape=[1, 3, 3, 1], strides=2, padding="SAME")
                """, out.toString().lines().limit(20).reduce("", (text, line) -> text + line + "\n"));
    }

    @Test
    void whatIsNeverReadIsNamed() {
        assertEquals(0, explain("conv --input 9 --kernel 2 --stride 4"));
        assertTrue(out.toString().contains("  never read: input 2, 3, 6..8\n"), out::toString);
        assertEquals(0, explain("deconv --input 2 --kernel 1 --stride 3 --padding VALID --output 5"));
        assertTrue(out.toString().contains("  zero, because no input reaches it: output 1, 2, 4\n"), out::toString);
        assertEquals(0, explain("deconv --input 4 --kernel 1 --padding 1,1"));
        assertTrue(out.toString().contains("  without part in the result: input 0, 3\n"), out::toString);
    }

    @Test
    void threeAxesAreExplainedPlaneByPlane() {
        assertEquals(0, explain("conv --input 2x3x3 --kernel 2 --padding VALIDxSAMExSAME"));
        assertTrue(out.toString().contains("8 8 4\n  8 8 4\n  4 4 2\n"), out::toString);
        assertEquals(0, explain("conv --input 2x2x2 --kernel 1"));
        assertTrue(out.toString().contains("  1 1\n  1 1\n\n  1 1\n  1 1\n"), out::toString);
    }

    @Test
    void whatIsTooLargeForATerminalIsSummedUp() {
        assertEquals(0, explain("conv --input 224x224 --kernel 7 --stride 2 --padding SAME"));
        assertTrue(out.toString().contains("12544 elements between 16 and 49"), out::toString);
        assertFalse(out.toString().contains("window over"), out::toString);
    }

    @Test
    void anEmptyResultIsExplainedToo() {
        assertEquals(0, explain("conv --input 1 --kernel 2"));
        assertTrue(out.toString().contains("no elements"), out::toString);
        assertEquals(0, explain("deconv --input 0 --kernel 2"), err::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deconv --input 2x2 --kernel 2 --stride 2 --padding SAME --output 3x5 | width: output=5: with padding SAME, kernel=2, stride=2, dilation=1 and input=2 it must be in 3..4
            deconv --input 4 --kernel 2 --padding 3,3 | width: input=4: padding EXPLICIT(3,3) takes away more than the 5 elements that a window of span 2 and stride 1 yields
            conv --input 2 --kernel 5 --padding VALID | width: input=2: with padding VALID it must have at least 4 elements for a window of span 5
            conv --input 4y4 --kernel 2 | --input=4y4: must be whole numbers joined by x, as 4x4
            conv --input 4x4x4x4 --kernel 2 | --input=4x4x4x4: must have 1 to 3 numbers
            conv --input 4x4 --kernel 2x2x2 | --kernel=2x2x2: must have 1 value or 2, as many as --input
            conv --input 4 --kernel 2x2 | --kernel=2x2: must have 1 value, as many as --input
            conv --input 4 --kernel 0 | kernel=0: must be at least 1
            conv --input 4 --kernel 2 --padding EVEN | --padding=EVEN: must be SAME, SAME_LOWER, VALID, CAUSAL, FULL or zeros before,after as 1,0
            conv --input 4 --kernel 2 --padding 1 | --padding=1: must be SAME, SAME_LOWER, VALID, CAUSAL, FULL or zeros before,after as 1,0
            conv --input 4 --kernel 2 --output 3 | output=[3]: must not be given, a convolution's output follows
            conv --input 2x2x2 --kernel 1 --svg F.svg | --svg: draws 1 or 2 axes, not 3; without it the text explains them all
            conv --input 2x2x2 --kernel 1 --html F.html | --html: draws 1 or 2 axes, not 3; without it the text explains them all
            conv --input 50 --kernel 1 --svg F.svg | --svg: draws at most 40 places along an axis, width has 50
            conv --input 5000x5000 --kernel 1 | width has 5000 places: must be fewer, what is explained may have 16777216 in all
            deconv --input 2000000000 --kernel 1 | width has 2000000000 places: must be fewer, what is explained may have 16777216 in all
            conv --input 4 --kernel 2 --padding CAUSAL --dialect tensorflow | padding=CAUSAL: must be one of SAME, VALID
            deconv --input 4 --kernel 3 --stride 2 --padding 1,1 --output 9 --dialect pytorch | output_size=[9]: must have 7..8 on spatial axis 0 for padding 1, kernel 3, stride 2 and dilation 1, given input extent 4
            conv --input 4 --kernel 2 --padding 1,0 --dialect pytorch | padding=1,0: must be the same before and after in PyTorch
            conv --input 4 --kernel 2 --padding SAME --dialect onnx | auto_pad=SAME: must be one of NOTSET, SAME_LOWER, SAME_UPPER, VALID
            deconv --input 4 --kernel 2 --dialect tensorflow | output: must be given, TensorFlow does not compute its output_shape
            conv --input 4x4 --kernel 2 --svg a.html --html a.html | a.html: must end in .svg, the format that is written
            deconv --input 4 --kernel 2 --output 5 --dialect keras | output: must not be given, Keras computes it
            """)
    void whatDoesNotFitIsOneLineAndStatus2(String arguments, String message) {
        assertEquals(2, explain(arguments));
        assertEquals("adjoint: " + message, err.toString().strip());
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @CsvSource({"onnx,SAME_UPPER", "keras,same", "pytorch,same", "jax,SAME", "tensorflow,SAME"})
    void theWordsOfEachFrameworkMeanItsPadding(String dialect, String padding) {
        assertEquals(0, explain("conv --input 4x4 --kernel 2 --padding " + padding + " --dialect " + dialect),
                err::toString);
        assertTrue(out.toString().contains("height      4       4       2       1         1     2   0   1"),
                out::toString);
    }

    @Test
    void eachFrameworkHasItsUsualOutput() {
        assertEquals(0, explain("deconv --input 2 --kernel 2 --stride 3 --dialect keras"), err::toString);
        assertTrue(out.toString().contains("output 6\n"), out::toString);
        assertEquals(0, explain("deconv --input 2 --kernel 2 --stride 3 --dialect pytorch"), err::toString);
        assertTrue(out.toString().contains("output 5\n"), out::toString);
    }

    @Test
    void everyFrameworkSaysTheSameOrWhyItCannot() {
        assertEquals(0, explain("deconv --input 4 --kernel 3 --stride 2 --padding 0,1"));
        for (String framework : List.of("TensorFlow", "Keras", "PyTorch", "ONNX", "JAX")) {
            assertTrue(out.toString().contains("\n  " + framework), out::toString);
        }
    }

    @Test
    void pictureAndPageAreWritten() throws Exception {
        Path svg = folder.resolve("a.svg");
        Path html = folder.resolve("a.html");
        assertEquals(0, explain("conv --input 4x4 --kernel 2 --svg " + svg + " --html " + html), err::toString);
        assertEquals("svg", DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile())
                .getDocumentElement().getTagName());
        assertTrue(Files.readString(html).startsWith("<!doctype html>"));
    }

    @Test
    void nothingIsWrittenOfWhatIsRefused() throws Exception {
        assertEquals(2, explain("conv --input 1 --kernel 9 --svg " + folder.resolve("a.svg")));
        assertEquals(2, explain("conv --input 2x2x2 --kernel 1 --html " + folder.resolve("a.html")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    private int explain(String arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(("explain " + arguments).split(" "));
    }
}
