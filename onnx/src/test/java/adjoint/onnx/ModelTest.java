package adjoint.onnx;

import adjoint.buffer.Floats;
import adjoint.onnx.format.OnnxWriter;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.graph.Node;
import adjoint.parallel.Workers;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelTest {

    private static final Options CALLER = Options.defaults().workers(Workers.CALLER);
    private static final Graph DOUBLE = new Graphs(13).input("x").node("Add", "y", "x", "x").output("y").build();

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
    void aPlanThatTheHeapCannotHoldIsRefused() {
        Graph graph = new Graphs(13).input("x").constant("s", Tensor.of(new long[] {Integer.MAX_VALUE}, 1))
                .node("ConstantOfShape", "c", "s").node("Add", "y", "x", "c").output("y").build();
        try (Model model = Model.load(OnnxWriter.bytes(graph, 13), CALLER.memoryBytes(Long.MAX_VALUE))) {
            ModelException thrown = assertThrows(ModelException.class, () -> model.run(Tensor.of(new float[1], 1)));
            assertTrue(thrown.getMessage().endsWith(
                    " bytes: a plan for {x=float [1]} needs more than the heap has left"), thrown.getMessage());
        }
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

    @Test
    void plansAreKeptForTheShapesUsedLast() {
        try (Model model = load(DOUBLE, CALLER.plans(2))) {
            Plan one = model.planShapes(Map.of("x", Shape.of(1)));
            Plan two = model.planShapes(Map.of("x", Shape.of(2)));
            assertSame(one, model.planShapes(Map.of("x", Shape.of(1))));
            model.planShapes(Map.of("x", Shape.of(3)));
            assertSame(one, model.planShapes(Map.of("x", Shape.of(1))));
            assertNotSame(two, model.planShapes(Map.of("x", Shape.of(2))));
        }
    }

    @Test
    void resultsGoToMemoryOfTheCaller() {
        try (Model model = load(DOUBLE)) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, 2, 3}, 3));
            Plan plan = model.plan(inputs);
            FloatBuffer y = FloatBuffer.allocate(3);
            plan.run(inputs, Map.of("y", Floats.of(y)));
            assertArrayEquals(new float[] {2, 4, 6}, y.array());
            assertThrows(IllegalArgumentException.class,
                    () -> plan.run(inputs, Map.of("y", Floats.of(new float[2]))));
            assertThrows(IllegalArgumentException.class,
                    () -> plan.run(inputs, Map.of("z", Floats.of(new float[3]))));
            assertThrows(IllegalArgumentException.class,
                    () -> plan.run(Map.of("x", Tensor.of(new float[2], 2))));
        }
    }

    @Test
    void aRunAllocatesNextToNothing() {
        int size = 1 << 16;
        try (Model model = load(DOUBLE)) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[size], size));
            Map<String, Floats> outputs = Map.of("y", Floats.of(new float[size]));
            Plan plan = model.plan(inputs);
            plan.run(inputs, outputs);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            plan.run(inputs, outputs);
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(bytes < size / 4, bytes + " bytes");
        }
    }

    @Test
    void runsOfManyThreadsDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
        Network network = Network.UPCONV7;
        float[] expected = network.expected();
        try (Model model = Model.load(network.model()); ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Future<Tensor>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(pool.submit(() -> model.run(network.input())));
            }
            for (Future<Tensor> result : results) {
                assertArrayEquals(expected, result.get().toFloats(), 1e-5f);
            }
        }
    }

    @Test
    void runsBesideAWarmUpDoNotNoticeIt() throws InterruptedException, ExecutionException {
        Network network = Network.UPCONV7;
        float[] expected = network.expected();
        try (Model model = Model.load(network.model()); ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Plan plan = model.planShapes(Map.of(model.inputs().getFirst().name(), network.input().shape()));
            List<Future<?>> warmUps = List.of(pool.submit(() -> plan.warmUp(Duration.ofMillis(200))),
                    pool.submit(() -> plan.warmUp(Duration.ofMillis(200))));
            assertArrayEquals(expected, model.run(network.input()).toFloats(), 1e-5f);
            for (Future<?> warmUp : warmUps) {
                warmUp.get();
            }
            assertArrayEquals(expected, model.run(network.input()).toFloats(), 1e-5f);
        }
    }

    @Test
    void aWarmUpMakesUpInputsOfEachKind() {
        Graph graph = new Graphs(13).input("x").input("ends", ElementType.INT64).input("at", ElementType.INT64)
                .constant("starts", Tensor.of(new long[] {0}, 1)).node("Slice", "s", "x", "starts", "ends")
                .node("Gather", "y", "s", "at").output("y").build();
        try (Model model = load(graph)) {
            int many = 2_000; // more than a plan depends on
            Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, 2, 3}, 3), "ends",
                    Tensor.of(new long[] {2}, 1), "at", Tensor.of(new long[many], many));
            Plan plan = model.plan(inputs);
            plan.warmUp(Duration.ofMillis(1));
            assertEquals(1, plan.run(inputs).get("y").toFloats()[many - 1]);
            assertThrows(IllegalArgumentException.class, () -> plan.warmUp(Duration.ZERO));
        }
    }

    @Test
    void moreMemoryThanAllowedIsNotTaken() {
        try (Model model = load(DOUBLE, CALLER.memoryBytes(1 << 16))) {
            assertThrows(ModelException.class, () -> model.run(Tensor.of(new float[1 << 16], 1 << 16)));
            model.run(Tensor.of(new float[1 << 12], 1 << 12));
        }
    }

    @Test
    void aPlanTellsWhatItComputes() {
        try (Model model = Model.load(Network.UPCONV7.model(), CALLER)) {
            Plan plan = model.planShapes(Map.of("input", Shape.of(1, 3, 37, 45)));
            List<String> lines = plan.describe().lines().toList();
            assertEquals(1 + plan.steps().size(), lines.size());
            assertTrue(lines.getFirst().startsWith(
                    "{input=float [1, 3, 37, 45]} -> {output=float [1, 3, 46, 62]}: 9 steps, 0.501 G multiply-adds"),
                    lines.getFirst());
            assertTrue(lines.get(2).contains(" [1, 35, 43, 16], 0.001 G: "), lines.get(2));
            assertTrue(plan.dot().contains("label=\"Conv "), plan.dot());
            assertTrue(plan.memoryBytes() < 4 * (27 * 35 + 29 * 37) * 256, "memory is shared among steps");
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

    @Test
    void aPlanThatIsKeptNoLongerRuns() {
        try (Model model = load(DOUBLE, CALLER.plans(1))) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {3}, 1));
            Plan plan = model.plan(inputs);
            model.planShapes(Map.of("x", Shape.of(2)));
            assertArrayEquals(new float[] {6}, plan.run(inputs).get("y").toFloats());
            assertArrayEquals(new float[] {6}, plan.run(inputs).get("y").toFloats());
        }
    }

    private static String refusal(Model model, Map<String, Tensor> inputs) {
        return assertThrows(IllegalArgumentException.class, () -> model.run(inputs)).getMessage();
    }

    private static Model load(Graph graph) {
        return load(graph, CALLER);
    }

    private static Model load(Graph graph, Options options) {
        return Model.load(OnnxWriter.bytes(graph, 13), options);
    }
}
