package adjoint.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Changes a model as it lies in a file. */
final class ModelBytes {

    private static final int GRAPH = 7 << 3 | 2;
    private static final int INITIALIZER = 5 << 3 | 2;

    private ModelBytes() {
    }

    /** A ModelProto whose graph has one initializer more, a TensorProto. */
    static byte[] withConstant(byte[] model, byte[] tensor) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(model);
        while (in.hasRemaining()) {
            int key = (int) varint(in);
            writeVarint(out, key);
            if ((key & 7) == 0) {
                writeVarint(out, varint(in));
                continue;
            }
            byte[] value = new byte[(int) varint(in)];
            in.get(value);
            if (key == GRAPH) {
                ByteArrayOutputStream graph = new ByteArrayOutputStream();
                graph.writeBytes(value);
                write(graph, INITIALIZER, tensor);
                value = graph.toByteArray();
            }
            writeVarint(out, value.length);
            out.writeBytes(value);
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int key, byte[] value) {
        writeVarint(out, key);
        writeVarint(out, value.length);
        out.writeBytes(value);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
