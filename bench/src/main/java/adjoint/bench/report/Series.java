package adjoint.bench.report;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.run.Measurement;
import adjoint.bench.run.Results;
import adjoint.bench.subject.Edge;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import static adjoint.bench.report.Tables.format;

/**
 * One colour of a chart.
 *
 * @param label  what the legend says
 * @param colour its colour, one that colour-blind readers tell apart from the others
 * @param pick   the row of a case
 */
record Series(String label, String colour, BiFunction<Results, BenchCase, Optional<Measurement>> pick) {

    private static final List<Series> OWN = List.of(
            new Series("Adjoint NHWC", "#0072b2", (results, layer) -> results.own(layer, Edge.NHWC)),
            new Series("Adjoint NCHW", "#56b4e9", (results, layer) -> results.own(layer, Edge.NCHW)));
    private static final List<Series> PEERS = List.of(
            new Series("best NHWC peer", "#d55e00",
                    (results, layer) -> results.bestPeer(layer, edge -> edge == Edge.NHWC)),
            new Series("best NCHW peer", "#e69f00",
                    (results, layer) -> results.bestPeer(layer, edge -> edge == Edge.NCHW)));

    static List<Series> of(Results results) {
        return results.hasPeers() ? Stream.concat(OWN.stream(), PEERS.stream()).toList() : OWN;
    }

    /** What a reader sees of a point under the pointer. */
    static String tip(BenchCase layer, Measurement row) {
        return format("%s %s: %s %s %.0f GFLOP/s", layer.id(), layer.name(), row.subject(), row.form().name(),
                Results.gflops(layer, row));
    }

    /** Draws the legend of a chart. */
    static void legend(Svg svg, List<Series> series, double x, double y) {
        for (int at = 0; at < series.size(); at++) {
            svg.rectangle(x + 130 * at, y - 9, 10, 10, series.get(at).colour, "");
            svg.text(x + 130 * at + 15, y, Svg.Anchor.START, series.get(at).label);
        }
    }
}
