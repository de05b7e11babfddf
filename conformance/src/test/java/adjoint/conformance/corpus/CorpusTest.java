package adjoint.conformance.corpus;

import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The corpora of other systems, on every backend. */
class CorpusTest {

    /** Cases that must pass in each file, so that reading fewer than there are is noticed. */
    private static final Map<String, Integer> PASSED = Map.ofEntries(
            Map.entry("benchdnn/conv.csv", 1490),
            Map.entry("benchdnn/deconv.csv", 39),
            Map.entry("onnx-node/cases.jsonl", 40),
            Map.entry("onnxruntime/cases.jsonl", 171),
            Map.entry("onnxruntime/deviations.jsonl", 22),
            Map.entry("onnxruntime/rejections.jsonl", 4),
            Map.entry("pytorch/cases.jsonl", 212),
            Map.entry("pytorch/deviations.jsonl", 1),
            Map.entry("pytorch/output_size.csv", 38),
            Map.entry("pytorch/pytorch.csv", 101),
            Map.entry("pytorch/rejections.jsonl", 13),
            Map.entry("tensorflow/atrous.csv", 297),
            Map.entry("tensorflow/cases.jsonl", 519),
            Map.entry("tensorflow/deviations.jsonl", 5),
            Map.entry("tensorflow/rejections.jsonl", 79),
            Map.entry("tensorflow/unit-tests.jsonl", 22),
            Map.entry("tensorflow/worked-examples.jsonl", 88),
            Map.entry("xnnpack/conv.csv", 81),
            Map.entry("xnnpack/deconv.csv", 2));

    static List<Backend> backends() {
        return Backends.all();
    }

    @Test
    void everyInstalledBackendCanRunHere() {
        for (Backend backend : Backends.all()) {
            assertEquals(Optional.empty(), backend.unavailable(), backend.name());
        }
        assertEquals("simd", Backends.all().getFirst().name());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void everyCasePasses(Backend backend) throws IOException {
        Path folder = folder();
        Map<String, Integer> passed = new TreeMap<>();
        List<String> failed = new ArrayList<>();
        Tally tally = new Tally();
        Corpus.find(List.of(folder)).check(new Setting(backend), result -> {
            tally.accept(result);
            switch (result.outcome()) {
                case Outcome.Passed ignored ->
                    passed.merge(folder.relativize(result.file()).toString().replace('\\', '/'), 1, Integer::sum);
                case Outcome.Failed ignored -> failed.add(result.toString());
                case Outcome.Skipped ignored -> {
                }
            }
        });
        assertEquals(List.of(), failed);
        assertEquals(new TreeMap<>(PASSED), passed);
        assertEquals(Map.of("more than 1000000 multiply-adds", 1237, "unsupported: ConvInteger", 1,
                "unsupported: DeformConv", 3, "unsupported: QLinearConv", 1), tally.skipReasons());
    }

    @Test
    void aBackendThatErrsInOneElementFailsInEveryFileWithResults() throws IOException {
        Path folder = folder();
        Map<String, Integer> failed = new TreeMap<>();
        Backend spoiled = new SpoiledBackend(Backends.named("reference"));
        Corpus.find(List.of(folder)).check(new Setting(spoiled, 10_000), result -> {
            if (result.outcome() instanceof Outcome.Failed) {
                failed.merge(folder.relativize(result.file()).toString().replace('\\', '/'), 1, Integer::sum);
            }
        });
        for (String file : PASSED.keySet()) {
            // A file of refusals checks dialects alone; those of XNNPACK are all larger than the limit.
            if (!file.endsWith("rejections.jsonl") && !file.startsWith("xnnpack")) {
                assertTrue(failed.containsKey(file), () -> file + " does not notice; only " + failed);
            }
        }
    }

    private static Path folder() {
        try {
            return Path.of(CorpusTest.class.getResource("/corpus").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
