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

    /** Element-wise operators in one pass over memory, see {@link ElementwiseChain#of}. */
    public static final String CHAIN = "Elementwise";

    /** A product with the second input and a sum with the third. */
    public static final String LINE = "Line";

    static final Loop.Ternary ON_LINE = (a, b, c, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * b[i] + c[i];
        }
    };

    private static final Map<String, Operator> ALL = Map.of(
            ACTIVATION, Elementwise.activation(call -> FilterOperator.activation(call.node())),
            CHAIN, new ElementwiseChain(),
            LINE, Elementwise.ternary(ON_LINE));

    private Internal() {
    }

    /** A node that applies an activation. */
    public static Node activation(Activation function, String argument, String result) {
        return new Node(ACTIVATION, DOMAIN, 1, "", Attributes.NONE.with(FilterOperator.ACTIVATION, function),
                List.of(argument), List.of(result));
    }

    /** A node that computes {@code argument * factors + offsets}. */
    public static Node line(String argument, String factors, String offsets, String result) {
        return new Node(LINE, DOMAIN, 1, "", Attributes.NONE, List.of(argument, factors, offsets), List.of(result));
    }

    static Optional<Operator> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }
}
