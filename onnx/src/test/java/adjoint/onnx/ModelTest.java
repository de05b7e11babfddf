package adjoint.onnx;

import adjoint.buffer.Floats;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.graph.Node;
import adjoint.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static adjoint.onnx.LoadedModels.DOUBLE;
import static adjoint.onnx.LoadedModels.load;
import static adjoint.onnx.LoadedModels.refusal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a model takes, yields and refuses. */
class ModelTest {

    @Test
    void oneInputAndOneOutputNeedNoNames() {
        try (Model model = load(DOUBLE)) {
            Tensor y = model.run(Tensor.of(new float[] {1, 2, 3}, 3));
            assertArrayEquals(new float[] {2, 4, 6}, y.toFloats());
            assertEquals(Shape.of(3), y.shape());
        }
    }

    @Test
    void onlyLaterResultsMayBeWanted() {
        Graph graph = new Graphs(18).input("x")
                .node(Node.of("MaxPool", 18, List.of("x"), "", "at").with("kernel_shape", List.of(2L)))
                .node(Node.of("Split", 18, List.of("x"), "", "unwanted.1").with("num_outputs", 2).with("axis", 2))
                .node(Node.of("Split", 18, List.of("x"), "", "").with("num_outputs", 2).with("axis", 2))
                .output("at").output("unwanted.1").build();
        try (Model model = load(graph)) {
            Map<String, Tensor> results = model.run(Map.of("x", Tensor.of(new float[] {1, 3, 2, 4}, 1, 1, 4)));
            assertArrayEquals(new long[] {1, 1, 3}, results.get("at").toLongs());
            assertArrayEquals(new float[] {2, 4}, results.get("unwanted.1").toFloats());
        }
    }

    @Test
    @Timeout(30)
    void windowsFarLargerThanTheImageTakeNoLongerThanTheImage() {
        int taps = 1 << 20;
        Attributes window = Attributes.NONE.with("kernel_shape", List.of((long) taps)).with("pads",
                List.of(taps - 1L, taps - 1L));
        Graph graph = new Graphs(13).input("x").node("MaxPool", window, "max", "x")
                .node("AveragePool", window.with("count_include_pad", 1), "padded", "x")
                .node("AveragePool", window, "mean", "x").output("max").output("padded").output("mean").build();
        try (Model model = load(graph)) {
            Map<String, Tensor> results = model.run(Map.of("x", Tensor.of(new float[] {3, 2, 5, 1}, 1, 1, 4)));
            int windows = taps + 3;
            float[] max = results.get("max").toFloats();
            float[] padded = results.get("padded").toFloats();
            float[] mean = results.get("mean").toFloats();
            assertEquals(windows, max.length);
            for (int at : new int[] {3, taps / 2, taps - 1}) { // all of the image
                assertEquals(5, max[at]);
                assertEquals(11f / taps, padded[at]);
                assertEquals(11f / 4, mean[at]);
            }
            assertEquals(3, max[0]);
            assertEquals(3f / taps, padded[0]);
            assertEquals(1, mean[windows - 1]);
        }
    }

    @Test
    void outputsDoNotShareMemory() {
        Graph graph = new Graphs(13).input("x").node("Neg", "n", "x").node("Abs", "a", "x").output("n").output("a")
                .build();
        try (Model model = load(graph)) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, -2}, 2));
            float[] memory = new float[3];
            Map<String, Floats> results = Map.of("n", Floats.of(memory, 0, 2), "a", Floats.of(memory, 1, 2));
            Plan plan = model.plan(inputs);
            String message = assertThrows(IllegalArgumentException.class, () -> plan.run(inputs, results)).getMessage();
            assertTrue(message.matches("output '[na]': must not overlap output '[na]'"), message);
            assertArrayEquals(new float[3], memory);
        }
    }

    @Test
    void allUnknownOperatorsAreNamedAtOnce() {
        Graph graph = new Graphs(13).input("x").node("Foo", "a", "x").node("Relu", "b", "a").node("Bar", "c", "b")
                .output("c").build();
        ModelException thrown = assertThrows(ModelException.class, () -> load(graph));
        assertTrue(thrown.getMessage().endsWith(
                ": operators: must be supported, these nodes' are not: Foo 'a', Bar 'c'"), thrown.getMessage());
    }

    /** To passes of the compiler these are a residual and factors of channels. */
    @Test
    void aConvolutionWithMoreInputsThanOnnxKnowsIsRefused() {
        for (String op : List.of("Conv", "ConvTranspose")) {
            for (String[] inputs : new String[][] {{"x", "w", "", "x"}, {"x", "w", "", "", "f"}}) {
                Graph graph = convolution(op, inputs);
                ModelException thrown = assertThrows(ModelException.class, () -> load(graph));
                assertTrue(thrown.getMessage().endsWith(": " + op + " 'y': inputs has " + inputs.length
                        + ": must be at most image, filter and bias"), thrown.getMessage());
            }
            try (Model model = load(convolution(op, "x", "w", "", "", ""))) {
                assertArrayEquals(new float[] {6}, model.run(Tensor.of(new float[] {3}, 1, 1, 1, 1)).toFloats());
            }
        }
    }

    private static Graph convolution(String op, String... inputs) {
        return new Graphs(13).input("x").constant("w", new int[] {1, 1, 1, 1}, 2)
                .constant("f", new int[] {1, 1, 1, 1}, 5)
                .node(op, "y", inputs).output("y").build();
    }

    @Test
    void moreOperandsThanFitIntoTheCacheAreAdded() {
        String[] operands = new String[20_000];
        Arrays.fill(operands, "x");
        try (Model model = load(new Graphs(13).input("x").node("Sum", "y", operands).output("y").build())) {
            assertArrayEquals(new float[] {20_000, 40_000}, model.run(Tensor.of(new float[] {1, 2}, 2)).toFloats());
        }
    }

    @Test
    void aDimensionMayHaveANameThatBeginsWithADigit() {
        Signature x = new Signature("x", ElementType.FLOAT, Optional.of(List.of("2n", "3")));
        assertTrue(x.admits(Shape.of(4, 3)));
        assertFalse(x.admits(Shape.of(4, 2)));
        assertEquals(OptionalLong.empty(), Signature.extent("2n"));
        assertEquals(OptionalLong.empty(), Signature.extent("99999999999999999999"));
        assertEquals(OptionalLong.of(3), Signature.extent("3"));
    }

    @Test
    void aNodeThatDoesNotFitIsNamed() {
        Graph graph = new Graphs(13).input("x").constant("w", new int[] {2}, 1, 2).node("Add", "y", "x", "w")
                .output("y")
                .build();
        try (Model model = load(graph)) {
            ModelException thrown = assertThrows(ModelException.class, () -> model.run(Tensor.of(new float[3], 3)));
            assertTrue(thrown.getMessage().endsWith(
                    ": Add 'y': shape=[2]: must agree with [3] in each extent that is not 1"), thrown.getMessage());
        }
    }

    @Test
    void aNodeThatCannotComputeItsDataIsNamed() {
        Graph graph = new Graphs(13).input("x").node("Cast", Attributes.NONE.with("to", 7), "i", "x")
                .constant("rows", new int[] {2}, 5, 6).node("Gather", "y", "rows", "i").output("y").build();
        try (Model model = load(graph)) {
            assertArrayEquals(new float[] {6}, model.run(Tensor.of(new float[] {1}, 1)).toFloats());
            ModelException thrown = assertThrows(ModelException.class,
                    () -> model.run(Tensor.of(new float[] {7}, 1)));
            assertTrue(thrown.getMessage().endsWith(" bytes: Gather 'y': indices=7: must lie between -2 and 1"),
                    thrown.getMessage());
        }
    }

    @Test
    void inputsAreHeldAgainstTheirDeclaration() {
        Signature x = new Signature("x", ElementType.FLOAT, Optional.of(List.of("n", "3")));
        Graph graph = new Graph("g", List.of(x), List.of(x), List.of(), Map.of(), Map.of());
        try (Model model = load(graph)) {
            assertEquals("x=[1, 4]: must have the shape [n, 3]", refusal(model,
                    Map.of("x", Tensor.of(new float[4], 1, 4))));
            assertEquals("input x: float [n, 3]: must be given", refusal(model, Map.of()));
            assertEquals("x=int64 [1, 3] [1, 2, 3]: must have elements of type float", refusal(model,
                    Map.of("x", Tensor.of(new long[] {1, 2, 3}, 1, 3))));
            assertEquals("input 'z': must be one of [x]", refusal(model,
                    Map.of("x", Tensor.of(new float[3], 1, 3), "z", Tensor.of(new float[1]))));
        }
    }

    @Test
    void whatIsGivenOrKnownCanBeAnOutputToo() {
        Graph graph = new Graphs(13).input("x").constant("c", new int[] {1}, 7).node("Identity", "y", "x").output("x")
                .output("c").output("y").build();
        try (Model model = load(graph)) {
            Map<String, Tensor> results = model.run(Map.of("x", Tensor.of(new float[] {5}, 1)));
            assertArrayEquals(new float[] {5}, results.get("x").toFloats());
            assertArrayEquals(new float[] {7}, results.get("c").toFloats());
            assertArrayEquals(new float[] {5}, results.get("y").toFloats());
        }
    }

    @Test
    void aClosedModelRunsNoMore() {
        Model model = load(DOUBLE);
        Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[1], 1));
        Plan plan = model.plan(inputs);
        plan.run(inputs);
        model.close();
        assertThrows(IllegalStateException.class, () -> model.run(inputs));
        assertThrows(IllegalStateException.class, () -> plan.run(inputs));
    }

    /** The workers close the model when they are given work. */
    @Test
    void aRunUnderWayEndsThoughItsModelIsClosed() {
        int size = 1 << 20;
        Model[] model = new Model[1];
        Workers closing = new Workers() {
            @Override
            public int threads() {
                return 2;
            }

            @Override
            public void run(Job job) {
                model[0].close();
                job.run(0);
            }
        };
        model[0] = load(DOUBLE, Options.defaults().workers(closing));
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        assertEquals(2, model[0].run(Tensor.of(ones, size)).toFloats()[size - 1]);
    }
}
