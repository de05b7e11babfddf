package adjoint.onnx.graph;

import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Nodes in an order in which each reads what is given, constant or written before it.
 *
 * @param name      the model's name for it
 * @param inputs    what is given
 * @param outputs   what is asked for
 * @param nodes     the nodes
 * @param constants values known beforehand, by name
 * @param types     type of every value, by name; empty until the graph is specialised
 */
public record Graph(String name, List<Signature> inputs, List<Signature> outputs, List<Node> nodes,
        Map<String, Tensor> constants, Map<String, TensorType> types) {

    /** Copies the collections. */
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /** With other nodes, constants and types. */
    public Graph with(List<Node> otherNodes, Map<String, Tensor> otherConstants, Map<String, TensorType> otherTypes) {
        return new Graph(name, inputs, outputs, otherNodes, otherConstants, otherTypes);
    }

    /** Without nodes and constants that no output needs. */
    public Graph pruned() {
        Set<String> needed = new HashSet<>();
        outputs.forEach(output -> needed.add(output.name()));
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.add(node);
                needed.addAll(node.inputs());
            }
        }
        Map<String, Tensor> keptConstants = new LinkedHashMap<>(constants);
        keptConstants.keySet().retainAll(needed);
        return with(kept.reversed(), keptConstants, types);
    }

    /** One line for each node. */
    @Override
    public String toString() {
        return nodes.stream().map(Node::toString).collect(Collectors.joining("\n"));
    }
}
