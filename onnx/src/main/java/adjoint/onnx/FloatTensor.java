package adjoint.onnx;

import adjoint.buffer.Floats;
import java.util.Objects;

/** A tensor of floating point numbers, kept as floats whatever their type in the file was. */
public final class FloatTensor implements Tensor {

    private final ElementType type;
    private final Shape shape;
    private final Floats data;
    /** The same elements, if they are all of an array. */
    private final float[] array;

    private FloatTensor(ElementType type, Shape shape, Floats data, float[] array) {
        if (!type.isFloat()) {
            throw new IllegalArgumentException("type=" + type + ": must be a floating point type");
        }
        if (data.size() != shape.elements()) {
            throw new IllegalArgumentException("data has " + data.size() + " floats: shape " + shape + " needs "
                    + shape.elements());
        }
        this.type = type;
        this.shape = shape;
        this.data = data;
        this.array = array;
    }

    /**
     * A tensor over an array.
     *
     * @param type  what the elements were where they come from
     * @param shape the extents
     * @param array the elements in row-major order; not copied
     * @throws IllegalArgumentException if the shape has another number of elements, or the type is none of floats
     */
    public FloatTensor(ElementType type, Shape shape, float... array) {
        this(type, shape, Floats.of(array), array);
    }

    /**
     * A tensor over any memory.
     *
     * @param shape the extents
     * @param data  the elements in row-major order; not copied
     * @throws IllegalArgumentException if the shape has another number of elements
     */
    public FloatTensor(Shape shape, Floats data) {
        this(ElementType.FLOAT, shape, Objects.requireNonNull(data, "data: must not be null"), null);
    }

    @Override
    public ElementType type() {
        return type;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /**
     * The elements in row-major order.
     *
     * @return a window on them, no copy
     */
    public Floats data() {
        return data;
    }

    /**
     * The same elements in another shape.
     *
     * @param other the extents
     * @return a tensor over the same memory
     * @throws IllegalArgumentException if the shape has another number of elements
     */
    public FloatTensor with(Shape other) {
        return new FloatTensor(type, other, data, array);
    }

    /** The elements to be read only: those of the tensor where they are an array, else a copy. */
    @Override
    public float[] asFloats() {
        return array == null ? toFloats() : array;
    }

    @Override
    public float[] toFloats() {
        float[] copy = new float[data.size()];
        data.read(0, copy, 0, copy.length);
        return copy;
    }

    @Override
    public long[] toLongs() {
        float[] floats = asFloats();
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
