package adjoint.onnx;

import adjoint.onnx.format.OnnxWriter;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graphs;
import adjoint.parallel.Workers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whatever a damaged file says, it is refused by an exception that is meant for it, in little time and memory. */
class HostileFileTest {

    private static final Options OPTIONS = Options.defaults().workers(Workers.CALLER).memoryBytes(16 << 20);
    private static final Map<String, Tensor> INPUTS = Map.of("x", Tensor.of(new float[36], 1, 1, 6, 6));
    private static final byte[] SMALL = OnnxWriter.bytes(new Graphs(13).input("x")
            .constant("w", new int[] {2, 1, 3, 3}, new float[18]).constant("b", new int[] {2}, 1, 2)
            .constant("first", Tensor.of(new long[] {1, 0}, 2)).constant("end", Tensor.of(new long[] {2, 4}, 2))
            .constant("axes", Tensor.of(new long[] {1, -1}, 2)).constant("scale", new int[] {4}, 1, 1, 2, 2)
            .node("Conv", Attributes.NONE.with("pads", List.of(1L, 1L, 1L, 1L)), "a", "x", "w", "b")
            .node("Clip", "c", "a").node("Add", "d", "a", "c")
            .node("Slice", "e", "d", "first", "end", "axes")
            .node("Resize", Attributes.NONE.with("mode", "nearest"), "f", "d", "", "scale")
            .node("Concat", Attributes.NONE.with("axis", 1), "g", "f", "f")
            .node("ConvTranspose", Attributes.NONE.with("strides", List.of(2L, 2L)), "h", "d", "w")
            .node("GlobalAveragePool", "i", "g").output("e").output("h").output("i").build(), 13);

    @Test
    void theWholeFileIsComputed() {
        try (Model model = Model.load(SMALL, OPTIONS)) {
            Map<String, Tensor> results = model.run(INPUTS);
            assertEquals(Shape.of(1, 1, 6, 4), results.get("e").shape());
            assertEquals(Shape.of(1, 1, 13, 13), results.get("h").shape());
            assertEquals(Shape.of(1, 4, 1, 1), results.get("i").shape());
        }
    }

    @Test
    void everyTruncationIsRefused() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int size = 0; size < SMALL.length; size++) {
                attempt(Arrays.copyOf(SMALL, size));
            }
        });
    }

    @Test
    void flippedBitsAreRefusedOrComputed() {
        Random random = new Random(20260101);
        assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            for (int i = 0; i < 10_000; i++) {
                byte[] bytes = SMALL.clone();
                for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
                attempt(bytes);
            }
        });
    }

    private static void attempt(byte[] bytes) {
        try (Model model = Model.load(bytes, OPTIONS)) {
            model.run(INPUTS);
        } catch (ModelException | IllegalArgumentException e) {
            // what is promised
        }
    }
}
