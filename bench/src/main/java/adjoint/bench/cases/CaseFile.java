package adjoint.bench.cases;

import adjoint.ConvSpec;
import adjoint.conformance.ConvCase;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A CSV file of layers. Its first line names the columns, in any order:
 *
 * <pre>
 * id                    a word, once in a file
 * op                    conv or deconv
 * n cin cout groups     batch, channels of the input and of the output, groups
 * d h w                 extents of the input; d and h may be empty or missing for fewer axes
 * k stride pad dil      kernel, stride, padding on both sides, dilation: one number, or one per axis joined by x
 * outpad                what a deconv writes beyond the usual output; 0 for conv
 * name                  a description
 * </pre>
 *
 * <p>Lines that are empty or start with {@code #} are skipped.
 */
public final class CaseFile {

    private static final ObjectReader READER = new CsvMapper().enable(CsvParser.Feature.TRIM_SPACES)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES).enable(CsvParser.Feature.ALLOW_COMMENTS)
            .readerForMapOf(String.class).with(CsvSchema.emptySchema().withHeader());

    private static final String TRANSPOSED = "deconv:";

    private CaseFile() {
    }

    /** The built-in files by name. */
    public static List<String> builtIn() {
        return List.of("networks", "reported");
    }

    /**
     * Reads a built-in file.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static List<BenchCase> readBuiltIn(String name) throws IOException {
        if (!builtIn().contains(name)) {
            throw new IllegalArgumentException("cases=" + name + ": must be a file or one of " + builtIn());
        }
        try (InputStream in = CaseFile.class.getResourceAsStream(name + ".csv")) {
            return read(name, new InputStreamReader(in, StandardCharsets.UTF_8));
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException naming the file and the line that is wrong
     */
    public static List<BenchCase> read(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            return read(file.toString(), in);
        }
    }

    /**
     * A layer by its id among the built-in ones, or as a {@link ConvCase} word: a convolution, or after {@code deconv:} a
     * transposed one.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static BenchCase find(String shape) throws IOException {
        for (String name : builtIn()) {
            for (BenchCase layer : readBuiltIn(name)) {
                if (layer.id().equals(shape)) {
                    return layer;
                }
            }
        }
        boolean transposed = shape.startsWith(TRANSPOSED);
        ConvCase word = ConvCase.parse(transposed ? shape.substring(TRANSPOSED.length()) : shape);
        return new BenchCase(shape, transposed, word.problem().geometry(), shape);
    }

    static List<BenchCase> read(String source, Reader in) throws IOException {
        List<BenchCase> cases = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int line = 1;
        try (MappingIterator<Map<String, String>> rows = READER.readValues(in)) {
            while (rows.hasNextValue()) {
                line = rows.getParser().currentLocation().getLineNr();
                BenchCase next = new Row(rows.nextValue()).benchCase();
                if (!ids.add(next.id())) {
                    throw new IllegalArgumentException("id=" + next.id() + ": must be there once");
                }
                cases.add(next);
            }
        } catch (JsonProcessingException e) {
            line = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw new IllegalArgumentException(source + ":" + line + ": " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ":" + line + ": " + e.getMessage(), e);
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(source + ": must have at least one case");
        }
        return List.copyOf(cases);
    }

    /** One line. */
    private record Row(Map<String, String> values) {

        BenchCase benchCase() {
            String id = text("id");
            boolean transposed = switch (text("op")) {
                case "conv" -> false;
                case "deconv" -> true;
                default -> throw new IllegalArgumentException("op=" + text("op") + ": must be conv or deconv");
            };
            List<String> axes = Stream.of("d", "h", "w").dropWhile(axis -> values.getOrDefault(axis, "").isEmpty())
                    .toList();
            if (axes.isEmpty()) {
                throw new IllegalArgumentException("w: must be given");
            }
            int[] extents = axes.stream().mapToInt(this::number).toArray();
            int rank = extents.length;
            int[] pad = perAxis("pad", rank);
            int[] outputPadding = perAxis("outpad", rank);
            if (!transposed && IntStream.of(outputPadding).anyMatch(more -> more != 0)) {
                throw new IllegalArgumentException("outpad=" + text("outpad") + ": must be 0 for conv");
            }
            int in = number("cin");
            int out = number("cout");
            ConvSpec layer = ConvSpec.of(transposed ? out : in, transposed ? in : out, perAxis("k", rank))
                    .groups(number("groups")).stride(perAxis("stride", rank)).dilation(perAxis("dil", rank))
                    .padding(each(rank, axis -> Padding.explicit(pad[axis], pad[axis] - outputPadding[axis])));
            Problem problem = transposed ? layer.fromY(number("n"), extents) : layer.fromX(number("n"), extents);
            return new BenchCase(id, transposed, problem.geometry(), text("name"));
        }

        private static Padding[] each(int rank, IntFunction<Padding> padding) {
            return IntStream.range(0, rank).mapToObj(padding).toArray(Padding[]::new);
        }

        private String text(String column) {
            String value = values.get(column);
            if (value == null || value.isEmpty()) {
                throw new IllegalArgumentException(column + ": must be given");
            }
            return value;
        }

        private int number(String column) {
            return number(column, text(column));
        }

        private int[] perAxis(String column, int rank) {
            List<Integer> numbers = Arrays.stream(text(column).split("x", -1)).map(part -> number(column, part))
                    .toList();
            if (numbers.size() != 1 && numbers.size() != rank) {
                throw new IllegalArgumentException(
                        column + "=" + text(column) + ": must have 1 value or " + rank + ", one for each axis");
            }
            List<Integer> spread = numbers.size() == 1 ? Collections.nCopies(rank, numbers.getFirst()) : numbers;
            return spread.stream().mapToInt(Integer::intValue).toArray();
        }

        private static int number(String column, String value) {
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(column + "=" + value + ": must be a whole number", e);
            }
        }
    }
}
