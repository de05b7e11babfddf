package adjoint.onnx.graph;

import adjoint.onnx.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** One line for each node. */
    @Override
    public String toString() {
        return nodes.stream().map(Node::toString).collect(Collectors.joining("\n"));
    }
}
