package adjoint.cli.network;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes ONNX files of a few nodes as protobuf has them. */
final class Protobuf {

    private Protobuf() {
    }

    /** A field of text. */
    static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of bytes, fewer than 128. */
    static byte[] field(int number, byte... content) {
        return message(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
    }

    /** A message of fields. */
    static byte[] message(byte[]... fields) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            all.writeBytes(field);
        }
        return all.toByteArray();
    }
}
