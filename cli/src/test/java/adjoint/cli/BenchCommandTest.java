package adjoint.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BenchCommandTest {

    private static final String CASES = """
            id,op,n,cin,h,w,cout,k,stride,pad,dil,outpad,groups,name
            A,conv,1,4,8,8,6,3,1,1,1,0,1,small
            B,deconv,1,4,4,4,6,4,2,1,1,0,1,small up
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void casesOfAFileAreMeasuredAndWritten() throws IOException {
        assertEquals(0, execute("--cases", cases(CASES), "--quick", "--out", folder.resolve("out").toString()),
                err::toString);
        assertTrue(out.toString().contains("[2/2] B small up, NHWC "), out::toString);
        assertTrue(out.toString().contains("## NCHW arrays in and out, 1 thread"), out::toString);
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertEquals(List.of("bars.svg", "bench.csv", "bench.json", "bench.md", "roofline.svg"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        String file = cases(CASES.replace("4,8,8,6", "4,8,8,six"));
        assertEquals(2, execute("--cases", file));
        assertEquals("adjoint: " + file + ":2: cout=six: must be a whole number", err.toString().strip());
    }

    @Test
    void anUnknownCaseIsRefused() {
        assertEquals(2, execute("--only", "T2,T99"));
        assertTrue(err.toString().startsWith("adjoint: --only=T99: must be one of T1, T2, "), err::toString);
    }

    @Test
    void anUnknownNetworkIsRefused() {
        assertEquals(2, execute("--networks", "--quick", "--only", "upconv7-1080p"));
        assertTrue(err.toString().startsWith(
                "adjoint: --only=upconv7-1080p: must be one of upconv7, cunet, ppocr-det, program"), err::toString);
    }

    @Test
    void networksAreNoCasesOfAFile() {
        assertEquals(2, execute("--networks", "--cases", "reported"));
        assertTrue(err.toString().startsWith("adjoint: --cases=reported: must not be given with --networks"),
                err::toString);
    }

    @Test
    void thePhotoOfAProgramNeedsTheLauncher() {
        assertEquals(2, execute("--networks", "--only", "program"));
        assertTrue(err.toString().startsWith("adjoint: --networks: start it through ./adjoint"),
                err::toString);
    }

    @Test
    void thereIsAtLeastOneThread() {
        assertEquals(2, execute("--threads", "0"));
        assertTrue(err.toString().startsWith("adjoint: --threads=0: must be at least 1"), err::toString);
    }

    @Test
    void aMissingFileIsNamed() {
        assertEquals(1, execute("--cases", "nowhere.csv"));
        assertEquals("adjoint: nowhere.csv: no such file or folder", err.toString().strip());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedBeforeAnythingIsMeasured() throws IOException {
        String file = cases(CASES);
        for (String[] what : new String[][] {{"--cases", file}, {"--networks", "--only", "cunet"}}) {
            err.getBuffer().setLength(0);
            assertEquals(1, execute(Stream.concat(Stream.of(what), Stream.of("--out", file)).toArray(String[]::new)));
            assertEquals("adjoint: " + file + ": is there and not a folder", err.toString().strip());
            assertEquals("", out.toString());
        }
    }

    @Test
    void peersNeedTheLauncher() {
        assertEquals(2, execute("--peers", "--only", "T2"));
        assertTrue(err.toString().startsWith("adjoint: --peers: must be asked for through the launcher"),
                err::toString);
    }

    private String cases(String text) throws IOException {
        return Files.writeString(folder.resolve("cases.csv"), text).toString();
    }

    private int execute(String... args) {
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("bench"), Stream.of(args)).toArray(String[]::new));
    }
}
