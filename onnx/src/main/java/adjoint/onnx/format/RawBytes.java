package adjoint.onnx.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A window on bytes: the elements of a tensor as they lie in a file. */
record RawBytes(byte[] array, int offset, int size) {

    /** A buffer over the bytes, in the byte order of ONNX. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, size).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
