package adjoint.bench.report;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.run.Results;
import adjoint.bench.subject.Edge;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TablesTest {

    @Test
    void columnsAreAligned() {
        Table table = new Table(1, List.of("id", "ms"));
        table.add(List.of("T2", "1.5"));
        table.add(List.of("a|b", "100"));
        assertEquals("""
                | id   |  ms |
                |------|----:|
                | T2   | 1.5 |
                | a\\|b | 100 |
                """, table.toString());
    }

    @Test
    void ratiosAreAboveOneWhereAdjointIsFaster() throws IOException {
        Results results = Example.results();
        BenchCase layer = results.cases().getFirst();
        assertEquals(4, results.ratio(layer, Edge.NHWC, edge -> edge == Edge.NHWC).orElseThrow());
        assertEquals(0.5, results.ratio(layer, Edge.NHWC, Results.ANY).orElseThrow());
        assertTrue(results.ratio(layer, Edge.NHWC, edge -> edge == Edge.NCHW).isEmpty());
    }

    @Test
    void meansAreGeometricAndOverOneOperator() throws IOException {
        Results results = Example.results();
        assertEquals(2, results.meanRatio(true, Edge.NHWC, edge -> edge == Edge.NHWC).orElseThrow(), 1e-12);
        assertEquals(3, results.meanRatio(false, Edge.NHWC, Results.ANY).orElseThrow(), 1e-12);
        assertTrue(results.meanRatio(false, Edge.NHWC, edge -> edge == Edge.NHWC).isEmpty());
    }

    @Test
    void theReportTellsWhatWasMeasuredAndWhatWasNot() throws IOException {
        String text = Tables.of(Example.results());
        assertTrue(text.contains("| T2   | DCGAN g3"), text);
        assertTrue(
                text.lines().anyMatch(
                        line -> line
                                .matches("\\| T2 .*\\| +1\\.000 \\| +67\\.11 \\| +34% \\| +one nhwc \\|.*4\\.00 .*")),
                text);
        assertTrue(text.contains("- T99 two nchw: no such layer"), text);
        assertTrue(text.contains("kept processors busy: C2 simd nhwc (0.5)"), text);
        assertTrue(text.contains("| T2   | plain |                   123 |"), text);
    }
}
