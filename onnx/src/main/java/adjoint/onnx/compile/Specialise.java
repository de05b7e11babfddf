package adjoint.onnx.compile;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.Operator;
import adjoint.onnx.operator.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every value its type for given inputs, and replaces what depends on none of their data by constants: arithmetic on
 * shapes, and whatever is computed from weights alone.
 */
final class Specialise {

    private final Target target;
    private final long memoryBytes;
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants;
    private final List<Node> nodes = new ArrayList<>();
    private long foldedBytes;

    private Specialise(Map<String, Tensor> constants, Target target, long memoryBytes) {
        this.target = target;
        this.memoryBytes = memoryBytes;
        this.constants = new LinkedHashMap<>(constants);
        constants.forEach((name, tensor) -> types.put(name, new TensorType(tensor.type(), tensor.shape())));
    }

    /**
     * A graph in which all types are known.
     *
     * @param graph       the graph
     * @param inputs      types of its inputs
     * @param known       inputs whose values are known
     * @param target      computes what is folded
     * @param memoryBytes limit of what constants may take
     */
    static Graph apply(Graph graph, Map<String, TensorType> inputs, Map<String, Tensor> known, Target target,
            long memoryBytes) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.putAll(known);
        Specialise pass = new Specialise(constants, target, memoryBytes);
        pass.types.putAll(inputs);
        String unwanted = unused(graph);
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            String name = unwanted + i;
            Failure.named(node, () -> {
                pass.add(withFirstNamed(node, name));
                return null;
            });
        }
        return graph.with(pass.nodes, pass.constants, pass.types).pruned();
    }

    /** A node's first result goes by a name, even if only others are wanted: it is what passes know the node by. */
    private static Node withFirstNamed(Node node, String name) {
        if (node.outputs().isEmpty() || !node.output().isEmpty()) {
            return node;
        }
        List<String> outputs = new ArrayList<>(node.outputs());
        outputs.set(0, name);
        return node.withOutputs(outputs);
    }

    /** What no value's name begins with. */
    private static String unused(Graph graph) {
        Set<String> names = new HashSet<>(graph.constants().keySet());
        graph.inputs().forEach(input -> names.add(input.name()));
        graph.nodes().forEach(node -> names.addAll(node.outputs()));
        StringBuilder prefix = new StringBuilder("unwanted.");
        while (names.stream().anyMatch(name -> name.startsWith(prefix.toString()))) {
            prefix.append('.');
        }
        return prefix.toString();
    }

    private void add(Node node) {
        Operator operator = Compiler.operator(node);
        Call untyped = Call.of(node, types, constants);
        Call call = untyped.with(operator.infer(untyped));
        if (call.results().size() < node.outputs().size()) {
            throw new IllegalArgumentException("outputs=" + node.outputs() + ": must be at most "
                    + call.results().size());
        }
        long bytes = call.results().stream().mapToLong(Specialise::bytes).sum();
        if (bytes > memoryBytes) {
            throw new IllegalArgumentException(
                    "results " + call.results() + " need " + bytes + " bytes: must fit into memory="
                            + memoryBytes);
        }
        Optional<List<Tensor>> folded = foldedBytes + bytes <= memoryBytes
                ? Folding.fold(operator, call, target)
                : Optional.empty();
        if (folded.isPresent()) {
            foldedBytes += bytes;
        } else {
            nodes.add(node);
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (!output.isEmpty()) {
                types.put(output, call.result(i));
                if (folded.isPresent()) {
                    constants.put(output, folded.get().get(i));
                }
            }
        }
    }

    /** What a value takes if it is known: integers are longs then. */
    private static long bytes(TensorType type) {
        return (long) type.shape().elements() * (type.type().isFloat() ? Float.BYTES : Long.BYTES);
    }
}
