package adjoint.conformance.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file of cases.
 *
 * @param path   where it is
 * @param format its format; empty if none of its lines is in a known one
 */
record CorpusFile(Path path, Optional<Format> format) {

    /** Looks into a file; empty if it holds something else than cases. */
    static Optional<CorpusFile> open(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (!name.endsWith(".jsonl") && !name.endsWith(".csv")) {
            return Optional.empty();
        }
        Optional<Format> format = Optional.empty();
        try (BufferedReader lines = reader(path)) {
            String line = withoutMark(lines.readLine());
            while (line != null && format.isEmpty()) {
                format = Format.of(name, fields(name, line));
                line = isCsv(name) ? null : lines.readLine();
            }
        }
        return format.isPresent() || Format.isUsualName(name)
                ? Optional.of(new CorpusFile(path, format))
                : Optional.empty();
    }

    /** Tries each case of the file. What a line holds cannot keep the lines after it from being tried. */
    void check(Setting setting, Consumer<Result> results) throws IOException {
        if (format.isEmpty()) {
            results.accept(malformed(1, "no line of the file is in a known format"));
            return;
        }
        boolean csv = isCsv(path.getFileName().toString());
        List<String> header = List.of();
        long number = 0;
        long cases = 0;
        try (BufferedReader lines = reader(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (csv && number == 1) {
                    header = CsvFields.columns(withoutMark(line));
                } else if (!line.isBlank()) {
                    cases++;
                    results.accept(result(header, number == 1 ? withoutMark(line) : line, number, setting));
                }
            }
        }
        if (cases == 0) {
            results.accept(malformed(Math.max(1, number), "no case follows"));
        }
    }

    private Result result(List<String> header, String line, long number, Setting setting) {
        Case read;
        try {
            read = format.orElseThrow().parse(header, line, number);
        } catch (MalformedException e) {
            return malformed(number, e.getMessage());
        } catch (RuntimeException e) {
            return malformed(number, "reading it threw " + e);
        }
        try {
            return new Result(path, number, read.id(), read.run(setting));
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            // A backend that fails on one case is a failure of that case, not of the run.
            return new Result(path, number, read.id(), new Outcome.Failed("threw " + e));
        }
    }

    private Result malformed(long number, String why) {
        return new Result(path, number, "", new Outcome.Failed("malformed: " + why));
    }

    private static Set<String> fields(String name, String line) {
        if (isCsv(name)) {
            return Set.copyOf(CsvFields.columns(line));
        }
        try {
            return JsonFields.parse(line).names();
        } catch (MalformedException e) {
            return Set.of();
        }
    }

    /** Some programs put a byte order mark at the start of a file. */
    private static String withoutMark(String line) {
        return line != null && line.startsWith("\ufeff") ? line.substring(1) : line;
    }

    private static boolean isCsv(String name) {
        return name.endsWith(".csv");
    }

    /** Bytes that are no UTF-8 become replacement characters, which then are malformed in their line only. */
    private static BufferedReader reader(Path path) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
    }
}
