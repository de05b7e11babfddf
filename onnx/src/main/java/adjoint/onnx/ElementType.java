package adjoint.onnx;

import java.util.Locale;

/**
 * What a tensor's elements are. Computation is in floats: half precision and double are widened or rounded to float where they
 * are read. Integers and booleans are exact while they are known when the program is compiled; those that depend on float data
 * are kept as floats, exact up to 2^24.
 */
public enum ElementType {
    /** 32-bit float. */
    FLOAT,
    /** Unsigned byte. */
    UINT8,
    /** Signed byte. */
    INT8,
    /** Unsigned 16-bit integer. */
    UINT16,
    /** Signed 16-bit integer. */
    INT16,
    /** Signed 32-bit integer. */
    INT32,
    /** Signed 64-bit integer. */
    INT64,
    /** Text; not computed with. */
    STRING,
    /** 0 or 1. */
    BOOL,
    /** 16-bit float. */
    FLOAT16,
    /** 64-bit float. */
    DOUBLE,
    /** Unsigned 32-bit integer. */
    UINT32,
    /** Unsigned 64-bit integer. */
    UINT64,
    /** Pairs of floats; not computed with. */
    COMPLEX64,
    /** Pairs of doubles; not computed with. */
    COMPLEX128,
    /** 16-bit float of 8 bits of exponent. */
    BFLOAT16;

    /**
     * The type of a number in a file.
     *
     * @param code {@code TensorProto.DataType}
     * @return the type
     * @throws IllegalArgumentException if there is none
     */
    public static ElementType of(long code) {
        if (code < 1 || code > values().length) {
            throw new IllegalArgumentException("data_type=" + code + ": must be one of 1 to " + values().length);
        }
        return values()[(int) code - 1];
    }

    /**
     * Whether elements are kept as floats.
     *
     * @return true for floating point numbers
     */
    public boolean isFloat() {
        return this == FLOAT || this == FLOAT16 || this == DOUBLE || this == BFLOAT16;
    }

    /**
     * Whether elements are kept as longs.
     *
     * @return true for integers and booleans
     */
    public boolean isInteger() {
        return switch (this) {
            case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> true;
            default -> false;
        };
    }

    /**
     * What is kept of an integer in an element of this type.
     *
     * @param value any integer
     * @return the value of its lowest bits; for booleans whether it is not 0
     */
    public long wrap(long value) {
        return switch (this) {
            case UINT8 -> value & 0xFF;
            case INT8 -> (byte) value;
            case UINT16 -> value & 0xFFFF;
            case INT16 -> (short) value;
            case INT32 -> (int) value;
            case UINT32 -> value & 0xFFFF_FFFFL;
            case BOOL -> value == 0 ? 0 : 1;
            default -> value;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
