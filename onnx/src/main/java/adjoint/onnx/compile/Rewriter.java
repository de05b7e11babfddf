package adjoint.onnx.compile;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A specialised graph while it is rewritten: who writes and who reads a value is known at any time. */
final class Rewriter {

    private final Graph graph;
    /** In order; null where one was removed. */
    private final List<Node> nodes;
    private final Map<Node, Integer> positions = new IdentityHashMap<>();
    private final Map<String, Node> writers = new HashMap<>();
    private final Map<String, List<Node>> readers = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();
    private final Map<String, Tensor> constants;
    private final Map<String, TensorType> types;

    Rewriter(Graph graph) {
        this.graph = graph;
        nodes = new ArrayList<>(graph.nodes());
        constants = new LinkedHashMap<>(graph.constants());
        types = new LinkedHashMap<>(graph.types());
        graph.outputs().forEach(output -> outputs.add(output.name()));
        for (int i = 0; i < nodes.size(); i++) {
            enter(i);
        }
    }

    /** The nodes as they are now, in order. */
    List<Node> nodes() {
        return nodes.stream().filter(Objects::nonNull).toList();
    }

    /** Whether a node is still there. */
    boolean has(Node node) {
        return positions.containsKey(node);
    }

    /** Where a node stands among the others. */
    int position(Node node) {
        return positions.get(node);
    }

    /** The node that writes a value; nothing for inputs and constants. */
    Optional<Node> writer(String value) {
        return Optional.ofNullable(writers.get(value));
    }

    /** The node that reads a value, if nobody else does and it does so once. */
    Optional<Node> onlyReader(String value) {
        List<Node> all = readers.getOrDefault(value, List.of());
        return all.size() == 1 && !outputs.contains(value) ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /** The node that writes a value, if one other node reads it and nobody else. */
    Optional<Node> onlyFor(Node reader, String value) {
        return onlyReader(value).filter(only -> only == reader).flatMap(only -> writer(value));
    }

    TensorType type(String value) {
        return types.get(value);
    }

    Optional<Tensor> constant(String value) {
        return Optional.ofNullable(constants.get(value));
    }

    Call call(Node node) {
        return Call.of(node, types, constants);
    }

    /** Whether a value has no reader but some nodes. */
    boolean isReadBy(String value, List<Node> some) {
        return !outputs.contains(value) && some.containsAll(readers.getOrDefault(value, List.of()));
    }

    /** Adds a constant and says how it is called. */
    String addConstant(String like, Tensor tensor) {
        String base = like.replaceFirst("#\\d+$", "");
        String name = like;
        for (int number = 2; types.containsKey(name); number++) {
            name = base + "#" + number;
        }
        constants.put(name, tensor);
        types.put(name, new TensorType(tensor.type(), tensor.shape()));
        return name;
    }

    /** Puts a node in the place of another. */
    void replace(Node old, Node other) {
        int position = positions.get(old);
        leave(old);
        nodes.set(position, other);
        enter(position);
    }

    /** Puts one node in the place of the last of several, whose other results nobody else reads. */
    void replaceAll(List<Node> chain, Node other) {
        chain.subList(0, chain.size() - 1).forEach(this::remove);
        replace(chain.getLast(), other);
    }

    Graph graph() {
        return graph.with(nodes(), constants, types).pruned();
    }

    private void remove(Node node) {
        nodes.set(positions.get(node), null);
        leave(node);
    }

    private void enter(int position) {
        Node node = nodes.get(position);
        positions.put(node, position);
        node.outputs().forEach(output -> writers.put(output, node));
        node.inputs().forEach(input -> readers.computeIfAbsent(input, value -> new ArrayList<>()).add(node));
    }

    private void leave(Node node) {
        positions.remove(node);
        node.outputs().forEach(writers::remove);
        node.inputs().forEach(input -> readers.get(input).removeIf(reader -> reader == node));
    }
}
