package adjoint.onnx.graph;

import adjoint.onnx.ElementType;
import java.util.List;
import java.util.Optional;

/**
 * An input or output of a model as it is declared.
 *
 * @param name       the value
 * @param type       what the elements are
 * @param dimensions extents as numbers or names, {@code ?} where nothing is said; empty if not even their number is known
 */
public record Signature(String name, ElementType type, Optional<List<String>> dimensions) {

    @Override
    public String toString() {
        return name + ": " + type + dimensions.map(dims -> " [" + String.join(", ", dims) + "]").orElse("");
    }
}
