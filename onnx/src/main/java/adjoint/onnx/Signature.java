package adjoint.onnx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
            if (extent(declared.get(axis)).orElse(shape.get(axis)) != shape.get(axis)) {
                return false;
            }
        }
        return true;
    }

    /**
     * What a dimension says, if it is a number. Names may begin with digits, or consist of more of them than a number can have.
     *
     * @param dimension one of {@link #dimensions}
     * @return the extent, or nothing for a name or {@code ?}
     */
    public static OptionalLong extent(String dimension) {
        try {
            return dimension.matches("[0-9]+") ? OptionalLong.of(Long.parseLong(dimension)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // no file holds such a number
        }
    }

    @Override
    public String toString() {
        return name + ": " + type + dimensions.map(dims -> " [" + String.join(", ", dims) + "]").orElse("");
    }
}
