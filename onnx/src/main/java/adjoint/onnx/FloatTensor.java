package adjoint.onnx;

import adjoint.buffer.Floats;
import java.util.Objects;

/**
 * A tensor of floating point numbers, kept as floats whatever their type in the file was.
 *
 * @param type  what the elements are
 * @param shape the extents
 * @param data  the elements in row-major order
 */
public record FloatTensor(ElementType type, Shape shape, Floats data) implements Tensor {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if the shape has another number of elements, or the type is none of floats
     */
    public FloatTensor {
        if (!type.isFloat()) {
            throw new IllegalArgumentException("type=" + type + ": must be a floating point type");
        }
        if (Objects.requireNonNull(data, "data: must not be null").size() != shape.elements()) {
            throw new IllegalArgumentException("data has " + data.size() + " floats: shape " + shape + " needs "
                    + shape.elements());
        }
    }

    @Override
    public float[] toFloats() {
        float[] copy = new float[data.size()];
        data.read(0, copy, 0, copy.length);
        return copy;
    }

    @Override
    public long[] toLongs() {
        float[] floats = toFloats();
        long[] longs = new long[floats.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = (long) floats[i];
        }
        return longs;
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
