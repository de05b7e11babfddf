package adjoint.cli.file;

import adjoint.cli.UserError;
import adjoint.onnx.Model;
import adjoint.onnx.ModelSummary;
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
        return read(file, model -> Model.load(model, options));
    }

    /**
     * Looks into a model without loading its weights.
     *
     * @throws UserError if the file cannot be read
     */
    public static ModelSummary summary(Path file) {
        return read(file, ModelSummary::of);
    }

    private interface Reader<T> {
        T read(Path file) throws IOException;
    }

    private static <T> T read(Path file, Reader<T> reader) {
        try {
            return reader.read(InputFile.require(file));
        } catch (IOException e) {
            throw new UserError(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }
}
