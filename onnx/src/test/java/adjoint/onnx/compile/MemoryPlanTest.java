package adjoint.onnx.compile;

import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.run.Program;
import adjoint.onnx.run.Slot;
import adjoint.onnx.run.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MemoryPlanTest {

    private static final int SIZE = 1600;

    @Test
    void aChainOfElementWiseNodesStaysInPlace() {
        Program program = program(new Graphs(13).input("x").node("Relu", "a", "x").node("Sigmoid", "b", "a")
                .node("Add", "y", "b", "b").output("y"));
        assertEquals(MemoryPlan.FIRST + SIZE, program.arenaElements());
    }

    @Test
    void whatIsReadLaterIsNotOverwritten() {
        Program program = program(new Graphs(13).input("x").node("Relu", "a", "x").node("Sigmoid", "b", "x")
                .node("Mul", "c", "a", "b").node("Add", "y", "c", "x").output("y"));
        assertEquals(MemoryPlan.FIRST + 3 * SIZE, program.arenaElements());
        assertLivesApart(program);
    }

    @Test
    void memoryIsUsedAgain() {
        Graphs graph = new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, new float[16]);
        String last = "x";
        for (int i = 0; i < 10; i++) {
            graph.node("Conv", "c" + i, last, "w");
            last = "c" + i;
        }
        Program program = program(graph.output(last));
        assertEquals(MemoryPlan.FIRST + 2 * SIZE, program.arenaElements());
        assertLivesApart(program);
    }

    @Test
    void aResultTakesThePlaceOfAResidualButNotOfAnImage() {
        Graph graph = Rewriting.of(new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, new float[16])
                .node("Conv", "a", "x", "w").node("Conv", "b", "a", "w").node("Add", "y", "b", "x").output("y"), 1, 4,
                20, 20).by(new FuseResidual()).after();
        Program program = Compiler.program(graph, Rewriting.TARGET);
        Step last = program.steps().getLast();
        assertEquals(last.inputs().get(3).offset(), last.outputs().getFirst().offset());
        assertNotEquals(last.inputs().getFirst().offset(), last.outputs().getFirst().offset());
    }

    @Test
    void anotherShapeOfATensorIsTheSameMemory() {
        Program program = program(new Graphs(13).input("x").node("Identity", "a", "x").node("Flatten", "b", "a")
                .node("Relu", "y", "b").output("y").output("a"));
        Step flatten = program.steps().get(1);
        assertTrue(flatten.kernel().isAlias());
        assertEquals(flatten.inputs().getFirst().offset(), flatten.outputs().getFirst().offset());
        assertNotEquals(program.outputs().get("a").offset(), program.outputs().get("y").offset());
    }

    private static Program program(Graphs graph) {
        return Compiler.program(Rewriting.of(graph, 1, 4, 20, 20).before(), Rewriting.TARGET);
    }

    /** No step writes where one of its inputs lies, unless all of it takes that place. */
    private static void assertLivesApart(Program program) {
        for (Step step : program.steps()) {
            Slot out = step.outputs().getFirst();
            List<Slot> others = step.inputs().stream().filter(in -> in.constant() == null && !in.equals(out)).toList();
            others.forEach(in -> assertFalse(
                    in.offset() < out.offset() + out.size() && out.offset() < in.offset() + in.size(),
                    step.toString()));
        }
    }
}
