package adjoint.cli.file;

import adjoint.cli.UserError;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file to read. */
public final class InputFile {

    private InputFile() {
    }

    /**
     * The same file, if it is one and can be read.
     *
     * @throws UserError if not
     */
    public static Path require(Path file) {
        if (!Files.exists(file)) {
            throw new UserError(file + ": does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": is not a file");
        }
        if (!Files.isReadable(file)) {
            throw new UserError(file + ": must be readable");
        }
        return file;
    }
}
