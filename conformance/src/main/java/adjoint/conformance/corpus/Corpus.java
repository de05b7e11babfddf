package adjoint.conformance.corpus;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The cases below some folders.
 *
 * <pre>{@code
 * Tally tally = new Tally();
 * Corpus.find(List.of(folder)).check(new Setting(Backends.preferred()), tally);
 * }</pre>
 */
public final class Corpus {

    private final List<CorpusFile> files;

    private Corpus(List<CorpusFile> files) {
        this.files = files;
    }

    /**
     * Finds the files of cases below some folders; other files are passed over.
     *
     * @param roots folders, or single files
     * @return the corpus
     * @throws IllegalArgumentException if one does not exist or holds no file of cases
     * @throws IOException              if one cannot be read
     */
    public static Corpus find(List<Path> roots) throws IOException {
        List<CorpusFile> all = new ArrayList<>();
        for (Path root : roots) {
            if (!Files.exists(root)) {
                throw new IllegalArgumentException(root + ": no such folder");
            }
            List<CorpusFile> found = below(root);
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        root + ": no file of cases there (*.jsonl or *.csv in a known format)");
            }
            all.addAll(found);
        }
        return new Corpus(all);
    }

    /**
     * Tries every case, in the order of the files' paths and lines.
     *
     * @param setting what computes
     * @param results takes each result as it comes
     * @throws IOException if a file cannot be read
     */
    public void check(Setting setting, Consumer<Result> results) throws IOException {
        for (CorpusFile file : files) {
            file.check(setting, results);
        }
    }

    private static List<CorpusFile> below(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            paths = walk.filter(Files::isRegularFile).sorted().toList();
        }
        List<CorpusFile> found = new ArrayList<>();
        for (Path path : paths) {
            Optional<CorpusFile> file = CorpusFile.open(path);
            file.ifPresent(found::add);
        }
        return found;
    }
}
