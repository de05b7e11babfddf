package adjoint.onnx.compile;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.Operator;
import adjoint.onnx.operator.Target;
import adjoint.onnx.operator.UnknownValueException;
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
    /** Values that would be constants if withheld inputs were known, and which inputs those are. */
    private final Map<String, Set<String>> withheld = new HashMap<>();
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
     * @param withheld    inputs whose values can become known if need be
     * @param target      computes what is folded
     * @param memoryBytes limit of what constants may take
     * @throws ValuesNeededException if an operator asks for what depends on withheld inputs, or would not compute it exactly
     */
    static Graph apply(Graph graph, Map<String, TensorType> inputs, Map<String, Tensor> known, Set<String> withheld,
            Target target, long memoryBytes) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.putAll(known);
        Specialise pass = new Specialise(constants, target, memoryBytes);
        pass.types.putAll(inputs);
        withheld.forEach(input -> pass.withheld.put(input, Set.of(input)));
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
        Call call = untyped.with(results(operator, untyped));
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
        Set<String> needed = folded.isPresent() ? Set.of() : needed(node);
        if (!needed.isEmpty() && !operator.isExact(call)) {
            throw new ValuesNeededException(needed, null);
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (!output.isEmpty()) {
                types.put(output, call.result(i));
                if (folded.isPresent()) {
                    constants.put(output, folded.get().get(i));
                } else if (!needed.isEmpty()) {
                    withheld.put(output, needed);
                }
            }
        }
    }

    private List<TensorType> results(Operator operator, Call call) {
        try {
            return operator.infer(call);
        } catch (UnknownValueException e) {
            Set<String> needed = withheld.get(e.value());
            throw needed == null ? e : new ValuesNeededException(needed, e);
        }
    }

    /** The withheld inputs that a node's results depend on, if they depend on no other data. */
    private Set<String> needed(Node node) {
        Set<String> needed = new HashSet<>();
        for (String input : node.inputs()) {
            if (withheld.containsKey(input)) {
                needed.addAll(withheld.get(input));
            } else if (!input.isEmpty() && !constants.containsKey(input)) {
                return Set.of();
            }
        }
        return needed;
    }

    /** What a value takes if it is known: integers are longs then. */
    private static long bytes(TensorType type) {
        return (long) type.shape().elements() * (type.type().isFloat() ? Float.BYTES : Long.BYTES);
    }
}
