package adjoint.onnx.compile;

import adjoint.onnx.ElementType;
import adjoint.onnx.Model;
import adjoint.onnx.ModelException;
import adjoint.onnx.Options;
import adjoint.onnx.Tensor;
import adjoint.onnx.format.OnnxWriter;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.graph.Node;
import adjoint.parallel.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One branch takes the place of an If. */
class IfTest {

    private static final Tensor X = Tensor.of(new float[] {-1, 2}, 2);

    @Test
    void aGivenIntegerChooses() {
        Graph graph = rate().node(branches(relu(), negative(), "y", "is16k")).output("y").build();
        assertArrayEquals(new float[] {0, 2}, run(graph, 16000));
        assertArrayEquals(new float[] {1, -2}, run(graph, 8000));
    }

    @Test
    void aShapeChooses() {
        Graph graph = new Graphs(13).input("x").constant("two", Tensor.of(new long[] {2}, 1))
                .node("Shape", "shape", "x").node("Equal", "is2", "shape", "two")
                .node(branches(relu(), negative(), "y", "is2")).output("y").build();
        assertArrayEquals(new float[] {0, 2}, run(graph, Map.of("x", X)));
        assertArrayEquals(new float[] {1}, run(graph, Map.of("x", Tensor.of(new float[] {-1}, 1))));
    }

    /** Names of both branches and of other Ifs may be the same, and a branch hands on what is not its own. */
    @Test
    void valuesOfBranchesAreTheirOwn() {
        Graph inner = new Graphs(13).constant("c", new int[] {1}, 10).node("Mul", "a", "b", "c").output("a").build();
        Graph outer = new Graphs(13).constant("c", new int[] {1}, 3).node("Add", "b", "x", "c")
                .node(branches(inner, inner, "d", "is16k")).output("d").build();
        Graph same = new Graphs(13).output("x").build();
        Graph constant = new Graphs(13).constant("c", new int[] {2}, 5, 6).output("c").build();
        Graph graph = rate().node(branches(outer, same, "y", "is16k")).node(branches(outer, constant, "z", "is16k"))
                .node("Add", "sum", "y", "z").output("sum").build();
        assertArrayEquals(new float[] {40, 100}, run(graph, 16000));
        assertArrayEquals(new float[] {4, 8}, run(graph, 8000));
    }

    @Test
    void oneValueMayBeSeveralOutputs() {
        Graph twice = new Graphs(13).node("Relu", "r", "x").output("r").output("r").output("x").build();
        Node node = Node.of("If", 13, List.of("is16k"), "a", "b", "c").with("then_branch", twice)
                .with("else_branch", twice);
        Graph graph = rate().node(node).node("Sum", "y", "a", "b", "c").output("y").build();
        assertArrayEquals(new float[] {-1, 6}, run(graph, 16000));
    }

    /** Nodes are sorted by what their branches read, too. */
    @Test
    void whatBranchesReadIsComputedBefore() {
        Graph reads = new Graphs(13).node("Neg", "n", "late").output("n").build();
        Graph graph = rate().node(branches(reads, reads, "y", "is16k")).node("Relu", "late", "x").output("y").build();
        assertArrayEquals(new float[] {-0f, -2}, run(graph, 16000));
    }

    @Test
    void onlyTheBranchThatIsTakenMustBeSupported() {
        Graph unknown = new Graphs(13).node("Foo", "f", "x").output("f").build();
        Graph graph = rate().node(branches(relu(), unknown, "y", "is16k")).output("y").build();
        assertArrayEquals(new float[] {0, 2}, run(graph, 16000));
        assertMessage("If 'y': operators: must be supported, these nodes' are not: Foo 'f'", graph, 8000);
    }

    @Test
    void conditionsOfDataAreRefused() {
        Graph graph = new Graphs(13).input("x").input("r", ElementType.INT64).constant("one", new int[] {1}, 1)
                .node("Greater", "more", "x", "one").node(branches(relu(), negative(), "y", "more")).output("y")
                .build();
        assertMessage("If 'y': input 0: must be known before the program runs, depends on its data", graph, 0);
    }

    @Test
    void branchesThatDoNotMakeSenseAreRefused() {
        Graph unwritten = new Graphs(13).node("Relu", "r", "nothing").output("r").build();
        assertMessage("If 'y': Relu 'r' needs 'nothing': must be an initializer or written by a node before it",
                rate().node(branches(unwritten, relu(), "y", "is16k")).output("y").build(), 16000);
        Graph twice = new Graphs(13).node("Relu", "r", "x").node("Neg", "r", "x").output("r").build();
        assertMessage("If 'y': Neg 'r': writes 'r', which is given already",
                rate().node(branches(twice, relu(), "y", "is16k")).output("y").build(), 16000);
        Graph none = new Graphs(13).build();
        assertMessage("If 'y': outputs=[y]: must be at most 0",
                rate().node(branches(none, relu(), "y", "is16k")).output("y").build(), 16000);
        assertMessage("If 'y': else_branch: must be given", rate().node(Node.of("If", 13, List.of("is16k"), "y"))
                .output("y").build(), 8000);
    }

    private static Graphs rate() {
        return new Graphs(13).input("x").input("r", ElementType.INT64).constant("k", Tensor.of(new long[] {16000}, 1))
                .node("Equal", "is16k", "r", "k");
    }

    private static Graph relu() {
        return new Graphs(13).node("Relu", "a", "x").output("a").build();
    }

    private static Graph negative() {
        return new Graphs(13).node("Neg", "a", "x").output("a").build();
    }

    private static Node branches(Graph then, Graph otherwise, String result, String condition) {
        return Node.of("If", 13, List.of(condition), result)
                .with(Attributes.of(Map.of("then_branch", then, "else_branch", otherwise)));
    }

    private static float[] run(Graph graph, long rate) {
        return run(graph, Map.of("x", X, "r", Tensor.of(new long[] {rate}, 1)));
    }

    private static float[] run(Graph graph, Map<String, Tensor> inputs) {
        try (Model model = Model.load(OnnxWriter.bytes(graph, 13), Options.defaults().workers(Workers.CALLER))) {
            return model.run(inputs).get(model.outputs().getFirst().name()).toFloats();
        }
    }

    private static void assertMessage(String expected, Graph graph, long rate) {
        String message = assertThrows(ModelException.class, () -> run(graph, rate)).getMessage();
        assertTrue(message.endsWith(expected), message);
        assertEquals(message.length() - expected.length(), message.indexOf(expected));
    }
}
