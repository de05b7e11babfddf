package adjoint.cli.file;

import adjoint.cli.UserError;
import adjoint.onnx.Model;
import adjoint.onnx.Options;
import java.io.IOException;
import java.nio.file.Path;

/** A file to read as a model. */
public final class ModelFile {

    private ModelFile() {
    }

    /**
     * Loads a model.
     *
     * @throws UserError if the file cannot be read
     */
    public static Model load(Path file, Options options) {
        try {
            return Model.load(InputFile.require(file), options);
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }
}
