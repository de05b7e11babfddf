package adjoint.onnx.operator;

import adjoint.epilogue.Activation;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that no file has: passes of the compiler put their nodes in the place of others. */
public final class Internal {

    /** Their domain. */
    public static final String DOMAIN = "adjoint";
    /** An {@link Activation} that no convolution applies; which one is the attribute {@link FilterOperator#ACTIVATION}. */
    public static final String ACTIVATION = "Activation";

    private static final Map<String, Operator> ALL = Map.of(ACTIVATION,
            Elementwise.activation(call -> FilterOperator.activation(call.node())));

    private Internal() {
    }

    /** A node that applies an activation. */
    public static Node activation(Activation function, String argument, String result) {
        return new Node(ACTIVATION, DOMAIN, 1, "", Attributes.NONE.with(FilterOperator.ACTIVATION, function),
                List.of(argument), List.of(result));
    }

    static Optional<Operator> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }
}
