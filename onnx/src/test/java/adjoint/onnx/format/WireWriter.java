package adjoint.onnx.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message in the wire format of protobuf, field by field. */
final class WireWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter integer(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    WireWriter real(int field, float value) {
        varint((long) field << 3 | 5);
        little(Float.floatToRawIntBits(value), Float.BYTES);
        return this;
    }

    WireWriter real(int field, double value) {
        varint((long) field << 3 | 1);
        little(Double.doubleToRawLongBits(value), Double.BYTES);
        return this;
    }

    /** The bytes of a number of fixed size, as they are. */
    WireWriter fixed(int field, int type, byte[] value) {
        varint((long) field << 3 | type);
        out.writeBytes(value);
        return this;
    }

    WireWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter message(int field, WireWriter value) {
        return bytes(field, value.toByteArray());
    }

    WireWriter bytes(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    /** A number without a field: part of a packed list. */
    WireWriter varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** The low bytes of a number without a field, lowest first. */
    WireWriter little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
