package adjoint.onnx;

import adjoint.buffer.Floats;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static adjoint.onnx.LoadedModels.CALLER;
import static adjoint.onnx.LoadedModels.load;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Integers: exact where they are known before float data are, as wide as their type where they are not. */
class IntegersTest {

    @Test
    void integersAreWhatTheirTypeHolds() {
        assertArrayEquals(new long[] {44, 255},
                new IntegerTensor(ElementType.UINT8, Shape.of(2), 300, -1).toLongs());
        assertArrayEquals(new long[] {1, 0}, new IntegerTensor(ElementType.BOOL, Shape.of(2), 5, 0).toLongs());
    }

    @Test
    void integersOfAnotherTypeAreWhatTheInputHolds() {
        Graph graph = new Graphs(13).input("b", ElementType.UINT8).node("Abs", "y", "b").output("y").build();
        try (Model model = load(graph)) {
            Map<String, Tensor> inputs = Map.of("b", Tensor.of(new long[] {300, 7}, 2));
            assertArrayEquals(new long[] {44, 7}, model.plan(inputs).run(inputs).get("y").toLongs());
        }
    }

    @Test
    void narrowIntegersOfDataKeepTheirWidth() {
        Graph graph = new Graphs(13).input("x", ElementType.INT8).input("b", ElementType.UINT8)
                .node("Abs", "y", "x").node("Neg", "n", "x").node("Add", "s", "b", "b")
                .output("y").output("n").output("s").build();
        try (Model model = load(graph)) {
            Map<String, Tensor> results = model.run(Map.of("x", new IntegerTensor(ElementType.INT8, Shape.of(1, 2),
                    -128, -3), "b", new IntegerTensor(ElementType.UINT8, Shape.of(1, 2), 200, 9)));
            assertArrayEquals(new long[] {-128, 3}, results.get("y").toLongs());
            assertArrayEquals(new long[] {-128, 3}, results.get("n").toLongs());
            assertArrayEquals(new long[] {144, 18}, results.get("s").toLongs());
        }
    }

    /** Constants, moved or computed, and what is given, as many as are planned with their values and more. */
    @Test
    void integersThatDependOnNoFloatComeOutExact() {
        long large = (1L << 40) + 1;
        Graph graph = new Graphs(13).input("x").input("k", ElementType.INT64)
                .constant("c", Tensor.of(new long[] {large}, 1))
                .constant("zero", Tensor.of(new long[] {0})).node("Shape", "s", "x")
                .node("Gather", Attributes.NONE.with("axis", 0), "n", "s", "zero").node("Mul", "m", "n", "c")
                .node("Identity", "i", "c").node("Concat", Attributes.NONE.with("axis", 0), "j", "k", "c")
                .output("c").output("i").output("m").output("k").output("j").build();
        try (Model model = load(graph)) {
            for (int count : new int[] {1, 5000}) {
                long[] given = new long[count];
                Arrays.fill(given, large + 2);
                long[] joined = Arrays.copyOf(given, count + 1);
                joined[count] = large;
                Map<String, Tensor> results = model.run(Map.of("x", Tensor.of(new float[3], 3), "k",
                        Tensor.of(given, count)));
                assertEquals(Tensor.of(new long[] {large}, 1), results.get("c"));
                assertEquals(Tensor.of(new long[] {large}, 1), results.get("i"));
                assertEquals(Tensor.of(new long[] {3 * large}, 1), results.get("m"));
                assertEquals(Tensor.of(given, count), results.get("k"));
                assertEquals(Tensor.of(joined, count + 1), results.get("j"));
            }
        }
    }

    @Test
    void integersThatFloatsRoundAreNoDataOfAPlanForOthers() {
        Graph graph = new Graphs(13).input("k", ElementType.INT64).node("Identity", "y", "k").output("y").build();
        try (Model model = load(graph)) {
            long[] values = new long[5000];
            Plan plan = model.plan(Map.of("k", Tensor.of(values, 5000)));
            values[7] = (1 << 24) + 1;
            Map<String, Tensor> inputs = Map.of("k", Tensor.of(values, 5000));
            assertEquals(
                    "k=int64 [5000]: must be at most 16777216 in magnitude, as planned, or be planned with its values",
                    assertThrows(IllegalArgumentException.class, () -> plan.run(inputs)).getMessage());
            assertEquals(inputs.get("k"), model.run(inputs).get("y"));
        }
    }

    @Test
    void integersDecideOnShapes() {
        Graph graph = new Graphs(13).input("x").input("ends", ElementType.INT64)
                .constant("starts", Tensor.of(new long[] {0}, 1)).node("Slice", "y", "x", "starts", "ends").output("y")
                .build();
        try (Model model = load(graph)) {
            Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
            for (int end = 1; end <= 3; end++) {
                Tensor y = model.run(Map.of("x", x, "ends", Tensor.of(new long[] {end}, 1))).get("y");
                assertEquals(Shape.of(end), y.shape());
            }
        }
    }

    /** Ids of a table's rows, cast, reordered and compared: as data, whatever they are, and with no float beside them. */
    @Test
    void integersThatAreDataShareAPlan() {
        Graph graph = new Graphs(13).input("ids", ElementType.INT64).constant("two", Tensor.of(new long[] {2}))
                .constant("table", new int[] {3, 2}, 1, 2, 3, 4, 5, 6)
                .constant("shape", Tensor.of(new long[] {-1, 1}, 2))
                .node("Gather", "rows", "table", "ids").node("Equal", "are", "ids", "two")
                .node("Cast", Attributes.NONE.with("to", 1), "two?", "are").node("Reshape", "mask", "two?", "shape")
                .node("Mul", "y", "rows", "mask").output("y").output("ids").build();
        try (Model model = load(graph)) {
            Plan plan = model.planShapes(Map.of("ids", Shape.of(2)));
            assertFalse(plan.steps().isEmpty());
            plan.warmUp(Duration.ofMillis(1));
            for (long id = 0; id < 3; id++) {
                Map<String, Tensor> inputs = Map.of("ids", Tensor.of(new long[] {id, 2}, 2));
                assertSame(plan, model.plan(inputs));
                Map<String, Tensor> results = model.run(inputs);
                assertArrayEquals(new float[] {id == 2 ? 5 : 0, id == 2 ? 6 : 0, 5, 6}, results.get("y").toFloats());
                assertEquals(inputs.get("ids"), results.get("ids"));
            }
        }
    }

    /** Directly and by way of other nodes; the other integer input stays data. */
    @Test
    void integersThatPlansAskForArePartOfThem() {
        Graph graph = new Graphs(13).input("x").input("n", ElementType.INT64).input("ids", ElementType.INT64)
                .constant("rest", Tensor.of(new long[] {-1}, 1))
                .node("Concat", Attributes.NONE.with("axis", 0), "shape", "n", "rest")
                .node("Gather", "chosen", "x", "ids").node("Reshape", "y", "chosen", "shape").output("y").build();
        try (Model model = load(graph, CALLER.plans(2))) {
            Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 4);
            Plan[] plans = new Plan[3];
            for (int n : new int[] {1, 2}) {
                for (long id = 0; id < 4; id++) {
                    Map<String, Tensor> inputs = Map.of("x", x, "n", Tensor.of(new long[] {n}, 1), "ids",
                            Tensor.of(new long[] {id, 0}, 2));
                    Plan plan = model.plan(inputs);
                    plans[n] = plans[n] == null ? plan : plans[n];
                    assertSame(plans[n], plan);
                    Tensor y = plan.run(inputs).get("y");
                    assertEquals(Shape.of(n, 2 / n), y.shape());
                    assertArrayEquals(new float[] {id + 1, 1}, y.toFloats());
                }
            }
            assertEquals("inputs [n]: must be given with their values", assertThrows(IllegalArgumentException.class,
                    () -> model.planShapes(Map.of("x", Shape.of(4), "n", Shape.of(1), "ids", Shape.of(2))))
                    .getMessage());
        }
    }

    @Test
    void sizesOfAPictureMayBeGiven() {
        Graph graph = new Graphs(13).input("x").input("sizes", ElementType.INT64)
                .node("Resize", "y", "x", "", "", "sizes").output("y").build();
        try (Model model = load(graph)) {
            for (int side = 1; side < 4; side++) {
                Tensor y = model.run(Map.of("x", Tensor.of(new float[4], 1, 1, 2, 2), "sizes",
                        Tensor.of(new long[] {1, 1, side, 5}, 4))).get("y");
                assertEquals(Shape.of(1, 1, side, 5), y.shape());
            }
        }
    }

    /** Floats hold the integers that are given, and not what becomes of them. */
    @Test
    void whatIsComputedOfGivenIntegersAloneIsExact() {
        long k = -(1 << 24) + 1;
        long large = 1L << 40;
        assertArrayEquals(new long[] {k * k}, ofIntegers("Mul", Attributes.NONE, k, "k", "k"));
        assertArrayEquals(new long[] {k, large},
                ofIntegers("Concat", Attributes.NONE.with("axis", 0), k, "k", "large"));
        assertArrayEquals(new long[] {k & 0xFFFF_FFFFL}, ofIntegers("Cast", Attributes.NONE.with("to", 12), k, "k"));
    }

    private static long[] ofIntegers(String op, Attributes attributes, long k, String... inputs) {
        Graph graph = new Graphs(13).input("k", ElementType.INT64)
                .constant("large", Tensor.of(new long[] {1L << 40}, 1))
                .node(op, attributes, "y", inputs).output("y").build();
        try (Model model = load(graph)) {
            return model.run(Tensor.of(new long[] {k}, 1)).toLongs();
        }
    }
}
