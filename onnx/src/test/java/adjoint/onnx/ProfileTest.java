package adjoint.onnx;

import adjoint.onnx.format.OnnxWriter;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProfileTest {

    /** Names from files can hold anything. */
    private static final String NAME = "say \"y\"\n";

    @TempDir
    private Path folder;

    @Test
    void eachStepIsTimed() {
        try (Model model = Model.load(Network.UPCONV7.model(), Options.defaults().workers(Workers.CALLER))) {
            Map<String, Tensor> input = Map.of("input", Network.UPCONV7.input());
            Plan plan = model.plan(input);
            Profile profile = plan.profile();
            assertEquals(0, profile.timeNanos());
            Tensor output = plan.run(input, profile).get("output");
            plan.run(input, profile);
            assertArrayEquals(plan.run(input).get("output").toFloats(), output.toFloats());
            assertEquals(2, profile.runs());
            assertEquals(plan.steps(), profile.steps());
            long sum = 0;
            for (int step = 0; step < profile.steps().size(); step++) {
                assertTrue(profile.timeNanos(step) >= 0);
                sum += profile.timeNanos(step);
            }
            assertEquals(sum, profile.timeNanos());
            assertTrue(sum > 0);
            assertEquals(1, profile.last(1).runs());
            assertTrue(profile.last(1).timeNanos() < profile.timeNanos());
            assertThrows(IllegalArgumentException.class, () -> profile.last(3));
        }
    }

    @Test
    void multiplyAddsAreThoseOfTheLayers() {
        try (Model model = Model.load(Network.UPCONV7.model(), Options.defaults().workers(Workers.CALLER))) {
            List<Long> work = model.planShapes(Map.of("input", Shape.of(1, 3, 37, 45))).steps().stream()
                    .map(PlanStep::multiplyAdds).filter(multiplyAdds -> multiplyAdds > 0).toList();
            assertEquals(7, work.size());
            assertEquals(35L * 43 * 16 * 3 * 9, work.getFirst());
            assertEquals(25L * 33 * 256 * 128 * 9, work.get(5));
        }
    }

    @Test
    void aTraceIsJsonWhateverTheNamesAre() {
        Graph graph = new Graphs(13).input("x").node("Add", NAME, "x", "x").output(NAME).build();
        try (Model model = Model.load(OnnxWriter.bytes(graph, 13), Options.defaults().workers(Workers.CALLER))) {
            Map<String, Tensor> input = Map.of("x", Tensor.of(new float[2], 2));
            Plan plan = model.plan(input);
            Profile profile = plan.profile();
            plan.run(input, profile);
            String trace = profile.chromeTrace();
            assertTrue(trace.startsWith("{\"traceEvents\":[\n{\"name\":\"Add 'say \\\"y\\\"?'\",\"cat\":\"Add\","
                    + "\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":0.000,\"dur\":"), trace);
            assertTrue(trace.endsWith("\"args\":{\"output\":\"[2]\",\"multiplyAdds\":0,\"how\":\"\"}}\n]}\n"), trace);
        }
    }

    @Test
    void aProfileOfAnotherPlanIsRefused() {
        Graph graph = new Graphs(13).input("x").node("Add", "y", "x", "x").output("y").build();
        try (Model model = Model.load(OnnxWriter.bytes(graph, 13)); Model other = Model.load(Network.UPCONV7.model())) {
            Profile profile = other.planShapes(Map.of("input", Shape.of(1, 3, 20, 20))).profile();
            Map<String, Tensor> input = Map.of("x", Tensor.of(new float[2], 2));
            assertThrows(IllegalArgumentException.class, () -> model.plan(input).run(input, profile));
        }
    }

    /** As many steps, of other shapes or other nodes; a plan that was made again has the same ones. */
    @Test
    void aProfileOfOtherStepsIsRefusedHoweverMany() {
        Graph graph = new Graphs(13).input("x").node("Add", "y", "x", "x").output("y").build();
        try (Model model = Model.load(OnnxWriter.bytes(graph, 13),
                Options.defaults().workers(Workers.CALLER).plans(1))) {
            Profile profile = model.planShapes(Map.of("x", Shape.of(2))).profile();
            Map<String, Tensor> three = Map.of("x", Tensor.of(new float[3], 3));
            Plan plan = model.plan(three);
            assertEquals(profile.steps().size(), plan.steps().size());
            assertEquals("profile: must be of this plan, has other steps",
                    assertThrows(IllegalArgumentException.class, () -> plan.run(three, profile)).getMessage());
            Map<String, Tensor> two = Map.of("x", Tensor.of(new float[2], 2));
            model.plan(two).run(two, profile);
            assertEquals(1, profile.runs());
        }
    }

    @Test
    void onlyTheLatestRunsAreKept() {
        Profile profile = new Profile(List.of(new PlanStep("Add", "Add 'y'", Shape.of(1), 0, "")));
        int runs = 3 * Profile.KEPT_RUNS;
        for (int run = 1; run <= runs; run++) {
            profile.add(new long[] {0, run});
        }
        assertEquals(runs, profile.runs());
        assertEquals(runs * (runs + 1L) / 2, profile.timeNanos());
        assertEquals(profile.timeNanos(), profile.timeNanos(0));
        assertEquals(runs + runs - 1, profile.last(2).timeNanos());
        assertEquals(Profile.KEPT_RUNS, profile.chromeTrace().split("\"ph\"").length - 1);
        assertThrows(IllegalArgumentException.class, () -> profile.last(Profile.KEPT_RUNS + 1));
    }

    @Test
    void aFileIsSummedUpEvenIfItCannotRun() throws IOException {
        Graph graph = new Graphs(13).input("x").constant("w", new int[] {2}, 1, 2).node("Foo", "a", "x", "w")
                .node("Relu", "b", "a").node("Relu", NAME, "b").output(NAME).build();
        ModelSummary summary = ModelSummary.of(Files.write(folder.resolve("model.onnx"), OnnxWriter.bytes(graph, 13)));
        assertEquals(List.of("x"), summary.inputs().stream().map(Signature::name).toList());
        assertEquals(List.of(NAME), summary.outputs().stream().map(Signature::name).toList());
        assertEquals(Map.of("Foo", 1, "Relu", 2), summary.operators());
        assertEquals(2, summary.weights());
        assertEquals(List.of("Foo 'a'"), summary.unsupported());
        assertTrue(summary.dot().contains("  n1 [shape=box, label=\"Foo 'a'\"]\n  n0 -> n1\n"), summary.dot());
        assertTrue(summary.dot().contains("label=\"Relu 'say \\\"y\\\"?'\""), summary.dot());
        assertTrue(summary.dot().endsWith("  n3 -> n4\n}\n"), summary.dot());
    }
}
