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
import java.util.function.Supplier;

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
    /** What no value's name of the graph begins with. */
    private final String unused;
    private int unnamed;
    private int bodies;
    private long foldedBytes;

    private Specialise(Map<String, Tensor> constants, String unused, Target target, long memoryBytes) {
        this.unused = unused;
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
        Specialise pass = new Specialise(constants, unused(graph), target, memoryBytes);
        pass.types.putAll(inputs);
        withheld.forEach(input -> pass.withheld.put(input, Set.of(input)));
        graph.nodes().forEach(node -> pass.add(node, Map.of()));
        return graph.with(pass.nodes, pass.constants, pass.types).pruned();
    }

    /** A node's first result goes by a name, even if only others are wanted: it is what passes know the node by. */
    private Node withFirstNamed(Node node) {
        if (node.outputs().isEmpty() || !node.output().isEmpty()) {
            return node;
        }
        List<String> outputs = new ArrayList<>(node.outputs());
        outputs.set(0, unused + unnamed++);
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

    /**
     * Adds a node, or those that it stands for.
     *
     * @param node  the node; its inputs and outputs go by the names that they have here
     * @param names what values that graphs in its attributes read are called here, where that is another name
     */
    private void add(Node node, Map<String, String> names) {
        Failure.named(node, () -> {
            Operator operator = Compiler.operator(node);
            Call call = Call.of(node, types, constants);
            Optional<Graph> body = known(() -> operator.body(call));
            if (body.isPresent()) {
                add(node, body.get(), names);
            } else {
                compute(operator, withFirstNamed(node));
            }
            return null;
        });
    }

    /** Adds a graph in place of a node, which it has the outputs of. Its own values get names that are no others'. */
    private void add(Node node, Graph body, Map<String, String> outer) {
        Compiler.requireSupported(body);
        if (body.outputs().size() < node.outputs().size()) {
            throw new IllegalArgumentException("outputs=" + node.outputs() + ": must be at most "
                    + body.outputs().size());
        }
        String prefix = unused + "graph" + bodies++ + ".";
        Map<String, String> written = new HashMap<>();
        for (int i = node.outputs().size() - 1; i >= 0; i--) {
            if (!node.outputs().get(i).isEmpty()) {
                written.put(body.outputs().get(i).name(), node.outputs().get(i));
            }
        }
        Map<String, String> names = new HashMap<>(outer);
        Set<String> own = new HashSet<>(body.constants().keySet());
        body.constants().forEach((name, tensor) -> {
            names.put(name, prefix + name);
            constants.put(prefix + name, tensor);
            types.put(prefix + name, new TensorType(tensor.type(), tensor.shape()));
        });
        for (Node inner : body.nodes()) {
            for (String input : inner.inputs()) {
                if (!input.isEmpty() && !types.containsKey(names.getOrDefault(input, input))) {
                    throw new IllegalArgumentException(inner.label() + " needs '" + input
                            + "': must be an initializer or written by a node before it");
                }
            }
            List<String> inputs = inner.inputs().stream().map(name -> names.getOrDefault(name, name)).toList();
            List<String> outputs = new ArrayList<>();
            for (String output : inner.outputs()) {
                if (!output.isEmpty() && !own.add(output)) {
                    throw new IllegalArgumentException(
                            inner.label() + ": writes '" + output + "', which is given already");
                }
                outputs.add(output.isEmpty() ? "" : written.getOrDefault(output, prefix + output));
                names.put(output, outputs.getLast());
            }
            add(inner.withInputs(inputs).withOutputs(outputs), names);
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String name = node.outputs().get(i);
            if (!name.isEmpty() && !types.containsKey(name)) {
                String value = body.outputs().get(i).name();
                add(Node.of("Identity", node.opset(), List.of(names.getOrDefault(value, value)), name), Map.of());
            }
        }
    }

    private void compute(Operator operator, Node node) {
        Call untyped = Call.of(node, types, constants);
        Call call = untyped.with(known(() -> operator.infer(untyped)));
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

    /** The result of an action that may ask for values; says which inputs of the graph they need. */
    private <T> T known(Supplier<T> action) {
        try {
            return action.get();
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
