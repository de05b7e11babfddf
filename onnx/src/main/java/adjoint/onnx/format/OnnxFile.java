package adjoint.onnx.format;

import adjoint.onnx.ModelException;
import adjoint.onnx.graph.Graph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An ONNX file: ModelProto, of which the graph and the versions of its operators matter.
 *
 * <p>Source: github.com/onnx/onnx, {@code onnx/onnx.proto} and {@code docs/IR.md}.
 */
public final class OnnxFile {

    private OnnxFile() {
    }

    /**
     * Reads a file.
     *
     * @param file        the file
     * @param memoryBytes limit of what its weights may take
     * @return its graph
     * @throws IOException    if it cannot be read
     * @throws ModelException if it is no ONNX file or says what cannot be
     */
    public static Graph read(Path file, long memoryBytes) throws IOException {
        long size = Files.size(file);
        if (size > memoryBytes || size > Integer.MAX_VALUE - 8) {
            throw new ModelException(file + ": has " + size + " bytes, must have at most "
                    + Math.min(memoryBytes, Integer.MAX_VALUE - 8));
        }
        try {
            return read(file.toString(), Files.readAllBytes(file),
                    Optional.of(file.toAbsolutePath().getParent()), memoryBytes);
        } catch (UncheckedIOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) { // the file and its weights are there together while it is read
            throw new ModelException(file + ": has " + size + " bytes, for which the heap has not enough left", e);
        }
    }

    /**
     * Reads a file's bytes.
     *
     * @param source      what messages call it
     * @param bytes       the bytes
     * @param memoryBytes limit of what its weights may take
     * @return its graph
     * @throws ModelException if it is no ONNX file or says what cannot be
     */
    public static Graph read(String source, byte[] bytes, long memoryBytes) {
        return read(source, bytes, Optional.empty(), memoryBytes);
    }

    private static Graph read(String source, byte[] bytes, Optional<Path> folder, long memoryBytes) {
        try {
            TensorReader tensors = new TensorReader(new ExternalData(folder), new Budget(memoryBytes));
            return model(Wire.of(bytes), tensors);
        } catch (IllegalArgumentException e) {
            throw new ModelException(source + ": " + e.getMessage(), e);
        }
    }

    private static Graph model(Wire wire, TensorReader tensors) {
        Wire graph = null;
        Map<String, Integer> opsets = new HashMap<>();
        while (wire.next()) {
            switch (wire.field()) {
                case 7 -> graph = wire.message();
                case 8 -> addOpset(opsets, wire.message());
                default -> {
                }
            }
        }
        if (graph == null) {
            throw new IllegalArgumentException("graph: must be given, this is no ONNX model");
        }
        return new GraphReader(tensors, opsets).read(graph, 0);
    }

    private static void addOpset(Map<String, Integer> opsets, Wire wire) {
        String domain = "";
        long version = 0;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> domain = wire.text();
                case 2 -> version = wire.integer();
                default -> {
                }
            }
        }
        opsets.put(domain.equals("ai.onnx") ? "" : domain, Math.clamp(version, 0, Integer.MAX_VALUE));
    }
}
