package adjoint.onnx.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * A message in the wire format of protobuf, read field by field: {@code while (wire.next()) switch (wire.field()) ...}. A field
 * that is not read is skipped.
 *
 * <p>A message within a message is a window on the same bytes. Source: protobuf.dev, "Encoding".
 */
final class Wire {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int type;
    private boolean pending;

    private Wire(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    static Wire of(byte[] bytes) {
        return new Wire(bytes, 0, bytes.length);
    }

    /** The same message to be read once more, from where this one stands. */
    Wire copy() {
        return new Wire(bytes, at, end);
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() {
        if (pending) {
            skip();
        }
        if (at == end) {
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        type = (int) tag & 7;
        if (tag >>> 32 != 0 || field == 0) {
            throw broken("field number " + (tag >>> 3));
        }
        pending = true;
        return true;
    }

    int field() {
        return field;
    }

    long integer() {
        expect(VARINT);
        return readVarint();
    }

    float real() {
        expect(FIXED32);
        return Float.intBitsToFloat(readInt());
    }

    String text() {
        Wire content = message();
        return new String(bytes, content.at, content.size(), StandardCharsets.UTF_8);
    }

    /** The field's content as a message, or as plain bytes. */
    Wire message() {
        expect(BYTES);
        long size = readVarint();
        if (size < 0 || size > end - at) {
            throw broken("length " + size + " of field " + field + ", where " + (end - at) + " bytes are left");
        }
        Wire content = new Wire(bytes, at, at + (int) size);
        at += (int) size;
        return content;
    }

    /** Integers of a repeated field, packed or one of them. */
    void integers(LongConsumer each) {
        if (type == BYTES) {
            Wire packed = message();
            while (packed.at < packed.end) {
                each.accept(packed.readVarint());
            }
        } else {
            each.accept(integer());
        }
    }

    /** Bits of the 32-bit numbers of a repeated field, packed or one of them. */
    void fixed32(IntConsumer each) {
        if (type == BYTES) {
            Wire packed = message();
            while (packed.at < packed.end) {
                each.accept(packed.readInt());
            }
        } else {
            expect(FIXED32);
            each.accept(readInt());
        }
    }

    /** Bits of the 64-bit numbers of a repeated field, packed or one of them. */
    void fixed64(LongConsumer each) {
        if (type == BYTES) {
            Wire packed = message();
            while (packed.at < packed.end) {
                each.accept(packed.readLong());
            }
        } else {
            expect(FIXED64);
            each.accept(readLong());
        }
    }

    /** Bytes that are left. */
    int size() {
        return end - at;
    }

    /** What is left as a window. */
    RawBytes raw() {
        return new RawBytes(bytes, at, size());
    }

    private void skip() {
        switch (type) {
            case VARINT -> integer();
            case FIXED64 -> {
                expect(FIXED64);
                readLong();
            }
            case BYTES -> message();
            case FIXED32 -> real();
            default -> throw broken("wire type " + type);
        }
    }

    private void expect(int expected) {
        if (type != expected) {
            throw broken("wire type " + type + " of field " + field + ", which has " + expected);
        }
        pending = false;
    }

    private long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            require(1);
            byte b = bytes[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw broken("a number of more than ten bytes");
    }

    private int readInt() {
        require(Integer.BYTES);
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    private long readLong() {
        require(Long.BYTES);
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    private void require(int count) {
        if (end - at < count) {
            throw broken("the end of a message within a field");
        }
    }

    private IllegalArgumentException broken(String what) {
        return new IllegalArgumentException(
                "not an ONNX file, or a damaged one: byte " + at + " has " + what);
    }
}
