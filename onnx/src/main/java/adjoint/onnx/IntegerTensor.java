package adjoint.onnx;

import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A tensor of integers or booleans, kept as longs whatever their type in the file was. Immutable.
 *
 * <p>A model computes exactly with integers that are known before float data are: constants, shapes, integers that it is given, and
 * what is computed of these alone, up to its results. Integers that depend on float data, such as indices of the greatest, are
 * floats while they are computed with and exact up to {@link #MAX_EXACT} in magnitude.
 */
public final class IntegerTensor implements Tensor {

    /** Up to here each integer is a float; those beyond may lie between two. */
    public static final int MAX_EXACT = 1 << 24;

    private final ElementType type;
    private final Shape shape;
    private final long[] data;

    /**
     * A tensor.
     *
     * @param type  what the elements are
     * @param shape the extents
     * @param data  the elements in row-major order; copied, as much of each as the type holds: see {@link ElementType#wrap}
     * @throws IllegalArgumentException if the shape has another number of elements, or the type is none of integers
     */
    public IntegerTensor(ElementType type, Shape shape, long... data) {
        Objects.requireNonNull(data, "data: must not be null");
        if (!type.isInteger()) {
            throw new IllegalArgumentException("type=" + type + ": must be an integer type or bool");
        }
        if (data.length != shape.elements()) {
            throw new IllegalArgumentException("data has " + data.length + " integers: shape " + shape + " needs "
                    + shape.elements());
        }
        this.type = type;
        this.shape = shape;
        this.data = LongStream.of(data).map(type::wrap).toArray();
    }

    private IntegerTensor(TensorType type, Span span) {
        this.type = type.type();
        shape = type.shape();
        data = new long[span.size()];
        for (int i = 0; i < data.length; i++) {
            data[i] = kept(this.type, span.array()[span.offset() + i]);
        }
    }

    /** What a type keeps of a float: narrow integers wrap, of wider ones floats know no lowest bits. */
    private static long kept(ElementType type, float value) {
        return switch (type) {
            case INT32 -> (int) value;
            case UINT32 -> Math.clamp((long) value, 0, 0xFFFF_FFFFL);
            case INT64, UINT64 -> (long) value;
            default -> type.wrap((long) value);
        };
    }

    /** A tensor of integers that lie in memory as floats. */
    static IntegerTensor from(TensorType type, Span span) {
        return new IntegerTensor(type, span);
    }

    /** The same integers as far as another type holds them. */
    IntegerTensor as(ElementType other) {
        return other == type ? this : new IntegerTensor(other, shape, data);
    }

    /** Writes the elements as floats. */
    void writeTo(Span span) {
        for (int i = 0; i < data.length; i++) {
            span.array()[span.offset() + i] = data[i];
        }
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
     * Whether all elements are floats too.
     *
     * @return false if one is above {@link #MAX_EXACT} in magnitude
     */
    public boolean areFloats() {
        for (long value : data) {
            if (value > MAX_EXACT || value < -MAX_EXACT) {
                return false;
            }
        }
        return true;
    }

    @Override
    public float[] asFloats() {
        return toFloats();
    }

    @Override
    public float[] toFloats() {
        float[] floats = new float[data.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = data[i];
        }
        return floats;
    }

    @Override
    public long[] toLongs() {
        return data.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntegerTensor tensor && type == tensor.type && shape.equals(tensor.shape)
                && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return type + " " + shape + (data.length <= 8 ? " " + Arrays.toString(data) : "");
    }
}
