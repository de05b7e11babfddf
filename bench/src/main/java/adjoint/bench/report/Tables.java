package adjoint.bench.report;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.run.ColdStartProcess;
import adjoint.bench.run.Measurement;
import adjoint.bench.run.Results;
import adjoint.bench.subject.Edge;
import adjoint.bench.timing.Machine;
import adjoint.bench.timing.Peak;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results as text in Markdown. */
public final class Tables {

    /** More than so many processors busy with something else, and a figure is doubtful. */
    static final double DISTURBED = 0.1;

    private static final List<Edge> OWN_EDGES = List.of(Edge.NHWC, Edge.NCHW);

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Tables(Results results) {
        this.results = results;
    }

    /** The whole report. */
    public static String of(Results results) {
        Tables tables = new Tables(results);
        tables.text.append(machine(results.commit(), results.machine()));
        OWN_EDGES.forEach(tables::cases);
        if (results.hasPeers()) {
            tables.means();
        }
        tables.coldStarts();
        tables.remarks();
        return tables.text.toString();
    }

    /** One line on a case: ours, and the fastest peer. */
    public static String line(Results results, BenchCase layer) {
        StringBuilder line = new StringBuilder(layer.id()).append(' ').append(layer.name());
        for (Edge edge : OWN_EDGES) {
            line.append(results.own(layer, edge)
                    .map(row -> format(", %s %s ms (%.0f GFLOP/s)", edge, millis(row), Results.gflops(layer, row)))
                    .orElse(", " + edge + " failed"));
        }
        results.bestPeer(layer, Results.ANY).ifPresent(
                row -> line.append(
                        format(", best peer %s %s ms (%.0f)", who(row), millis(row), Results.gflops(layer, row))));
        return line.toString();
    }

    /** Where a figure was measured. */
    static String machine(String commit, Machine machine) {
        StringBuilder text = new StringBuilder();
        text.append(format("%s, %d cores, %d-bit vectors; %s; %s%n", machine.cpu(), machine.cores(),
                machine.vectorBits(), machine.system(), machine.java()));
        text.append(format("flags: %s%n", String.join(" ", machine.flags())));
        text.append(format("commit: %s%n", commit));
        for (Peak peak : machine.peaks()) {
            text.append(
                    format("%s: %.1f GFLOP/s of fused multiply-adds, %.1f GB/s of copying%n", threads(peak.threads()),
                            peak.gflops(), peak.copyGbPerSec()));
        }
        return text.toString();
    }

    private void cases(Edge edge) {
        List<String> heads = new ArrayList<>(List.of("case", "layer", "GFLOP", "ms", "GFLOP/s", "% of peak"));
        if (results.hasPeers()) {
            heads.addAll(List.of("best " + edge + " peer", "GFLOP/s", "ratio", "best peer", "GFLOP/s", "ratio"));
        }
        Table table = new Table(2, heads);
        for (BenchCase layer : results.cases()) {
            List<String> cells = new ArrayList<>(
                    List.of(layer.id(), layer.name(), format("%.4g", layer.flop() * 1e-9)));
            Optional<Measurement> own = results.own(layer, edge);
            cells.add(own.map(Tables::millis).orElse("failed"));
            cells.add(gflops(layer, own));
            cells.add(own
                    .map(row -> format("%.0f%%", 100 * Results.gflops(layer, row) / results.machine().peak().gflops()))
                    .orElse("-"));
            if (results.hasPeers()) {
                peer(cells, layer, edge, other -> other == edge);
                peer(cells, layer, edge, Results.ANY);
            }
            table.add(cells);
        }
        text.append(format("%n## %s arrays in and out, %s%n%n", edge, threads(results.threads()))).append(table);
    }

    private void peer(List<String> cells, BenchCase layer, Edge edge, Predicate<Edge> peers) {
        Optional<Measurement> best = results.bestPeer(layer, peers);
        cells.add(best.map(Tables::who).orElse("-"));
        cells.add(gflops(layer, best));
        cells.add(results.ratio(layer, edge, peers).map(ratio -> format("%.2f", ratio)).orElse("-"));
    }

    private void means() {
        Table table = new Table(2,
                List.of("operator", "Adjoint", "best NCHW peer", "best NHWC peer", "best of all peers"));
        for (boolean transposed : new boolean[] {true, false}) {
            for (Edge edge : OWN_EDGES) {
                List<String> cells = new ArrayList<>(List.of(transposed ? "transposed" : "convolution", edge.name()));
                for (Predicate<Edge> peers : List.<Predicate<Edge>>of(e -> e == Edge.NCHW, e -> e == Edge.NHWC,
                        Results.ANY)) {
                    var mean = results.meanRatio(transposed, edge, peers);
                    cells.add(mean.isPresent() ? format("%.2f", mean.getAsDouble()) : "-");
                }
                table.add(cells);
            }
        }
        text.append(format("%n## Speed relative to the best peer of each case, geometric mean, %s%n%n",
                threads(results.threads()))).append(table);
    }

    private void coldStarts() {
        if (results.coldStarts().isEmpty()) {
            return;
        }
        Table table = new Table(2,
                List.of("case", "start", "first result after ms", "90 % of speed after ms", "a run in the end ms"));
        for (ColdStartProcess.Times times : results.coldStarts()) {
            table.add(List.of(times.layer().name(), times.start().name().toLowerCase(Locale.ROOT),
                    format("%.0f", times.firstMillis()), format("%.0f", times.speedMillis()),
                    format("%.4g", times.steadyMillis())));
        }
        text.append(format("%n## From the start of the VM, 1 thread%n%n")).append(table);
    }

    private void remarks() {
        Stream<String> rows = results.measurements().stream().filter(row -> !row.succeeded())
                .map(row -> row.caseId() + " " + who(row) + ": " + row.failure());
        String failed = Stream.concat(rows, results.notMeasured().stream()).map(line -> format("- %s%n", line))
                .collect(Collectors.joining());
        if (!failed.isEmpty()) {
            text.append(format("%nNot measured:%n%n")).append(failed);
        }
        String disturbed = results.measurements().stream()
                .filter(row -> row.succeeded() && row.timing().otherCpus() > DISTURBED)
                .map(row -> format("%s %s (%.1f)", row.caseId(), who(row), row.timing().otherCpus()))
                .collect(Collectors.joining(", "));
        if (!disturbed.isEmpty()) {
            text.append(format("%nMeasured while other processes kept processors busy: ")).append(disturbed)
                    .append(format("%n"));
        }
    }

    private static String who(Measurement row) {
        return row.subject() + " " + row.form().name();
    }

    private static String gflops(BenchCase layer, Optional<Measurement> row) {
        return row.map(measured -> format("%.4g", Results.gflops(layer, measured))).orElse("-");
    }

    private static String millis(Measurement row) {
        return format("%.4g", row.timing().medianMillis());
    }

    static String threads(int threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
