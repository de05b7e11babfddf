package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.Signature;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code com.microsoft.FusedConv} of files that ONNX Runtime has optimised: a Conv, the sum with a fourth input if there is one, and an
 * activation.
 */
final class FusedConv implements Operator {

    /** ONNX Runtime's own set of operators. */
    static final String DOMAIN = "com.microsoft";

    /** A version of ONNX by which the parts can be said, with bounds of Clip as attributes. */
    private static final int OPSET = 10;
    private static final int SUMMAND = 3;

    private static final String ACTIVATION = "activation";
    private static final String PARAMETERS = "activation_params";

    /** What the parameters are of functions that have some. */
    private static final Map<String, List<String>> NAMES = Map.of("Relu", List.of(), "Sigmoid", List.of(), "Tanh",
            List.of(), "LeakyRelu", List.of("alpha"), "Clip", List.of("min", "max"), "HardSigmoid",
            List.of("alpha", "beta"));

    @Override
    public Optional<Graph> body(Call call) {
        Node node = call.node();
        // Longer than the name of any input, so that no other value has it.
        String own = String.join(".", node.inputs()) + ".";
        List<String> inputs = node.inputs().stream().limit(SUMMAND).toList();
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.of("Conv", OPSET, inputs, own).with(node.attributes().without(ACTIVATION).without(PARAMETERS)));
        if (call.has(SUMMAND)) {
            nodes.add(Node.of("Add", OPSET, List.of(own, node.input(SUMMAND)), own + "sum"));
        }
        if (node.attributes().has(ACTIVATION)) {
            String function = node.attributes().text(ACTIVATION);
            nodes.add(Node.of(function, OPSET, List.of(nodes.getLast().output()), own + "activation")
                    .with(parameters(function, node.attributes().reals(PARAMETERS))));
        }
        Signature result = new Signature(nodes.getLast().output(), ElementType.FLOAT, Optional.empty());
        return Optional.of(new Graph("", List.of(), List.of(result), nodes, Map.of(), Map.of()));
    }

    private static Attributes parameters(String function, List<Float> values) {
        List<String> names = NAMES.get(function);
        if (names == null) {
            throw new IllegalArgumentException("activation=" + function + ": must be one of "
                    + NAMES.keySet().stream().sorted().toList());
        }
        if (values.size() != names.size()) {
            throw new IllegalArgumentException("activation_params=" + values + ": must be " + names);
        }
        Attributes attributes = Attributes.NONE;
        for (int i = 0; i < names.size(); i++) {
            attributes = attributes.with(names.get(i), values.get(i));
        }
        return attributes;
    }

    @Override
    public List<TensorType> infer(Call call) {
        throw new AssertionError("the parts take the node's place");
    }

    @Override
    public Kernel plan(Call call, Target target) {
        throw new AssertionError("the parts take the node's place");
    }
}
