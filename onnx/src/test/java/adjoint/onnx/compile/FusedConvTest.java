package adjoint.onnx.compile;

import adjoint.onnx.Model;
import adjoint.onnx.ModelException;
import adjoint.onnx.Options;
import adjoint.onnx.Tensor;
import adjoint.onnx.format.OnnxWriter;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.graph.Node;
import adjoint.parallel.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A convolution that ONNX Runtime has fused is its parts. */
class FusedConvTest {

    private static final Tensor X = Tensor.of(new float[] {-3, -1, 1, 3}, 1, 1, 4);

    @Test
    void functions() {
        assertArrayEquals(new float[] {0, 0, 3, 7}, run(Attributes.NONE.with("activation", "Relu"), "x", "w", "b"));
        assertArrayEquals(new float[] {-2.5f, -0.5f, 3, 7},
                run(with("LeakyRelu", 0.5f), "x", "w", "b"));
        assertArrayEquals(new float[] {-2, -1, 3, 4}, run(with("Clip", -2f, 4f), "x", "w", "b"));
        assertArrayEquals(new float[] {0, 0.5f, 1, 1}, run(with("HardSigmoid", 0.25f, 0.75f), "x", "w", "b"));
        assertArrayEquals(new float[] {-6, -2, 2, 6}, run(Attributes.NONE, "x", "w"));
    }

    @Test
    void aSummandComesBeforeTheFunction() {
        assertArrayEquals(new float[] {0, 0, 4, 10},
                run(Attributes.NONE.with("activation", "Relu"), "x", "w", "b", "x"));
        assertArrayEquals(new float[] {0, 0, 3, 9}, run(Attributes.NONE.with("activation", "Relu"), "x", "w", "", "x"));
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertMessage("activation=Foo: must be one of [Clip, HardSigmoid, LeakyRelu, Relu, Sigmoid, Tanh]",
                with("Foo"));
        assertMessage("activation_params=[1.0]: must be [min, max]", with("Clip", 1f));
        assertMessage("kernel_shape=[2]: must be that of W=[1, 1, 1]",
                Attributes.NONE.with("kernel_shape", List.of(2L)));
    }

    private static Attributes with(String function, Float... parameters) {
        return Attributes.NONE.with("activation", function).with("activation_params", List.of(parameters));
    }

    private static float[] run(Attributes attributes, String... inputs) {
        Node node = new Node("FusedConv", "com.microsoft", 1, "", attributes, List.of(inputs), List.of("y"));
        byte[] bytes = OnnxWriter.bytes(new Graphs(13).input("x").constant("w", new int[] {1, 1, 1}, 2)
                .constant("b", new int[] {1}, 1).node(node).output("y").build(), 13);
        try (Model model = Model.load(bytes, Options.defaults().workers(Workers.CALLER))) {
            return model.run(X).toFloats();
        }
    }

    private static void assertMessage(String expected, Attributes attributes) {
        String message = assertThrows(ModelException.class, () -> run(attributes, "x", "w")).getMessage();
        assertTrue(message.contains("com.microsoft.FusedConv 'y': ") && message.contains(expected), message);
    }
}
