package adjoint.bench.report;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.run.NetworkMeasurement;
import adjoint.bench.run.NetworkResults;
import adjoint.bench.run.ProgramMeasurement;
import adjoint.bench.timing.Timing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NetworkTablesTest {

    private static final List<NetworkMeasurement> NETWORKS = List.of(
            network("upconv7", "adjoint", 200, 0), network("upconv7", "adjoint-upscale", 250, 0.5),
            network("upconv7", "onnxruntime", 300, 0),
            new NetworkMeasurement("cunet", "adjoint", List.of(), Double.NaN, "no room"),
            network("cunet", "onnxruntime", 100, 0));
    private static final List<ProgramMeasurement> PROGRAMS = List.of(
            new ProgramMeasurement("adjoint", "451x300", List.of(900.0, 1000.0, 5000.0), 400, 0, ""),
            new ProgramMeasurement("onnxruntime", "451x300", List.of(500.0, 700.0, 600.0), Double.NaN, 1, ""));

    @Test
    void eachWayOfAdjointStandsBesideThePeer() throws IOException {
        String text = NetworkTables.of(results(NETWORKS, PROGRAMS));
        assertEquals("| upconv7 | 3x314x465 | the whole | 2 | 200.0 | 300.0 | 1.50 | 100.0 | 150.0 | 1.50 | 2.0e-06 |",
                line(text, "| upconv7 | 3x314x465 | the whole"));
        assertEquals("| upconv7 | 3x314x465 | in tiles, as upscale does | 2 | 250.0 | 300.0 | 1.20 | 125.0 | 150.0 |"
                + " 1.20 | 2.0e-06 |", line(text, "| upconv7 | 3x314x465 | in tiles"));
        assertEquals("| cunet | 3x228x196 | the whole | 2 | - | 100.0 | - | - | 50.0 | - | 2.0e-06 |",
                line(text, "| cunet"));
        assertTrue(text.contains("- cunet adjoint: no room"), text);
        assertTrue(text.contains("kept processors busy: upconv7 adjoint-upscale (0.5)"), text);
        assertFalse(results(NETWORKS, PROGRAMS).complete());
    }

    @Test
    void programsAndTheirMemoryHaveTables() throws IOException {
        String text = NetworkTables.of(results(List.of(), PROGRAMS));
        assertTrue(text.contains("| 451x300 |    3 |       2 |       1000 |             600 |  0.60 |"), text);
        assertTrue(text.contains("| 451x300 |       2 |        400 |               - |     - |"), text);
        assertTrue(results(List.of(), PROGRAMS).complete());
    }

    @Test
    void withoutPeersThereIsNothingToCompareWith() throws IOException {
        String text = NetworkTables.of(results(NETWORKS.subList(0, 1), PROGRAMS.subList(0, 1)));
        assertFalse(text.contains("ONNX Runtime"), text);
        assertFalse(text.contains("ratio"), text);
        assertEquals("| upconv7 | 3x314x465 | the whole | 2 | 200.0 | 100.0 |", line(text, "| upconv7"));
    }

    @Test
    void resultsAreWritten(@TempDir Path folder) throws IOException {
        List<Path> files = Report.write(results(NETWORKS, PROGRAMS), folder.resolve("new"));
        assertEquals(List.of("networks.json", "networks.md"),
                files.stream().map(file -> file.getFileName().toString()).toList());
        JsonNode json = new ObjectMapper().readTree(files.getFirst().toFile());
        assertEquals(200, json.at("/networks/0/rounds/0/medianMillis").asDouble());
        assertEquals(5000, json.at("/programs/0/millis/2").asDouble());
        assertTrue(Files.readString(files.getLast()).contains("A & B <CPU>"));
    }

    private static NetworkResults results(List<NetworkMeasurement> networks, List<ProgramMeasurement> programs)
            throws IOException {
        List<NetworkCase> cases = NetworkCase.ALL.stream()
                .filter(each -> networks.stream().anyMatch(row -> row.caseId().equals(each.id()))).toList();
        return new NetworkResults("abc", Example.results().machine(), 2, cases, networks, programs);
    }

    private static NetworkMeasurement network(String id, String subject, double millis, double otherCpus) {
        return new NetworkMeasurement(id, subject, List.of(new Timing(millis, millis / 2, 3, 1, otherCpus)),
                subject.startsWith("onnx") ? 2e-6 : 0, "");
    }

    /** The line that begins so, both without the spaces that align it. */
    private static String line(String text, String start) {
        return text.lines().map(line -> line.replaceAll(" +", " ")).filter(line -> line.startsWith(start)).findFirst()
                .orElseThrow(() -> new AssertionError(text));
    }
}
