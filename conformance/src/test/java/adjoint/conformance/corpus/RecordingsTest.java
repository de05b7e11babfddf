package adjoint.conformance.corpus;

import adjoint.spi.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What users record themselves, rightly and wrongly. */
class RecordingsTest {

    private static final String SUM = """
            {"id":"%s","op":"conv2d","strides":[1,1],"dilations":[1,1],"padding":"VALID","input_shape":[1,2,2,1],\
            "filter_shape":[2,2,1,1],"input":[1,2,3,4],"filter":[1,1,1,1],"expected_shape":[1,1,1,1],"expected":[%s]}
            """;
    private static final String GOOD = SUM.formatted("good", "10");

    @TempDir
    private Path folder;

    @Test
    void aFileOfAnyNameIsReadIfItsLinesAreInAKnownFormat() throws IOException {
        assertEquals(List.of("PASS mine.jsonl:1 good"), check("mine.jsonl", GOOD));
    }

    @Test
    void foldersAreSearchedToAnyDepth() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b/c"));
        Files.writeString(deep.resolve("cases.jsonl"), GOOD);
        assertEquals(List.of("PASS a/b/c/cases.jsonl:1 good"), check());
    }

    @Test
    void aSingleFileCanBeChecked() throws IOException {
        Path file = Files.writeString(folder.resolve("one.jsonl"), GOOD);
        assertEquals(1, check(file).size());
    }

    @Test
    void otherFilesArePassedOver() throws IOException {
        Files.writeString(folder.resolve("README.md"), "text");
        Files.writeString(folder.resolve("timings.csv"), "shape,ms\nbig,3\n");
        Files.writeString(folder.resolve("log.jsonl"), "{\"level\":\"info\"}\n");
        assertEquals(List.of("PASS mine.jsonl:1 good"), check("mine.jsonl", GOOD));
    }

    @Test
    void aWrongValueIsNamedWithItsIndex() throws IOException {
        assertEquals(List.of("FAIL mine.jsonl:1 bad: expected 11, got 10 at [0, 0, 0, 0]"),
                check("mine.jsonl", SUM.formatted("bad", "11")));
    }

    @Test
    void aWrongShapeIsNamed() throws IOException {
        assertEquals(List.of("FAIL mine.jsonl:1 good: expected shape [1, 1, 1, 2], got [1, 1, 1, 1]"),
                check("mine.jsonl",
                        GOOD.replace("\"expected_shape\":[1,1,1,1],\"expected\":[10]",
                                "\"expected_shape\":[1,1,1,2],\"expected\":[10,10]")));
    }

    @Test
    void argumentsThatMustBeComputedButAreRefusedFailWithTheReason() throws IOException {
        List<String> results = check("mine.jsonl", GOOD.replace("\"strides\":[1,1]", "\"strides\":[0,1]"));
        assertTrue(results.getFirst().startsWith("FAIL mine.jsonl:1 good: refused, must be computed: strides[0]=0"),
                results.toString());
    }

    @Test
    void argumentsThatMustBeRefusedButAreAcceptedFail() throws IOException {
        String refused = GOOD.replace("\"expected_shape\"",
                "\"error\":\"no\",\"error_kind\":\"inadmissible\",\"expected_shape\"");
        List<String> results = check("mine.jsonl", refused);
        assertTrue(results.getFirst().startsWith("FAIL mine.jsonl:1 good: accepted, must be refused: "),
                results.toString());
        assertEquals(List.of("PASS mine.jsonl:1 good"),
                check("mine.jsonl", refused.replace("inadmissible", "limitation")));
    }

    @Test
    void realNumbersAreComparedWithinTheirRounding() throws IOException {
        String real = GOOD.replace("\"input\":[1,2,3,4]", "\"input\":[0.1,0.2,0.3,0.4]");
        assertEquals(List.of("PASS mine.jsonl:1 good"), check("mine.jsonl", real.replace("[10]", "[1.0000001]")));
        assertTrue(check("mine.jsonl", real.replace("[10]", "[1.00001]")).getFirst().startsWith("FAIL "));
    }

    @Test
    void integersTooLargeToBeExactAreComparedWithinTheirRounding() throws IOException {
        String large = GOOD.replace("\"input\":[1,2,3,4]", "\"input\":[16777216,1,1,1]");
        assertEquals(List.of("PASS mine.jsonl:1 good"), check("mine.jsonl", large.replace("[10]", "[16777216]")));
        assertTrue(check("mine.jsonl", large.replace("[10]", "[16777300]")).getFirst().startsWith("FAIL "));
    }

    @Test
    void aMalformedLineIsNamedAndTheOthersAreTried() throws IOException {
        List<String> results = check("cases.jsonl", GOOD + "{\"id\":\"torn\",\"op\":\n" + "\n" + GOOD + "[1]\n" + GOOD);
        assertEquals(5, results.size());
        assertEquals("PASS cases.jsonl:1 good", results.get(0));
        assertTrue(results.get(1).startsWith("FAIL cases.jsonl:2: malformed: column "), results.get(1));
        assertEquals("PASS cases.jsonl:4 good", results.get(2));
        assertEquals("FAIL cases.jsonl:5: malformed: must be a JSON object", results.get(3));
        assertEquals("PASS cases.jsonl:6 good", results.get(4));
    }

    @Test
    void aMalformedFirstLineDoesNotHideTheFormat() throws IOException {
        assertEquals("PASS mine.jsonl:2 good", check("mine.jsonl", "{\n" + GOOD).get(1));
    }

    @Test
    void bytesThatAreNoTextSpoilTheirLineOnly() throws IOException {
        Files.write(folder.resolve("mine.jsonl"),
                (GOOD + "\u00ff\u00fe\n" + GOOD).getBytes(StandardCharsets.ISO_8859_1));
        List<String> results = check();
        assertEquals("PASS mine.jsonl:1 good", results.get(0));
        assertTrue(results.get(1).startsWith("FAIL mine.jsonl:2: malformed: "), results.get(1));
        assertEquals("PASS mine.jsonl:3 good", results.get(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "strides":[1,1],         |                        | strides: missing
            "strides":[1,1]          | "strides":[1,1.5]      | strides: must be a list of integers
            "strides":[1,1]          | "strides":[1,99999999999] | strides: must be a list of integers
            "strides":[1,1]          | "strides":1            | strides: must be a list of integers
            "op":"conv2d"            | "op":"conv4d"          | op=conv4d: must be conv1d, conv2d, conv3d or depthwise_conv2d
            "op":"conv2d"            | "op":7                 | op: must be a string
            "input":[1,2,3,4]        | "input":[1,2,3]        | input: 3 numbers, the shape [1, 2, 2, 1] needs 4
            "input":[1,2,3,4]        | "input":[1,2,3,"4"]    | input: must be a flat list of numbers
            "input":[1,2,3,4]        | "input":[1,2,3,1e99]   | input: must be a flat list of numbers
            "input":[1,2,3,4]        | "input":[[1,2],[3,4]]  | input: must be a flat list of numbers
            "input":[1,2,3,4]        | "input":{"a":1}        | input: must be a flat list of numbers
            "input":[1,2,3,4],       |                        | input: missing
            ,"expected":[10]         |                        | expected: missing
            "padding":"VALID"        | "padding":"EXPLICIT"   | explicit_paddings: missing
            "id":"good"              | "id":"good","id":"x"   | column
            "id":"good"              | "id":"good","error_kind":"odd" | error_kind=odd: must be inadmissible, empty or limitation
            """)
    void aFieldThatDoesNotFitIsNamed(String from, String to, String message) throws IOException {
        String line = GOOD.replace(from, to == null ? "" : to);
        List<String> results = check("mine.jsonl", GOOD + line);
        assertTrue(results.get(1).startsWith("FAIL mine.jsonl:2: malformed: " + message), results.get(1));
    }

    @Test
    void aRowWithAMissingColumnIsNamed() throws IOException {
        String header = String.join(",", ShapesFormat.COLUMNS);
        String row = "2,1,1,1,1,3,3,1,1,2,2,1,2,2,1,1,1,0,0,0,0,0,0,1,1,1,16";
        List<String> results = check("my-conv.csv", header + "\n" + row + "\n" + row.substring(2) + "\n"
                + row.replaceFirst("16$", "17") + "\n" + row.replaceFirst("^2", "x") + "\n");
        assertEquals(List.of("PASS my-conv.csv:2", "FAIL my-conv.csv:3: malformed: 26 columns, the header has 27",
                "FAIL my-conv.csv:4: malformed: macs=17: the shape has 16",
                "FAIL my-conv.csv:5: malformed: rank=x: must be an integer"), results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cases.jsonl", "rejections.jsonl", "conv.csv"})
    void aFileOfAUsualNameThatIsInNoFormatFails(String name) throws IOException {
        assertEquals(List.of("FAIL " + name + ":1: malformed: no line of the file is in a known format"),
                check(name, "junk\n"));
        assertEquals(List.of("FAIL " + name + ":1: malformed: no line of the file is in a known format"),
                check(name, ""));
    }

    @Test
    void aHeaderWithoutRowsFails() throws IOException {
        assertEquals(List.of("FAIL conv.csv:1: malformed: no case follows"),
                check("conv.csv", String.join(",", ShapesFormat.COLUMNS) + "\n"));
    }

    @Test
    void largeShapesAreSkippedWithTheLimit() throws IOException {
        String header = String.join(",", ShapesFormat.COLUMNS);
        String row = "2,1,1,1,1,3,3,1,1,2,2,1,2,2,1,1,1,0,0,0,0,0,0,1,1,1,16";
        Files.writeString(folder.resolve("conv.csv"), header + "\n" + row + "\n");
        List<Result> results = new ArrayList<>();
        Corpus.find(List.of(folder)).check(new Setting(Backends.named("reference"), 15), results::add);
        assertEquals(new Outcome.Skipped("more than 15 multiply-adds"), results.getFirst().outcome());
    }

    @Test
    void shapesBeyondAnArrayAreSkipped() throws IOException {
        String header = String.join(",", ShapesFormat.COLUMNS);
        String row = "1,1,1,1,1,1,4294967311,1,1,1,2,1,1,1,1,1,4294967310,0,0,0,0,0,0,1,1,1,2";
        assertEquals(List.of("SKIP conv.csv:2: more elements than an array holds"),
                check("conv.csv", header + "\n" + row));
    }

    @Test
    void largeParametersWithoutValuesAreSkipped() throws IOException {
        Files.writeString(folder.resolve("samples.csv"), """
                op,kind,input_shape,weight_shape,stride,padding,output_padding,dilation,groups,output_shape,error
                conv2d,sample,1x64x99x99,64x64x3x3,1x1,1x1,,1x1,1,1x64x99x99,
                conv2d,sample,1x4x9x9,4x4x3x3,1x1,1x1,,1x1,1,1x4x9x9,
                """);
        assertEquals(List.of("SKIP samples.csv:2 conv2d sample: more than 1000000 multiply-adds",
                "PASS samples.csv:3 conv2d sample"), check());
    }

    @Test
    void shapesWithSumsTooLongToBeExactAreSkipped() throws IOException {
        Files.writeString(folder.resolve("conv.csv"), String.join(",", ShapesFormat.COLUMNS) + "\n"
                + "1,1,1,1,1,1,16777217,1,1,1,16777217,1,1,1,1,1,1,0,0,0,0,0,0,1,1,1,16777217\n");
        List<Result> results = new ArrayList<>();
        Corpus.find(List.of(folder)).check(new Setting(Backends.named("reference"), Long.MAX_VALUE), results::add);
        assertEquals(new Outcome.Skipped("more products in a sum than are exact in float"),
                results.getFirst().outcome());
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        Files.writeString(folder.resolve("mine.jsonl"), "\ufeff" + GOOD);
        Files.writeString(folder.resolve("conv.csv"), "\ufeff" + String.join(",", ShapesFormat.COLUMNS) + "\r\n"
                + "2,1,1,1,1,3,3,1,1,2,2,1,2,2,1,1,1,0,0,0,0,0,0,1,1,1,16\r\n");
        assertEquals(List.of("PASS conv.csv:2", "PASS mine.jsonl:1 good"), check());
    }

    @Test
    void aLinkToAFolderIsFollowed() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("cases.jsonl"), GOOD);
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertEquals(List.of("PASS link/cases.jsonl:1 good"), check(link));
    }

    @Test
    void aMissingFolderIsRefused() {
        Path missing = folder.resolve("missing");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Corpus.find(List.of(missing)));
        assertEquals(missing + ": no such folder", e.getMessage());
    }

    @Test
    void aFolderWithoutCasesIsRefused() throws IOException {
        Files.writeString(folder.resolve("timings.csv"), "shape,ms\n");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Corpus.find(List.of(folder)));
        assertEquals(folder + ": no file of cases there (*.jsonl or *.csv in a known format)", e.getMessage());
    }

    private List<String> check(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return check();
    }

    private List<String> check() throws IOException {
        return check(folder);
    }

    private List<String> check(Path root) throws IOException {
        List<String> results = new ArrayList<>();
        Corpus.find(List.of(root)).check(new Setting(Backends.named("reference")),
                result -> results.add(result.toString().replace(folder + "/", "")));
        return results;
    }
}
