package adjoint.bench.report;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.run.NetworkMeasurement;
import adjoint.bench.run.NetworkResults;
import adjoint.bench.run.Peers;
import adjoint.bench.run.ProgramMeasurement;
import adjoint.bench.subject.NetworkSubject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static adjoint.bench.report.Tables.format;

/** Results of whole networks as text in Markdown. */
public final class NetworkTables {

    private static final String MISSING = "-";

    private final NetworkResults results;
    private final boolean peers;

    private NetworkTables(NetworkResults results) {
        this.results = results;
        peers = Stream.concat(results.networks().stream().map(NetworkMeasurement::subject),
                results.programs().stream().map(ProgramMeasurement::program)).anyMatch(Peers.NETWORKS::equals);
    }

    /** The whole report. */
    public static String of(NetworkResults results) {
        NetworkTables tables = new NetworkTables(results);
        String text = Tables.machine(results.commit(), results.machine());
        if (!results.networks().isEmpty()) {
            text += tables.section("A network, from the input tensor to the output tensor", tables.networks());
        }
        if (!results.programs().isEmpty()) {
            text += tables.section(
                    "A whole program, from its start to the picture of twice the size (waifu2x upconv_7)",
                    tables.programs());
            text += tables.section("Memory of that program at most", tables.memory());
        }
        return text + tables.remarks();
    }

    private String section(String title, Table table) {
        return format("%n## %s, %s%n%n%s", title, Tables.threads(results.threads()), table);
    }

    private Table networks() {
        Table table = new Table(3, heads(List.of("network", "input", "Adjoint computes", "threads"), "ms", "ms at best",
                "difference"));
        for (NetworkCase network : results.cases()) {
            Optional<NetworkMeasurement> peer = rows(network)
                    .filter(row -> row.succeeded() && row.subject().equals(Peers.NETWORKS)).findFirst();
            for (NetworkMeasurement own : rows(network).filter(row -> !row.subject().equals(Peers.NETWORKS)).toList()) {
                List<String> cells = new ArrayList<>(List.of(network.id(), Arrays.stream(network.inputShape()).skip(1)
                        .mapToObj(Integer::toString).collect(Collectors.joining("x")), how(own.subject()),
                        "" + results.threads()));
                Optional<NetworkMeasurement> ours = Optional.of(own).filter(NetworkMeasurement::succeeded);
                pair(cells, ours, peer, NetworkMeasurement::medianMillis, "%.1f");
                pair(cells, ours, peer, NetworkMeasurement::leastMillis, "%.1f");
                if (peers) {
                    cells.add(peer.map(row -> format("%.1e", row.difference())).orElse(MISSING));
                }
                table.add(cells);
            }
        }
        return table;
    }

    private static String how(String subject) {
        return subject.equals(NetworkSubject.OWN) ? "the whole" : "in tiles, as upscale does";
    }

    private Table programs() {
        Table table = new Table(1, heads(List.of("picture", "runs", "threads"), "ms", "ms at best", "difference"));
        eachPicture((picture, own, peer) -> {
            List<String> cells = new ArrayList<>(List.of(picture, own.map(row -> "" + row.millis().size())
                    .orElse(MISSING), "" + results.threads()));
            pair(cells, own, peer, ProgramMeasurement::medianMillis, "%.0f");
            pair(cells, own, peer, ProgramMeasurement::leastMillis, "%.0f");
            if (peers) {
                cells.add(peer.map(row -> "" + row.difference()).orElse(MISSING));
            }
            table.add(cells);
        });
        return table;
    }

    private Table memory() {
        Table table = new Table(1, heads(List.of("picture", "threads"), "MB"));
        eachPicture((picture, own, peer) -> {
            List<String> cells = new ArrayList<>(List.of(picture, "" + results.threads()));
            pair(cells, own, peer, ProgramMeasurement::peakMegabytes, "%.0f");
            table.add(cells);
        });
        return table;
    }

    /** Columns of figures of both libraries, each pair with its ratio. */
    private List<String> heads(List<String> first, String... figures) {
        List<String> heads = new ArrayList<>(first);
        for (String figure : figures) {
            if (figure.equals("difference")) {
                heads.addAll(peers ? List.of(figure) : List.of());
            } else {
                heads.add("Adjoint " + figure);
                heads.addAll(peers ? List.of("ONNX Runtime " + figure, "ratio") : List.of());
            }
        }
        return heads;
    }

    private <R> void pair(List<String> cells, Optional<R> own, Optional<R> peer, ToDoubleFunction<R> figure,
            String format) {
        double ours = own.map(figure::applyAsDouble).orElse(Double.NaN);
        double theirs = peer.map(figure::applyAsDouble).orElse(Double.NaN);
        cells.add(number(ours, format));
        if (peers) {
            cells.add(number(theirs, format));
            cells.add(number(theirs / ours, "%.2f"));
        }
    }

    private static String number(double value, String format) {
        return Double.isNaN(value) ? MISSING : format(format, value);
    }

    private Stream<NetworkMeasurement> rows(NetworkCase network) {
        return results.networks().stream().filter(row -> row.caseId().equals(network.id()));
    }

    private interface PictureRow {
        void add(String picture, Optional<ProgramMeasurement> own, Optional<ProgramMeasurement> peer);
    }

    private void eachPicture(PictureRow row) {
        results.programs().stream().map(ProgramMeasurement::picture).distinct().forEach(
                picture -> row.add(picture, program(picture, false), program(picture, true)));
    }

    private Optional<ProgramMeasurement> program(String picture, boolean peer) {
        return results.programs().stream().filter(row -> row.succeeded() && row.picture().equals(picture)
                && row.program().equals(Peers.NETWORKS) == peer).findFirst();
    }

    private String remarks() {
        StringBuilder text = new StringBuilder();
        if (peers) {
            text.append(format("%nRatios are ONNX Runtime's figure by Adjoint's: above 1 Adjoint needs less.%n"));
        }
        String failed = Stream.concat(
                results.networks().stream().filter(row -> !row.succeeded())
                        .map(row -> format("- %s %s: %s%n", row.caseId(), row.subject(), row.failure())),
                results.programs().stream().filter(row -> !row.succeeded())
                        .map(row -> format("- program %s %s: %s%n", row.picture(), row.program(), row.failure())))
                .collect(Collectors.joining());
        if (!failed.isEmpty()) {
            text.append(format("%nNot measured:%n%n%s", failed));
        }
        String disturbed = results.networks().stream()
                .filter(row -> row.succeeded() && row.otherCpus() > Tables.DISTURBED)
                .map(row -> format("%s %s (%.1f)", row.caseId(), row.subject(), row.otherCpus()))
                .collect(Collectors.joining(", "));
        if (!disturbed.isEmpty()) {
            text.append(format("%nMeasured while other processes kept processors busy: %s%n", disturbed));
        }
        return text.toString();
    }
}
