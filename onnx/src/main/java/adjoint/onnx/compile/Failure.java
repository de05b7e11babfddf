package adjoint.onnx.compile;

import adjoint.onnx.graph.Node;
import java.util.function.Supplier;

/** Says which node was at fault. */
final class Failure {

    private Failure() {
    }

    /** The result of an action on a node; what it throws is thrown with the node's name. */
    static <T> T named(Node node, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(node.label() + ": " + e.getMessage(), e);
        } catch (IndexOutOfBoundsException | ArithmeticException | ClassCastException | NegativeArraySizeException e) {
            // A file can hold numbers that no operator expects, such as a shape of too few axes.
            throw new IllegalArgumentException(node.label() + ": inputs or attributes do not fit the operator: " + e,
                    e);
        }
    }
}
