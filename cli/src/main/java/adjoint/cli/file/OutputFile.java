package adjoint.cli.file;

import adjoint.cli.UserError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * A file to write, replacing an old one. It is written under another name first, so that nobody ever sees half of it under this one.
 *
 * @param path where it lies
 */
public record OutputFile(Path path) {

    /** What writes the content; the caller closes the stream. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @throws IOException if the stream cannot take it
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Looks whether the file can be written, before any work is done for it.
     *
     * @param endings what its name must end in: one of these
     * @param inputs  files that it must not replace
     * @return this
     * @throws UserError if it cannot
     */
    public OutputFile require(List<String> endings, List<Path> inputs) {
        Path folder = path.toAbsolutePath().getParent();
        if (endings.stream().noneMatch(path.toString().toLowerCase(Locale.ROOT)::endsWith)) {
            throw new UserError(path + ": must end in " + String.join(" or ", endings)
                    + (endings.size() == 1 ? ", the format that is written" : ", the formats that are written"));
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(path + ": the folder " + folder + " does not exist");
        }
        Path written = target().getParent();
        if (!Files.isWritable(written)) {
            throw new UserError(path + ": the folder " + written + " must be writable");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new UserError(path + ": is there and not a file");
        }
        for (Path input : inputs) {
            requireOther(input);
        }
        return this;
    }

    private void requireOther(Path input) {
        try {
            if (Files.exists(path) && Files.isSameFile(input, path)) {
                throw new UserError(path + ": must not be the input itself");
            }
        } catch (IOException e) {
            throw new UserError(path + ": cannot be told from " + input + " (" + reason(e) + ")");
        }
    }

    /**
     * Writes the file.
     *
     * @throws UserError if that fails
     */
    public void write(Content content) {
        Path target = target();
        // Short: the file's own name may be as long as names can be.
        Path unfinished = target.resolveSibling(
                "." + ProcessHandle.current().pid() + "-" + Integer.toHexString(target.hashCode()) + ".unfinished");
        // Also when the user interrupts.
        unfinished.toFile().deleteOnExit();
        try {
            try (OutputStream file = Files.newOutputStream(unfinished);
                    OutputStream out = new BufferedOutputStream(file)) {
                content.writeTo(out);
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritten(e);
        } finally {
            unfinished.toFile().delete();
        }
    }

    /** The file itself where the path is a link to one: the link stays. */
    private Path target() {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            return path.toAbsolutePath();
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private UserError unwritten(IOException thrown) {
        return new UserError(path + ": could not be written (" + reason(thrown) + ")");
    }

    /** The message of a file system's exception is mostly the name of the file, which is not what went wrong; its class tells. */
    private static String reason(IOException thrown) {
        if (thrown instanceof FileSystemException e) {
            return e.getReason() != null
                    ? e.getReason()
                    : e.getClass().getSimpleName().replaceFirst("Exception$", "").replaceAll("\\B[A-Z]", " $0")
                            .toLowerCase(Locale.ROOT);
        }
        return thrown.getMessage();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
