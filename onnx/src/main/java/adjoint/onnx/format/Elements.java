package adjoint.onnx.format;

import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.nio.ByteBuffer;

/** The elements of one tensor as they are read: floats of every width become floats, integers of every width longs. */
final class Elements {

    private final ElementType type;
    private final Shape shape;
    private float[] floats;
    private long[] longs;
    private int size;

    Elements(ElementType type, Shape shape) {
        if (!type.isFloat() && !type.isInteger()) {
            throw new IllegalArgumentException("type=" + type + ": must be a number or bool");
        }
        this.type = type;
        this.shape = shape;
    }

    int count() {
        return shape.elements();
    }

    /** Bytes of an element in raw data. */
    int width() {
        return switch (type) {
            case UINT8, INT8, BOOL -> 1;
            case UINT16, INT16, FLOAT16, BFLOAT16 -> 2;
            case FLOAT, INT32, UINT32 -> 4;
            default -> 8;
        };
    }

    /** What all elements will take here. */
    long memoryBytes() {
        return (long) count() * (type.isFloat() ? Float.BYTES : Long.BYTES);
    }

    /** More elements from their bytes, which must be those of whole elements. */
    void addRaw(RawBytes raw) {
        ByteBuffer buffer = raw.buffer();
        allocate();
        int more = raw.size() / width();
        switch (type) {
            case FLOAT -> {
                buffer.asFloatBuffer().get(floats, size, more);
                size += more;
            }
            case INT64, UINT64 -> {
                buffer.asLongBuffer().get(longs, size, more);
                size += more;
            }
            default -> {
                while (buffer.hasRemaining()) {
                    add(switch (width()) {
                        case 1 -> buffer.get();
                        case 2 -> buffer.getShort();
                        case 4 -> buffer.getInt();
                        default -> buffer.getLong();
                    });
                }
            }
        }
    }

    /** One element more from its bits, of which those beyond its width do not count. */
    void add(long bits) {
        allocate();
        if (size == count()) {
            throw new IllegalArgumentException(
                    "shape=" + shape + ": must be that of the elements given, there are more");
        }
        switch (type) {
            case FLOAT -> floats[size] = Float.intBitsToFloat((int) bits);
            case DOUBLE -> floats[size] = (float) Double.longBitsToDouble(bits);
            case FLOAT16 -> floats[size] = Float.float16ToFloat((short) bits);
            case BFLOAT16 -> floats[size] = Float.intBitsToFloat((int) bits << 16);
            case INT8 -> longs[size] = (byte) bits;
            case UINT8 -> longs[size] = bits & 0xFF;
            case INT16 -> longs[size] = (short) bits;
            case UINT16 -> longs[size] = bits & 0xFFFF;
            case INT32 -> longs[size] = (int) bits;
            case UINT32 -> longs[size] = bits & 0xFFFF_FFFFL;
            case BOOL -> longs[size] = (bits & 0xFF) == 0 ? 0 : 1;
            default -> longs[size] = bits;
        }
        size++;
    }

    Tensor tensor() {
        allocate();
        if (size < count()) {
            throw new IllegalArgumentException(
                    "shape=" + shape + ": must be that of the elements given, which are " + size);
        }
        return type.isFloat()
                ? new FloatTensor(type, shape, floats)
                : new IntegerTensor(type, shape, longs);
    }

    private void allocate() {
        if (floats == null && longs == null) {
            if (type.isFloat()) {
                floats = new float[count()];
            } else {
                longs = new long[count()];
            }
        }
    }
}
