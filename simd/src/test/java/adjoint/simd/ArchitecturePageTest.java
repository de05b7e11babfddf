package adjoint.simd;

import adjoint.simd.strategy.Strategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The table of ARCHITECTURE.md says what the code does. */
class ArchitecturePageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES = Path.of("src/main/java/adjoint/simd");

    private final List<String> rows = table();

    @Test
    void strategiesStandInTheOrderInWhichTheyAreAsked() {
        List<String> listed = rows.stream().map(ArchitecturePageTest::strategy)
                .filter(name -> Strategies.ALL.stream().anyMatch(strategy -> strategy.name().equals(name))).toList();
        assertEquals(Strategies.ALL.stream().map(Strategy::name).toList(), listed);
    }

    @Test
    void everyKernelStandsInARowWhoseStrategyCallsIt() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (String row : rows) {
            String source = strategySource(strategy(row));
            for (String tiles : List.of("GatherTiles", "PackedTiles")) {
                if (source.contains(tiles)) {
                    source += strategySource(tiles);
                }
            }
            for (String kernel : row.split("\\|")[3].split(",")) {
                assertTrue(source.contains(kernel.strip() + ".run("), row);
                listed.add(kernel.strip());
            }
        }
        // Finish, with its Exponential, is not a kernel of its own: every strategy ends with it.
        Set<String> kernels = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES.resolve("kernel"))) {
            files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !List.of("package-info", "Finish", "Exponential", "InputRuns").contains(name))
                    .forEach(kernels::add);
        }
        assertEquals(kernels, listed);
    }

    @Test
    void everyLinkedFileExists() throws IOException {
        String page = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        List<String> missing = Pattern.compile("]\\(([^)#]+)\\)").matcher(page).results().map(MatchResult::group)
                .map(link -> link.substring(2, link.length() - 1)).filter(link -> !Files.exists(ROOT.resolve(link)))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static String strategySource(String name) throws IOException {
        return Files.readString(SOURCES.resolve("strategy").resolve(name + ".java"));
    }

    private static String strategy(String row) {
        return row.split("\\|")[2].replaceAll(".*?\\[(\\w+)].*", "$1").strip();
    }

    private static List<String> table() {
        try {
            return Files.readAllLines(ROOT.resolve("ARCHITECTURE.md")).stream()
                    .dropWhile(line -> !line.startsWith("| case | strategy")).skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
