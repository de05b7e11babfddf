package adjoint.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * The elements of an array in row-major order: bytes in the machine's order, as DJL hands them around. They are moved as bytes;
 * for computing, blocks of them are read as double or long, which hold each of the other types exactly.
 */
final class Elements {

    /** Elements that are converted at a time. */
    static final int BLOCK = 1024;

    private final DataType type;
    private final int count;
    private final ByteBuffer bytes;

    /** Zeros. */
    Elements(DataType type, Shape shape) {
        this(type, count(type, shape));
    }

    Elements(DataType type, int count) {
        switch (type) {
            case STRING, UNKNOWN, COMPLEX64 -> throw Refusal.of("NDArray of " + type);
            default -> {
            }
        }
        this.type = type;
        this.count = count;
        bytes = ByteBuffer.allocate(Math.multiplyExact(count, type.getNumOfBytes())).order(ByteOrder.nativeOrder());
    }

    static Elements of(float[] floats) {
        Elements elements = new Elements(DataType.FLOAT32, floats.length);
        elements.bytes.asFloatBuffer().put(floats);
        return elements;
    }

    static Elements of(DataType type, long[] longs) {
        Elements elements = new Elements(type, longs.length);
        elements.write(0, longs, longs.length);
        return elements;
    }

    DataType type() {
        return type;
    }

    int count() {
        return count;
    }

    /** All bytes, not copied. */
    ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder()).clear();
    }

    /** Whether they must be read as double: long would cut off what lies between integers. */
    boolean isReal() {
        return type.isFloating();
    }

    private static int count(DataType type, Shape shape) {
        if (LongStream.of(shape.getShape()).anyMatch(extent -> extent < 0)) {
            throw new IllegalArgumentException("shape=" + shape + ": must have extents of at least 0");
        }
        // A product of long may overflow; one of double is exact as far as it matters.
        double count = LongStream.of(shape.getShape()).asDoubleStream().reduce(1, (a, b) -> a * b);
        if (count * type.getNumOfBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("shape=" + shape + ": must have at most "
                    + Integer.MAX_VALUE / type.getNumOfBytes() + " elements of " + type);
        }
        return (int) count;
    }

    /** Takes them out of a buffer, from its position; the bytes of a byte buffer are those of this type. */
    void put(Buffer data) {
        long needed = data instanceof ByteBuffer ? bytes.capacity() : count;
        if (data.remaining() < needed) {
            throw new IllegalArgumentException("data has " + data.remaining() + " remaining: " + count + " elements of "
                    + type + " need " + needed);
        }
        Buffer from = data.duplicate().limit(data.position() + (int) needed);
        ByteBuffer to = bytes();
        int size = type.getNumOfBytes();
        switch (from) {
            case ByteBuffer source -> to.put(source);
            case FloatBuffer source when type == DataType.FLOAT32 -> to.asFloatBuffer().put(source);
            case DoubleBuffer source when type == DataType.FLOAT64 -> to.asDoubleBuffer().put(source);
            case ShortBuffer source when size == Short.BYTES -> to.asShortBuffer().put(source);
            case IntBuffer source when size == Integer.BYTES && !isReal() -> to.asIntBuffer().put(source);
            case LongBuffer source when size == Long.BYTES && !isReal() -> to.asLongBuffer().put(source);
            default -> throw new IllegalArgumentException(
                    "data=" + data.getClass().getSimpleName() + ": must be a buffer for elements of type " + type);
        }
    }

    Elements fill(double value) {
        double[] block = new double[Math.min(count, BLOCK)];
        Arrays.fill(block, value);
        for (int at = 0; at < count; at += BLOCK) {
            write(at, block, Math.min(BLOCK, count - at));
        }
        return this;
    }

    Elements copy() {
        Elements copy = new Elements(type, count);
        copy.put(bytes());
        return copy;
    }

    /** Floats are cut towards zero, and integers to their lowest bits; a boolean tells whether it is not zero. */
    Elements as(DataType other) {
        Elements result = new Elements(other, count);
        if (isReal() || result.isReal()) {
            double[] block = new double[Math.min(count, BLOCK)];
            for (int at = 0; at < count; at += BLOCK) {
                int length = Math.min(BLOCK, count - at);
                read(at, block, length);
                result.write(at, block, length);
            }
        } else {
            result.write(0, toLongs(), count);
        }
        return result;
    }

    /** A function of each of them, computed in reals. */
    Elements mapReals(DataType to, DoubleUnaryOperator function) {
        Elements result = new Elements(to, count);
        double[] block = new double[BLOCK];
        for (int at = 0; at < count; at += BLOCK) {
            int length = Math.min(BLOCK, count - at);
            read(at, block, length);
            for (int i = 0; i < length; i++) {
                block[i] = function.applyAsDouble(block[i]);
            }
            result.write(at, block, length);
        }
        return result;
    }

    /** A function of each of them, all of which are integers, as are the results. */
    Elements mapIntegers(DataType to, LongUnaryOperator function) {
        Elements result = new Elements(to, count);
        long[] block = new long[BLOCK];
        for (int at = 0; at < count; at += BLOCK) {
            int length = Math.min(BLOCK, count - at);
            read(at, block, length);
            for (int i = 0; i < length; i++) {
                block[i] = function.applyAsLong(block[i]);
            }
            result.write(at, block, length);
        }
        return result;
    }

    float[] toFloats() {
        float[] floats = new float[count];
        (type == DataType.FLOAT32 ? this : as(DataType.FLOAT32)).bytes.asFloatBuffer().get(floats);
        return floats;
    }

    long[] toLongs() {
        long[] longs = new long[count];
        read(0, longs, count);
        return longs;
    }

    void read(int from, double[] block, int length) {
        switch (type) {
            case FLOAT32 -> {
                FloatBuffer floats = bytes.asFloatBuffer();
                for (int i = 0; i < length; i++) {
                    block[i] = floats.get(from + i);
                }
            }
            case FLOAT64 -> bytes.asDoubleBuffer().get(from, block, 0, length);
            case FLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    block[i] = Float.float16ToFloat(bytes.getShort((from + i) * Short.BYTES));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    block[i] = Float.intBitsToFloat(bytes.getShort((from + i) * Short.BYTES) << 16);
                }
            }
            case UINT8 -> {
                for (int i = 0; i < length; i++) {
                    block[i] = bytes.get(from + i) & 0xFF;
                }
            }
            default -> {
                long[] longs = new long[length];
                read(from, longs, length);
                for (int i = 0; i < length; i++) {
                    block[i] = longs[i];
                }
            }
        }
    }

    void write(int at, double[] block, int length) {
        switch (type) {
            case FLOAT32 -> {
                FloatBuffer floats = bytes.asFloatBuffer();
                for (int i = 0; i < length; i++) {
                    floats.put(at + i, (float) block[i]);
                }
            }
            case FLOAT64 -> bytes.asDoubleBuffer().put(at, block, 0, length);
            case FLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    bytes.putShort((at + i) * Short.BYTES, Float.floatToFloat16((float) block[i]));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < length; i++) {
                    bytes.putShort((at + i) * Short.BYTES, bfloat16((float) block[i]));
                }
            }
            case BOOLEAN -> {
                for (int i = 0; i < length; i++) {
                    bytes.put(at + i, (byte) (block[i] == 0 ? 0 : 1));
                }
            }
            default -> {
                long[] longs = new long[length];
                for (int i = 0; i < length; i++) {
                    longs[i] = (long) block[i];
                }
                write(at, longs, length);
            }
        }
    }

    void read(int from, long[] block, int length) {
        for (int i = 0; i < length; i++) {
            int at = from + i;
            block[i] = switch (type) {
                case UINT8 -> bytes.get(at) & 0xFF;
                case INT8 -> bytes.get(at);
                case BOOLEAN -> bytes.get(at) == 0 ? 0 : 1;
                case UINT16 -> bytes.getShort(at * Short.BYTES) & 0xFFFF;
                case INT16 -> bytes.getShort(at * Short.BYTES);
                case UINT32 -> bytes.getInt(at * Integer.BYTES) & 0xFFFF_FFFFL;
                case INT32 -> bytes.getInt(at * Integer.BYTES);
                case INT64, UINT64 -> bytes.getLong(at * Long.BYTES);
                default -> throw new AssertionError(type);
            };
        }
    }

    void write(int from, long[] block, int length) {
        for (int i = 0; i < length; i++) {
            int at = from + i;
            long value = block[i];
            switch (type) {
                case UINT8, INT8 -> bytes.put(at, (byte) value);
                case BOOLEAN -> bytes.put(at, (byte) (value == 0 ? 0 : 1));
                case UINT16, INT16 -> bytes.putShort(at * Short.BYTES, (short) value);
                case UINT32, INT32 -> bytes.putInt(at * Integer.BYTES, (int) value);
                case INT64, UINT64 -> bytes.putLong(at * Long.BYTES, value);
                default -> throw new AssertionError(type);
            }
        }
    }

    /** To nearest, ties to even. */
    private static short bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }
}
