package adjoint.onnx;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of a model as the file declares it.
 *
 * @param name       the value
 * @param type       what the elements are
 * @param dimensions extents as numbers or names, {@code ?} where nothing is said; empty if not even their number is known
 */
public record Signature(String name, ElementType type, Optional<List<String>> dimensions) {

    /**
     * Whether a shape is one of those that are declared: where a number is declared, it must be that.
     *
     * @param shape the shape
     * @return true if it is
     */
    public boolean admits(Shape shape) {
        if (dimensions.isEmpty()) {
            return true;
        }
        List<String> declared = dimensions.get();
        if (declared.size() != shape.rank()) {
            return false;
        }
        for (int axis = 0; axis < shape.rank(); axis++) {
            String extent = declared.get(axis);
            if (isNumber(extent) && !extent.equals(String.valueOf(shape.get(axis)))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a dimension is declared as a number; names may begin with digits. */
    static boolean isNumber(String dimension) {
        return dimension.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String toString() {
        return name + ": " + type + dimensions.map(dims -> " [" + String.join(", ", dims) + "]").orElse("");
    }
}
