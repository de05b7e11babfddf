package adjoint.onnx;

import adjoint.buffer.Floats;
import adjoint.onnx.format.OnnxWriter;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

import static adjoint.onnx.LoadedModels.CALLER;
import static adjoint.onnx.LoadedModels.DOUBLE;
import static adjoint.onnx.LoadedModels.load;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Plans: kept, shared by threads, and run in memory of the caller. */
class PlanTest {

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
    void aPlanThatIsKeptNoLongerRuns() {
        try (Model model = load(DOUBLE, CALLER.plans(1))) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {3}, 1));
            Plan plan = model.plan(inputs);
            model.planShapes(Map.of("x", Shape.of(2)));
            assertArrayEquals(new float[] {6}, plan.run(inputs).get("y").toFloats());
            assertArrayEquals(new float[] {6}, plan.run(inputs).get("y").toFloats());
        }
    }
}
