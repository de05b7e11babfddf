package adjoint.bench.report;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.run.Measurement;
import adjoint.bench.run.NetworkResults;
import adjoint.bench.run.Results;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes results to a folder. */
public final class Report {

    private Report() {
    }

    /**
     * Writes {@code bench.json} (everything), {@code bench.csv} (a row per measurement), {@code bench.md} (the tables) and the
     * charts {@code roofline.svg} and {@code bars.svg}.
     *
     * @return the files
     */
    public static List<Path> write(Results results, Path folder) throws IOException {
        Files.createDirectories(folder);
        return List.of(json(results, folder.resolve("bench.json")),
                Files.writeString(folder.resolve("bench.csv"), csv(results)),
                Files.writeString(folder.resolve("bench.md"), Tables.of(results)),
                Files.writeString(folder.resolve("roofline.svg"), Roofline.of(results)),
                Files.writeString(folder.resolve("bars.svg"), Bars.of(results)));
    }

    /**
     * Writes {@code networks.json} (everything) and {@code networks.md} (the tables).
     *
     * @return the files
     */
    public static List<Path> write(NetworkResults results, Path folder) throws IOException {
        Files.createDirectories(folder);
        return List.of(json(results, folder.resolve("networks.json")),
                Files.writeString(folder.resolve("networks.md"), NetworkTables.of(results)));
    }

    private static Path json(Object results, Path file) throws IOException {
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), results);
        return file;
    }

    /** A row per measurement. */
    static String csv(Results results) throws IOException {
        CsvMapper mapper = new CsvMapper();
        List<Row> rows = results.measurements().stream().map(row -> Row.of(results, row)).toList();
        return mapper.writer(mapper.schemaFor(Row.class).withHeader()).writeValueAsString(rows);
    }

    @JsonPropertyOrder({"id", "layer", "subject", "form", "layout", "threads",
        "median_ms", "min_ms", "gflops", "percent_of_peak", "runs", "own_cpus", "other_cpus", "kernel", "failure"})
    private record Row(String id, String layer, String subject, String form, String layout, int threads,
            String median_ms, String min_ms, String gflops, String percent_of_peak, String runs, String own_cpus,
            String other_cpus, String kernel, String failure) {

        static Row of(Results results, Measurement row) {
            BenchCase layer = results.cases().stream().filter(each -> each.id().equals(row.caseId())).findFirst()
                    .orElseThrow();
            boolean ok = row.succeeded();
            double gflops = ok ? Results.gflops(layer, row) : 0;
            return new Row(layer.id(), layer.name(), row.subject(), row.form().name(), row.form().edge().name(),
                    results.threads(), ok ? number(row.timing().medianMillis()) : "",
                    ok ? number(row.timing().leastMillis()) : "", ok ? number(gflops) : "",
                    ok ? number(100 * gflops / results.machine().peak().gflops()) : "",
                    ok ? "" + row.timing().runs() : "", ok ? number(row.timing().ownCpus()) : "",
                    ok ? number(row.timing().otherCpus()) : "", row.kernel().replace('\n', ' '), row.failure());
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.5g", value);
        }
    }
}
