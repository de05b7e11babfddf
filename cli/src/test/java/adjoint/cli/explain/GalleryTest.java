package adjoint.cli.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The gallery shows what the command draws and what TensorFlow computes.
 *
 * <p>{@code mvn -pl cli -am test -Dtest=GalleryTest -Dsurefire.failIfNoSpecifiedTests=false -Dgallery.write=true} writes it.
 */
class GalleryTest {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..").normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path TENSORFLOW = ROOT
            .resolve("conformance/src/test/resources/corpus/tensorflow/worked-examples.jsonl");

    @Test
    void drawingItAgainChangesNothing() throws IOException {
        Map<String, String> files = Gallery.files();
        if (Boolean.getBoolean("gallery.write")) {
            Files.createDirectories(DOCS.resolve("gallery"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(DOCS.resolve(file.getKey()), file.getValue());
            }
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            assertEquals(file.getValue(), Files.readString(DOCS.resolve(file.getKey())), file.getKey());
        }
        try (Stream<Path> pictures = Files.list(DOCS.resolve("gallery"))) {
            assertEquals(files.keySet().stream().filter(name -> name.endsWith(".svg")).collect(Collectors.toSet()),
                    pictures.map(path -> "gallery/" + path.getFileName()).collect(Collectors.toSet()));
        }
    }

    @Test
    void eachExampleHasTheShapeAndTheValuesThatTensorFlowComputes() throws IOException {
        Map<String, JsonNode> recorded = recorded();
        TreeSet<String> compared = new TreeSet<>();
        for (Gallery.Example example : examples()) {
            if (example.corpus().isEmpty()) {
                continue;
            }
            JsonNode expected = recorded.get(example.corpus());
            Explanation explanation = example.explanation();
            int[] shape = explanation.outputExtents();
            assertArrayEquals(new int[] {1, shape[0], shape[1], 1}, ints(expected.get("expected_shape")),
                    example.name());
            assertEquals("[1,%d,%d,1]".formatted(explanation.inputExtents()[0], explanation.inputExtents()[1]),
                    expected.get("input_shape").toString(), example.name());
            float[] ones = explanation.onesResult();
            assertEquals(expected.get("expected").size(), ones.length, example.name());
            for (int at = 0; at < ones.length; at++) {
                assertEquals(expected.get("expected").get(at).floatValue(), ones[at], example.name());
            }
            compared.add(example.corpus());
        }
        assertEquals(recorded.keySet().stream().filter(id -> id.startsWith("article-"))
                .collect(Collectors.toCollection(TreeSet::new)), compared);
    }

    @Test
    void tensorFlowsOwnRulesGiveEachExampleToo() {
        for (Gallery.Example example : examples()) {
            Gallery.Example inItsRules = new Gallery.Example("", "", "", example.command() + " --dialect tensorflow",
                    "");
            assertEquals(example.explanation(), inItsRules.explanation(), example.name());
        }
    }

    private static List<Gallery.Example> examples() {
        return Stream.of(Gallery.CONVOLUTIONS, Gallery.TRANSPOSED, Gallery.REMARKS).flatMap(List::stream).toList();
    }

    private static Map<String, JsonNode> recorded() throws IOException {
        Map<String, JsonNode> recorded = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        for (String line : Files.readAllLines(TENSORFLOW)) {
            JsonNode node = json.readTree(line);
            recorded.put(node.get("id").asText(), node);
        }
        assertTrue(recorded.size() > 12, TENSORFLOW::toString);
        return recorded;
    }

    private static int[] ints(JsonNode array) {
        int[] ints = new int[array.size()];
        for (int at = 0; at < ints.length; at++) {
            ints[at] = array.get(at).asInt();
        }
        return ints;
    }
}
