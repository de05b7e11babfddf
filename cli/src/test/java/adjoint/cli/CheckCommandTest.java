package adjoint.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CheckCommandTest {

    private static final String SUM = """
            {"id":"%s","op":"conv2d","strides":[1,1],"dilations":[1,1],"padding":"VALID","input_shape":[1,2,2,1],\
            "filter_shape":[2,2,1,1],"input":[1,2,3,4],"filter":[1,1,1,1],"expected_shape":[1,1,1,1],"expected":[%d]}
            """;
    private static final String SHAPE = """
            name,rank,n,g,ic,id,ih,iw,oc,od,oh,ow,kd,kh,kw,sd,sh,sw,pd,ph,pw,pd_r,ph_r,pw_r,dd,dh,dw,macs
            small,2,1,1,1,1,3,3,1,1,2,2,1,2,2,1,1,1,0,0,0,0,0,0,1,1,1,16
            """;

    @TempDir
    private Path folder;
    private Path cases;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void record() throws IOException {
        cases = folder.resolve("cases.jsonl");
        Files.writeString(cases, SUM.formatted("sum", 10));
    }

    @Test
    void casesThatPassAreCounted() {
        assertEquals(0, run(folder.toString()));
        assertEquals("1 passed, 0 failed\n", out());
        assertEquals("", err.toString());
    }

    @Test
    void aCaseThatFailsIsALineAndStatus1() throws IOException {
        Files.writeString(cases, SUM.formatted("sum", 10) + SUM.formatted("off", 9));
        assertEquals(1, run("--backend", "reference", folder.toString()));
        assertEquals("FAIL " + cases + ":2 off: expected 9, got 10 at [0, 0, 0, 0]\n1 passed, 1 failed\n", out());
    }

    @Test
    void aMalformedLineIsNamedAndStatus1() throws IOException {
        Files.writeString(cases, "{\n" + SUM.formatted("sum", 10));
        assertEquals(1, run(folder.toString()));
        assertTrue(out().startsWith("FAIL " + cases + ":1: malformed: column "), out());
        assertTrue(out().endsWith("1 passed, 1 failed\n"), out());
    }

    @Test
    void skippedCasesAreCountedWithTheirReason() throws IOException {
        Files.writeString(folder.resolve("conv.csv"), SHAPE);
        assertEquals(0, run("--max-macs", "15", folder.toString()));
        assertEquals("skipped 1: more than 15 multiply-adds\n1 passed, 0 failed, 1 skipped\n", out());
    }

    @Test
    void verboseNamesEveryCase() throws IOException {
        Path shapes = Files.writeString(folder.resolve("conv.csv"), SHAPE);
        assertEquals(0, run("--verbose", "--max-macs=15", folder.toString()));
        assertEquals(List.of("PASS " + cases + ":1 sum", "SKIP " + shapes + ":2 small: more than 15 multiply-adds",
                "1 passed, 0 failed, 1 skipped"), out().lines().toList());
    }

    @Test
    void severalFoldersAreOneRun() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("mine.jsonl"), SUM.formatted("mine", 10));
        assertEquals(0, run(cases.toString(), other.toString()));
        assertEquals("2 passed, 0 failed\n", out());
    }

    @Test
    void aMissingFolderIsBadUsage() {
        Path missing = folder.resolve("missing");
        assertEquals(2, run(missing.toString()));
        assertEquals("adjoint: " + missing + ": no such folder\n", err());
        assertEquals("", out());
    }

    @Test
    void aFolderWithoutCasesIsBadUsage() throws IOException {
        Files.delete(cases);
        assertEquals(2, run(folder.toString()));
        assertEquals("adjoint: " + folder + ": no file of cases there (*.jsonl or *.csv in a known format)\n", err());
    }

    @Test
    void anUnknownBackendIsBadUsage() {
        assertEquals(2, run("--backend", "quantum", folder.toString()));
        assertTrue(err().startsWith("adjoint: backend=quantum: must be one of "), err());
        assertEquals(1, err().lines().count(), err());
    }

    @Test
    void noFolderOrABadNumberIsBadUsage() {
        assertEquals(2, run());
        assertEquals(2, run("--max-macs", "many", folder.toString()));
        assertEquals(2, run("--max-macs", "-1", folder.toString()));
    }

    private int run(String... args) {
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("check"), Stream.of(args)).toArray(String[]::new));
    }

    private String out() {
        return out.toString().replace("\r", "");
    }

    private String err() {
        return err.toString().replace("\r", "");
    }
}
