package adjoint.simd.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The files of a family of kernels whose statements a generator writes. What a file says of itself, before the {@code assert} of its
 * {@code run}, is written by hand.
 *
 * @param name what a file is called
 * @param body the statements of {@code run} behind its {@code assert}, from the match of the file's name and from its text
 */
record KernelFiles(Pattern name, BiFunction<Matcher, String, String> body) {

    private static final Path FOLDER = Path.of("src/main/java/adjoint/simd/kernel");
    private static final Pattern ASSERT = Pattern.compile("(?m)^        assert .*\n");

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> name.matcher(file.getFileName().toString()).matches()).sorted().toList();
        }
    }

    /** Rewrites all files; the current folder must be {@code simd}. */
    void rewrite() throws IOException {
        for (Path file : files()) {
            Files.writeString(file, rewritten(file));
        }
    }

    /** What a file should contain. */
    String rewritten(Path file) throws IOException {
        String text = Files.readString(file);
        Matcher match = name.matcher(file.getFileName().toString());
        Matcher head = ASSERT.matcher(text);
        if (!match.matches() || !head.find()) {
            throw new IllegalArgumentException("file=" + file + ": must be a kernel that asserts what it needs");
        }
        return text.substring(0, head.end()) + body.apply(match, text) + "    }\n}\n";
    }

    static String each(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    /** {@code " + count * unit"}, as one writes it. */
    static String plus(int count, String unit) {
        return switch (count) {
            case 0 -> "";
            case 1 -> " + " + (unit.isEmpty() ? "1" : unit);
            default -> " + " + count + (unit.isEmpty() ? "" : " * " + unit);
        };
    }
}
