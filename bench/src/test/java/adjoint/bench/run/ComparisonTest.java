package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.cases.CaseFile;
import adjoint.bench.report.Tables;
import adjoint.bench.subject.Edge;
import adjoint.bench.timing.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ComparisonTest {

    @Test
    void twoCasesAreMeasuredInBothLayouts(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("cases.csv"), """
                id,op,n,cin,h,w,cout,k,stride,pad,dil,outpad,groups,name
                A,conv,1,4,8,8,6,3,1,1,1,0,1,small
                größe,deconv,2,4,4,4,6,4,2,1,1,0,2,small up
                """);
        List<BenchCase> cases = CaseFile.read(file);
        List<Integer> progress = new ArrayList<>();
        Results results = new Comparison("abc", cases, 2, Effort.LEAST, Optional.empty())
                .run((done, soFar) -> progress.add(done));
        assertEquals(List.of(1, 2), progress);
        assertEquals(4, results.measurements().size());
        for (BenchCase layer : cases) {
            for (Edge edge : List.of(Edge.NHWC, Edge.NCHW)) {
                Measurement row = results.own(layer, edge).orElseThrow();
                assertTrue(row.timing().medianMillis() > 0, row::toString);
                assertTrue(row.kernel().startsWith("simd"), row::toString);
            }
        }
        assertEquals(List.of(1, 2), results.machine().peaks().stream().map(peak -> peak.threads()).toList());
        assertTrue(results.machine().peak().gflops() > 0);
        assertTrue(results.machine().peak().copyGbPerSec() > 0);
    }

    /** Classes of tests are not in jars, so that there is no cache for the second start. */
    @Test
    void aColdStartThatFailsLeavesTheOtherFigures() throws Exception {
        List<BenchCase> cases = List.of(new BenchCase("T2", false, CaseFile.find("n1_c4_o4_x4x4_k1").geometry(), ""));
        Results results = new Comparison("abc", cases, 1, Effort.LEAST, Optional.empty()).run((done, soFar) -> {
        });
        assertEquals(2, results.measurements().size());
        assertEquals(List.of(ColdStartProcess.Start.PLAIN),
                results.coldStarts().stream().map(ColdStartProcess.Times::start).toList());
        assertEquals(1, results.notMeasured().size());
        String report = Tables.of(results);
        assertTrue(report.contains("Not measured:\n\n- cold start of T2: "), report);
    }

    @Test
    void aProcessThatEndsLeavesItsLastWords() throws IOException {
        try (JavaProcess process = JavaProcess.own(Worker.class, "nobody", "1", "")) {
            IOException ended = assertThrows(IOException.class, process::receive);
            assertTrue(ended.getMessage().startsWith("the process ended: "), ended::getMessage);
        }
    }

    @Test
    void aFreshVmTellsWhenItIsFast() throws IOException {
        ColdStartProcess.Times times;
        try (ColdStartProcess process = ColdStartProcess.plain(ColdStart.Layer.T2)) {
            process.awaitFirst();
            times = process.awaitEnd();
        }
        assertTrue(0 < times.firstMillis() && times.firstMillis() < times.speedMillis(), times::toString);
        assertTrue(times.steadyMillis() > 0, times::toString);
    }

    @Test
    void classesThatAreNotInJarsGoIntoNoCache(@TempDir Path folder) {
        Path cache = folder.resolve("T2.aot");
        assertThrows(IOException.class, () -> ColdStartProcess.writeCache(ColdStart.Layer.T2, cache));
    }
}
