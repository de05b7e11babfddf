package adjoint.djl;

import adjoint.onnx.Model;
import adjoint.onnx.ModelException;
import adjoint.onnx.Options;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import ai.djl.BaseModel;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with an ONNX file, or that file. It reads one option, {@value #THREADS}, named as in DJL's OnnxRuntime engine: how many
 * threads a prediction shares its work among; all processors by default and with 0, as there.
 */
final class AdjointModel extends BaseModel {

    static final String THREADS = "intraOpNumThreads";

    private static final String EXTENSION = ".onnx";

    AdjointModel(String name, NDManager manager) {
        super(name);
        this.manager = manager;
        manager.setName("adjoint model");
        dataType = DataType.FLOAT32;
    }

    @Override
    public void load(Path modelPath, String prefix, Map<String, ?> options)
            throws IOException, MalformedModelException {
        requireNoBlock();
        setModelDir(modelPath);
        Path file = file(prefix);
        if (Files.isRegularFile(modelDir)) {
            modelDir = modelDir.toAbsolutePath().getParent();
        }
        String name = file.getFileName().toString();
        modelName = name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
        open(options, how -> Model.load(file, how));
    }

    @Override
    public void load(InputStream is, Map<String, ?> options) throws IOException, MalformedModelException {
        requireNoBlock();
        byte[] bytes = is.readAllBytes();
        open(options, how -> Model.load(bytes, how));
    }

    /** Where a network comes from. */
    interface Source {
        /** Reads it. */
        Model load(Options options) throws IOException;
    }

    void open(Map<String, ?> options, Source source) throws IOException, MalformedModelException {
        Optional<Team> team = threads(options).map(Workers::team);
        Options how = team.map(Options.defaults()::workers).orElseGet(Options::defaults);
        AdjointSymbolBlock symbols;
        try {
            symbols = new AdjointSymbolBlock(source.load(how), team);
        } catch (IOException | RuntimeException | Error e) { // whatever it is: nobody else ends the threads
            team.ifPresent(Team::close);
            if (e instanceof ModelException) {
                throw new MalformedModelException(e.getMessage(), e);
            }
            throw e;
        }
        block = symbols;
        wasLoaded = true;
        // Closing the model closes the manager, and the manager the network.
        manager.attachInternal(NDManager.nextUid(), symbols);
    }

    private void requireNoBlock() {
        if (block != null) {
            throw Refusal.of("setBlock, or a second load");
        }
    }

    private static Optional<Integer> threads(Map<String, ?> options) {
        Object threads = options == null ? null : options.get(THREADS);
        if (threads == null) {
            return Optional.empty();
        }
        int count;
        try {
            count = Integer.parseInt(threads.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(THREADS + "=" + threads + ": must be a number", e);
        }
        if (count < 0) {
            throw new IllegalArgumentException(THREADS + "=" + count + ": must be at least 0");
        }
        return count == 0 ? Optional.empty() : Optional.of(count);
    }

    /** The file itself, the one that is named, one with a usual name, or the only one. */
    private Path file(String prefix) throws IOException {
        if (Files.isRegularFile(modelDir)) {
            return modelDir;
        }
        List<String> names = prefix == null
                ? Stream.of(modelName, modelDir.toAbsolutePath().getFileName().toString(), "model").distinct().toList()
                : List.of(prefix);
        for (String name : names) {
            for (Path file : List.of(modelDir.resolve(name + EXTENSION), modelDir.resolve(name))) {
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(modelDir)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(EXTENSION)).sorted().toList();
        }
        if (prefix != null || files.size() != 1) {
            throw new FileNotFoundException("modelPath=" + modelDir + ": must hold "
                    + String.join(EXTENSION + " or ", names) + EXTENSION + (prefix == null ? ", or one ONNX file" : "")
                    + "; it holds " + files.stream().map(Path::getFileName).toList());
        }
        return files.getFirst();
    }
}
