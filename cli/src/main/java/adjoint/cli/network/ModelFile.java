package adjoint.cli.network;

import adjoint.cli.UserError;
import adjoint.cli.file.InputFile;
import adjoint.onnx.Model;
import adjoint.onnx.Options;
import java.io.IOException;
import java.nio.file.Path;

/** A model as an argument. */
final class ModelFile {

    private ModelFile() {
    }

    static Model load(Path file, Options options) {
        try {
            return Model.load(InputFile.require(file), options);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }
}
