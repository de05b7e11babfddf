package adjoint.onnx.format;

import adjoint.onnx.Tensor;
import java.util.Optional;

/** A tensor that is alone in a file, as the inputs and outputs of tests. */
public final class TensorFile {

    private TensorFile() {
    }

    /** Reads TensorProto. */
    public static Tensor read(byte[] bytes) {
        return new TensorReader(new ExternalData(Optional.empty()), new Budget(1 << 30)).read(Wire.of(bytes)).tensor();
    }
}
