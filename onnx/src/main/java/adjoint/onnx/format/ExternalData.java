package adjoint.onnx.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Files beside the model that hold the elements of tensors. They are read if they lie in the model's folder or below it once
 * symbolic links are followed, and nowhere else.
 *
 * @param folder the model's folder, if the model came from a file
 */
record ExternalData(Optional<Path> folder) {

    /** Bytes read at a time: whole elements of every width, and no array of the file's size beside the tensor's own. */
    private static final int BLOCK_BYTES = 1 << 16;

    /**
     * Reads the bytes of a tensor, of which there may be more than fit into an array.
     *
     * @param entries location, offset and length as the model gives them
     * @param size    bytes that the tensor needs
     * @param each    is given them in order, in blocks of whole elements; nothing if the file has not all of them
     */
    void read(Map<String, String> entries, long size, Consumer<RawBytes> each) {
        String location = entries.get("location");
        if (location == null) {
            throw new IllegalArgumentException("external_data: must have a location");
        }
        long offset = number(entries, "offset", 0);
        long length = number(entries, "length", size);
        if (length != size) {
            throw new IllegalArgumentException("length=" + length + " of " + location + ": must be " + size
                    + " bytes for the tensor's shape and type");
        }
        try (FileChannel channel = FileChannel.open(resolved(location))) {
            if (offset > channel.size() - size) {
                throw new IllegalArgumentException("offset=" + offset + " and length=" + size
                        + ": must lie within " + location + " of " + channel.size() + " bytes");
            }
            byte[] block = new byte[(int) Math.min(size, BLOCK_BYTES)];
            for (long at = 0; at < size; at += block.length) {
                ByteBuffer content = ByteBuffer.wrap(block, 0, (int) Math.min(size - at, block.length));
                while (content.hasRemaining()) {
                    if (channel.read(content, offset + at + content.position()) < 0) {
                        throw new IllegalArgumentException(location + ": must not become shorter while it is read");
                    }
                }
                each.accept(new RawBytes(block, 0, content.limit()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(location + ": " + e.getMessage(), e);
        }
    }

    private Path resolved(String location) throws IOException {
        Path within = folder.orElseThrow(() -> new IllegalArgumentException(
                "location=" + location + ": must lie beside the model's file, the model was given as bytes"))
                .toRealPath();
        try {
            Path file = within.resolve(location);
            if (!file.normalize().startsWith(within) || !file.toRealPath().startsWith(within)
                    || !Files.isRegularFile(file)) {
                throw new IllegalArgumentException("location=" + location + ": must be a file in the model's folder");
            }
            return file.toRealPath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("location=" + location + ": must be a path", e);
        }
    }

    private static long number(Map<String, String> entries, String name, long unsaid) {
        String text = entries.get(name);
        if (text == null) {
            return unsaid;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(name + "=" + text + ": must be a number from 0");
    }
}
