package adjoint.onnx;

import adjoint.buffer.Floats;

/** A tensor that goes into a model, comes out of it, or is a constant of it. */
public sealed interface Tensor permits FloatTensor, IntegerTensor {

    /**
     * A tensor of floats.
     *
     * @param data  the elements in row-major order; not copied
     * @param shape its extents
     * @return the tensor
     * @throws IllegalArgumentException if the shape has another number of elements
     */
    static FloatTensor of(float[] data, int... shape) {
        return new FloatTensor(ElementType.FLOAT, Shape.of(shape), data);
    }

    /**
     * A tensor of floats in any memory.
     *
     * @param data  the elements in row-major order; not copied
     * @param shape its extents
     * @return the tensor
     * @throws IllegalArgumentException if the shape has another number of elements
     */
    static FloatTensor of(Floats data, int... shape) {
        return new FloatTensor(Shape.of(shape), data);
    }

    /**
     * A tensor of 64-bit integers.
     *
     * @param data  the elements in row-major order; copied
     * @param shape its extents
     * @return the tensor
     * @throws IllegalArgumentException if the shape has another number of elements
     */
    static IntegerTensor of(long[] data, int... shape) {
        return new IntegerTensor(ElementType.INT64, Shape.of(shape), data);
    }

    /**
     * What the elements are.
     *
     * @return the type
     */
    ElementType type();

    /**
     * The extents.
     *
     * @return the shape
     */
    Shape shape();

    /**
     * The elements as floats, to be read only: not copied where that is not needed.
     *
     * @return an array that must not be written
     */
    float[] asFloats();

    /**
     * The elements as floats, rounded where they must be.
     *
     * @return a new array
     */
    float[] toFloats();

    /**
     * The elements as integers, cut towards zero where they must be.
     *
     * @return a new array
     */
    long[] toLongs();
}
