package adjoint.onnx.compile;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Operator;
import adjoint.onnx.operator.Operators;
import adjoint.onnx.operator.Target;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Program;
import adjoint.onnx.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a program of a graph for given inputs. */
public final class Compiler {

    /** A rewriting of a specialised graph into one that means the same. */
    interface Pass {
        /** The rewritten graph. */
        Graph apply(Graph graph, Target target);
    }

    /** In the order in which they are applied. */
    static final List<Pass> PASSES = List.of(new FusePad(), new NameActivations(), new FuseScale(),
            new FuseActivation(), new FuseResidual(), new FuseActivation(), new FuseFactors(),
            new ElementwiseNormalization(), new Layout(),
            new FuseElementwise());

    private Compiler() {
    }

    /**
     * A graph as it is run, and the program: a step for each node.
     *
     * @param graph   the graph after all passes
     * @param program what runs
     */
    public record Compiled(Graph graph, Program program) {
    }

    /**
     * Compiles.
     *
     * @param graph       the graph as it was read
     * @param inputs      types of its inputs
     * @param known       inputs whose values are known
     * @param withheld    inputs whose values can become known if need be
     * @param target      what will compute
     * @param memoryBytes limit of what constants may take
     * @return graph and program
     * @throws IllegalArgumentException naming the node that cannot be compiled
     * @throws ValuesNeededException    naming those of the withheld inputs that must be known
     */
    public static Compiled compile(Graph graph, Map<String, TensorType> inputs, Map<String, Tensor> known,
            Set<String> withheld, Target target, long memoryBytes) {
        Graph rewritten = Specialise.apply(graph, inputs, known, withheld, target, memoryBytes);
        for (Pass pass : PASSES) {
            rewritten = pass.apply(rewritten, target);
        }
        return new Compiled(rewritten, program(rewritten, target));
    }

    /**
     * Looks whether all operators of a graph are known, and none has inputs that passes use.
     *
     * @param graph the graph as it was read
     * @throws IllegalArgumentException naming all that are not known, with a node of each, or the node with such inputs
     */
    public static void requireSupported(Graph graph) {
        List<String> unknown = graph.nodes().stream()
                .filter(node -> Operators.find(node.domain(), node.op(), node.opset()).isEmpty()).map(Node::label)
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("operators: must be supported, these nodes' are not: "
                    + String.join(", ", unknown));
        }
        graph.nodes().stream().filter(node -> operator(node) instanceof FilterOperator)
                .forEach(node -> Failure.named(node, () -> {
                    FilterOperator.requireOwnInputs(node);
                    return null;
                }));
    }

    static Operator operator(Node node) {
        return Operators.find(node.domain(), node.op(), node.opset())
                .orElseThrow(() -> new IllegalArgumentException("operator: must be supported"));
    }

    static Program program(Graph graph, Target target) {
        List<Kernel> kernels = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Call call = Call.of(node, graph.types(), graph.constants());
            kernels.add(Failure.named(node, () -> operator(node).plan(call, target)));
        }
        MemoryPlan memory = MemoryPlan.of(graph, kernels);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < kernels.size(); i++) {
            Node node = graph.nodes().get(i);
            steps.add(new Step(kernels.get(i), memory.slots(node.inputs()), memory.slots(node.outputs())));
        }
        return new Program(steps, memory.arenaElements(), memory.inputs(), memory.outputs());
    }
}
