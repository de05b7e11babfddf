package adjoint.onnx.graph;

import adjoint.onnx.ElementType;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds graphs for tests, value by value: {@code graph.input("x").node("Relu", "y", "x").output("y")}. */
public final class Graphs {

    private final List<Signature> inputs = new ArrayList<>();
    private final List<Signature> outputs = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final int opset;

    public Graphs(int opset) {
        this.opset = opset;
    }

    /** A float input of any shape. */
    public Graphs input(String name) {
        return input(name, ElementType.FLOAT);
    }

    public Graphs input(String name, ElementType type) {
        return input(new Signature(name, type, Optional.empty()));
    }

    public Graphs input(Signature signature) {
        inputs.add(signature);
        return this;
    }

    public Graphs output(String name) {
        outputs.add(new Signature(name, ElementType.FLOAT, Optional.empty()));
        return this;
    }

    public Graphs constant(String name, Tensor value) {
        constants.put(name, value);
        return this;
    }

    public Graphs constant(String name, int[] shape, float... values) {
        return constant(name, Tensor.of(values, shape));
    }

    /** A node of one result. */
    public Graphs node(String op, String result, String... arguments) {
        return node(op, Attributes.NONE, result, arguments);
    }

    public Graphs node(String op, Attributes attributes, String result, String... arguments) {
        return node(Node.of(op, opset, Arrays.asList(arguments), result).with(attributes));
    }

    public Graphs node(Node node) {
        nodes.add(node);
        return this;
    }

    public Graph build() {
        return new Graph("test", inputs, outputs, nodes, constants, Map.of());
    }
}
