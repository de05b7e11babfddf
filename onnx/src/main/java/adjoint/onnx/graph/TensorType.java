package adjoint.onnx.graph;

import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;

/**
 * What is known of a value when a program is compiled.
 *
 * @param type  what the elements are
 * @param shape the extents
 */
public record TensorType(ElementType type, Shape shape) {

    /**
     * The same elements in another shape.
     *
     * @param other the extents
     * @return a new type
     */
    public TensorType with(Shape other) {
        return new TensorType(type, other);
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
