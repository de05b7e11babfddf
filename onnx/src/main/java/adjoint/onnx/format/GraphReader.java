package adjoint.onnx.format;

import adjoint.onnx.ElementType;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads GraphProto and what it consists of. */
final class GraphReader {

    /** Graphs within attributes of graphs; models have two or three. */
    private static final int MAX_DEPTH = 8;

    /** Nodes of all graphs; the largest models have some thousands. Planning takes a time that is quadratic in it. */
    private static final int MAX_NODES = 1 << 16;

    /** AttributeProto.AttributeType of values that an absent field leaves empty or zero. */
    private static final Map<Long, Object> EMPTY = Map.of(1L, 0f, 2L, 0L, 3L, "", 6L, List.of(), 7L, List.of(), 8L,
            List.of());

    private final TensorReader tensors;
    private final Map<String, Integer> opsets;
    private int nodesRead;

    GraphReader(TensorReader tensors, Map<String, Integer> opsets) {
        this.tensors = tensors;
        this.opsets = opsets;
    }

    Graph read(Wire wire, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("graphs within graphs: must be at most " + MAX_DEPTH);
        }
        String name = "";
        List<Node> nodes = new ArrayList<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<Signature> inputs = new ArrayList<>();
        List<Signature> outputs = new ArrayList<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> nodes.add(node(wire.message(), depth));
                case 2 -> name = wire.text();
                case 5 -> {
                    TensorReader.Named named = tensors.read(wire.message());
                    constants.put(named.name(), named.tensor());
                }
                case 11 -> inputs.add(signature(wire.message(), depth, false));
                case 12 -> outputs.add(signature(wire.message(), depth, true));
                case 15 -> throw new IllegalArgumentException("sparse_initializer: must be none, is not supported");
                default -> {
                }
            }
        }
        // Before version 4 of the format each initializer was also an input, as a default that nobody replaces.
        inputs.removeIf(input -> constants.containsKey(input.name()));
        Graph graph = new Graph(name, inputs, outputs, nodes, constants, Map.of());
        if (depth > 0) {
            return graph; // reads values of outer ones too
        }
        inputs.forEach(GraphReader::requireNumbers);
        return NodeOrder.sorted(graph);
    }

    private Node node(Wire wire, int depth) {
        if (++nodesRead > MAX_NODES) {
            throw new IllegalArgumentException("nodes: must be at most " + MAX_NODES);
        }
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String name = "";
        String op = "";
        String domain = "";
        List<Wire> attributes = new ArrayList<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> inputs.add(wire.text());
                case 2 -> outputs.add(wire.text());
                case 3 -> name = wire.text();
                case 4 -> op = wire.text();
                case 5 -> attributes.add(wire.message());
                case 7 -> domain = wire.text();
                default -> {
                }
            }
        }
        domain = domain.equals("ai.onnx") ? "" : domain;
        Node node = new Node(op, domain, opsets.getOrDefault(domain, 0), name, Attributes.NONE, inputs, outputs);
        try {
            if (domain.equals("adjoint")) { // operators that passes of the compiler use
                throw new IllegalArgumentException("domain=adjoint: must be another one");
            }
            if (outputs.isEmpty()) {
                throw new IllegalArgumentException("outputs: must be at least one");
            }
            return node.with(attributes(attributes, depth));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(node.label() + ": " + e.getMessage(), e);
        }
    }

    private Attributes attributes(List<Wire> wires, int depth) {
        Map<String, Object> values = new HashMap<>();
        for (Wire wire : wires) {
            addAttribute(values, wire, depth);
        }
        return Attributes.of(values);
    }

    private void addAttribute(Map<String, Object> values, Wire wire, int depth) {
        String name = "";
        long type = 0;
        Object single = null;
        List<Object> list = new ArrayList<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.text();
                case 2 -> single = wire.real();
                case 3 -> single = wire.integer();
                case 4 -> single = wire.text();
                case 5 -> single = tensors.read(wire.message()).tensor();
                case 6 -> single = read(wire.message(), depth + 1);
                case 7 -> wire.fixed32(bits -> list.add(Float.intBitsToFloat(bits)));
                case 8 -> wire.integers(list::add);
                case 9 -> list.add(wire.text());
                case 20 -> type = wire.integer();
                default -> {
                }
            }
        }
        Object value = single != null ? single : list.isEmpty() ? EMPTY.get(type) : List.copyOf(list);
        if (value == null) {
            throw new IllegalArgumentException("attribute " + name + ": must be a number, text, tensor or graph");
        }
        if (name.startsWith("adjoint.")) { // what passes of the compiler use
            throw new IllegalArgumentException("attribute " + name + ": must not begin with adjoint.");
        }
        values.put(name, value);
    }

    private static void requireNumbers(Signature input) {
        if (!input.type().isFloat() && !input.type().isInteger()) {
            throw new IllegalArgumentException("input " + input + ": must have elements that are numbers or bool");
        }
    }

    /**
     * A value with its type. Only names matter of graphs in attributes: types show when a plan is made. So they do of outputs that
     * were added to a model for a look at what is inside of it, which have none; they are given as floats.
     */
    private static Signature signature(Wire wire, int depth, boolean output) {
        String name = "";
        Wire type = null;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.text();
                case 2 -> type = wire.message();
                default -> {
                }
            }
        }
        if (depth > 0 || output && (type == null || type.size() == 0)) {
            return new Signature(name, ElementType.FLOAT, Optional.empty());
        }
        while (type != null && type.next()) {
            if (type.field() == 1) {
                return tensorSignature(name, type.message());
            }
        }
        throw new IllegalArgumentException("'" + name + "': must be a tensor");
    }

    private static Signature tensorSignature(String name, Wire wire) {
        long type = 0;
        Optional<List<String>> dimensions = Optional.empty();
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> type = wire.integer();
                case 2 -> dimensions = Optional.of(dimensions(wire.message()));
                default -> {
                }
            }
        }
        try {
            return new Signature(name, ElementType.of(type), dimensions);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "': " + e.getMessage(), e);
        }
    }

    private static List<String> dimensions(Wire wire) {
        List<String> dimensions = new ArrayList<>();
        while (wire.next()) {
            if (wire.field() == 1) {
                dimensions.add(dimension(wire.message()));
            }
        }
        return List.copyOf(dimensions);
    }

    private static String dimension(Wire wire) {
        String extent = "?";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> {
                    long number = wire.integer();
                    extent = number > 0 ? String.valueOf(number) : "?"; // some exporters write -1 or 0 for unknown
                }
                case 2 -> extent = wire.text();
                default -> {
                }
            }
        }
        return extent.isEmpty() ? "?" : extent;
    }
}
