package adjoint.onnx.compile;

import adjoint.onnx.Shape;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Target;
import adjoint.onnx.run.Arenas;
import adjoint.onnx.run.Program;
import adjoint.onnx.run.Span;
import adjoint.parallel.Workers;
import adjoint.spi.Backends;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a pass makes of a graph, held against what it must look like and must still compute. */
final class Rewriting {

    static final Target TARGET = new Target(Backends.preferred(), Workers.CALLER);

    private final Map<String, Tensor> inputs;
    private final Graph before;
    private Graph after;

    private Rewriting(Map<String, Tensor> inputs, Graph before) {
        this.inputs = inputs;
        this.before = before;
        after = before;
    }

    /** The specialised graph for inputs that all have one shape. */
    static Rewriting of(Graphs graphs, int... shape) {
        Graph graph = graphs.build();
        Map<String, Tensor> inputs = new HashMap<>();
        for (Signature input : graph.inputs()) {
            Random random = new Random(input.name().hashCode());
            float[] values = new float[Shape.of(shape).elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat(-4, 4);
            }
            inputs.put(input.name(), Tensor.of(values, shape));
        }
        return of(graph, inputs);
    }

    /** The specialised graph for given inputs, of which integers are known. */
    static Rewriting of(Graph graph, Map<String, Tensor> inputs) {
        Map<String, TensorType> types = new HashMap<>();
        Map<String, Tensor> known = new HashMap<>();
        inputs.forEach((name, tensor) -> {
            types.put(name, new TensorType(tensor.type(), tensor.shape()));
            if (tensor.type().isInteger()) {
                known.put(name, tensor);
            }
        });
        return new Rewriting(inputs, Specialise.apply(graph, types, known, Set.of(), TARGET, 1 << 24));
    }

    /** The graph before. */
    Graph before() {
        return before;
    }

    /** The graph as it is now. */
    Graph after() {
        return after;
    }

    Rewriting by(Compiler.Pass... passes) {
        for (Compiler.Pass pass : passes) {
            after = pass.apply(after, TARGET);
        }
        return this;
    }

    /** The rewritten graph has these nodes and computes the same. */
    Graph yields(String... nodes) {
        assertEquals(String.join("\n", nodes), after.toString());
        return same(1e-5f);
    }

    /** The rewritten graph computes the same. */
    Graph same(float tolerance) {
        Map<String, float[]> expected = results(before);
        results(after).forEach((name, values) -> assertClose(name, expected.get(name), values, tolerance));
        return after;
    }

    private static void assertClose(String name, float[] expected, float[] actual, float tolerance) {
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance * Math.max(1, Math.abs(expected[i])), name + " at " + i);
        }
    }

    private Map<String, float[]> results(Graph graph) {
        Program program = Compiler.program(graph, TARGET);
        Map<String, float[]> results = new LinkedHashMap<>();
        new Arenas(Workers.CALLER, Long.MAX_VALUE).with(program, arena -> {
            program.inputs().keySet().forEach(name -> {
                Span span = arena.input(name);
                System.arraycopy(inputs.get(name).toFloats(), 0, span.array(), span.offset(), span.size());
            });
            arena.run();
            program.outputs().keySet().forEach(name -> results.put(name, copy(arena.output(name))));
        });
        return results;
    }

    private static float[] copy(Span span) {
        return Arrays.copyOfRange(span.array(), span.offset(), span.offset() + span.size());
    }
}
