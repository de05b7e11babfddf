package adjoint.onnx;

import adjoint.onnx.compile.Compiler;
import adjoint.onnx.compile.ValuesNeededException;
import adjoint.onnx.format.OnnxFile;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.operator.Target;
import adjoint.onnx.run.Arenas;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network of an ONNX file.
 *
 * <pre>{@code
 * try (Model model = Model.load(Path.of("model.onnx"))) {
 *     Tensor y = model.run(Tensor.of(pixels, 1, 3, height, width));
 * }
 * }</pre>
 *
 * <p>It is compiled for the shapes of its inputs when they are first seen; see {@link Plan}. Safe for use by many threads at once.
 */
public final class Model implements AutoCloseable {

    private final String source;
    private final Graph graph;
    private final Options options;
    private final Optional<Team> ownTeam;
    private final Target target;
    private final Arenas arenas;
    private final PlanCache plans;
    /** Inputs that are no mere data: plans need their values. Found out by compiling without them. */
    private final Set<String> byValue = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Model(String source, Graph graph, Options options) {
        this.source = source;
        this.graph = graph;
        this.options = options;
        try {
            Compiler.requireSupported(graph);
        } catch (IllegalArgumentException e) {
            throw new ModelException(source + ": " + e.getMessage(), e);
        }
        ownTeam = options.workers().isPresent()
                ? Optional.empty()
                : Optional.of(Workers.team(Runtime.getRuntime().availableProcessors()));
        Workers workers = options.workers().or(() -> ownTeam).orElseThrow();
        target = new Target(options.backend(), workers);
        arenas = new Arenas(workers, options.memoryBytes());
        plans = new PlanCache(options.plans(), this::compile, Plan::dropMemory);
    }

    /**
     * Loads a file with default options.
     *
     * @param file the file; weights in files of their own are looked for beside it
     * @return the model
     * @throws IOException    if the file cannot be read
     * @throws ModelException if it is no ONNX model, is damaged, or has operators that are not supported
     */
    public static Model load(Path file) throws IOException {
        return load(file, Options.defaults());
    }

    /**
     * Loads a file.
     *
     * @param file    the file; weights in files of their own are looked for beside it
     * @param options how it is run
     * @return the model
     * @throws IOException    if the file cannot be read
     * @throws ModelException if it is no ONNX model, is damaged, or has operators that are not supported
     */
    public static Model load(Path file, Options options) throws IOException {
        Objects.requireNonNull(file, "file: must not be null");
        Objects.requireNonNull(options, "options: must not be null");
        return new Model(file.toString(), OnnxFile.read(file, options.memoryBytes()), options);
    }

    /**
     * Loads a model from memory with default options.
     *
     * @param bytes what a file would hold
     * @return the model
     * @throws ModelException if it is no ONNX model, is damaged, or has operators that are not supported
     */
    public static Model load(byte[] bytes) {
        return load(bytes, Options.defaults());
    }

    /**
     * Loads a model from memory.
     *
     * @param bytes   what a file would hold
     * @param options how it is run
     * @return the model
     * @throws ModelException if it is no ONNX model, is damaged, or has operators that are not supported
     */
    public static Model load(byte[] bytes, Options options) {
        Objects.requireNonNull(bytes, "bytes: must not be null");
        Objects.requireNonNull(options, "options: must not be null");
        String source = "model of " + bytes.length + " bytes";
        return new Model(source, OnnxFile.read(source, bytes, options.memoryBytes()), options);
    }

    /**
     * What must be given.
     *
     * @return the inputs in the order of the file
     */
    public List<Signature> inputs() {
        return graph.inputs();
    }

    /**
     * What comes out.
     *
     * @return the outputs in the order of the file
     */
    public List<Signature> outputs() {
        return graph.outputs();
    }

    /**
     * Runs a model of one input and one output.
     *
     * @param input the input
     * @return the output
     * @throws IllegalArgumentException if the model has more of them, or the input is not what it declares
     * @throws ModelException           if the model cannot compute that shape
     */
    public Tensor run(Tensor input) {
        Objects.requireNonNull(input, "input: must not be null");
        if (inputs().size() != 1 || outputs().size() != 1) {
            throw new IllegalArgumentException(
                    "inputs=" + inputs() + ", outputs=" + outputs() + ": must be one of each, or given by name");
        }
        return run(Map.of(inputs().getFirst().name(), input)).get(outputs().getFirst().name());
    }

    /**
     * Runs the model.
     *
     * @param inputs a tensor for each input, by name
     * @return a tensor for each output, by name
     * @throws IllegalArgumentException if an input is missing, unknown or not what the model declares
     * @throws ModelException           if the model cannot compute these shapes
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return plan(inputs).run(inputs);
    }

    /**
     * The plan for given inputs: for their shapes, and for the values of integers that the model computes shapes or other integers
     * with. Integers that are mere data, such as the ids that rows of a table are chosen by, share a plan if floats hold them.
     *
     * @param inputs a tensor for each input, by name
     * @return the plan, made now or kept from before
     * @throws IllegalArgumentException if an input is missing, unknown or not what the model declares
     * @throws ModelException           if the model cannot compute these shapes
     */
    public Plan plan(Map<String, Tensor> inputs) {
        Objects.requireNonNull(inputs, "inputs: must not be null");
        while (true) {
            try {
                return plan(Given.of(graph.inputs(), inputs, byValue));
            } catch (ValuesNeededException e) {
                byValue.addAll(e.inputs()); // which are known the next time, so that this ends
            }
        }
    }

    /**
     * The plan for given shapes of a model that needs no values to know all others.
     *
     * @param shapes a shape for each input, by name
     * @return the plan, made now or kept from before
     * @throws IllegalArgumentException if an input is missing, unknown or not what the model declares, or must be given with its
     *                                  values
     * @throws ModelException           if the model cannot compute these shapes
     */
    public Plan planShapes(Map<String, Shape> shapes) {
        Objects.requireNonNull(shapes, "shapes: must not be null");
        try {
            return plan(Given.ofShapes(graph.inputs(), shapes));
        } catch (ValuesNeededException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Ends the threads of the model's own and frees its memory. Runs under way end as usual; its plans run no more. */
    @Override
    public void close() {
        closed = true;
        plans.clear();
        arenas.close();
        ownTeam.ifPresent(Team::close);
    }

    private Plan plan(Given given) {
        if (closed) {
            throw new IllegalStateException(source + ": must not be closed");
        }
        return plans.get(given);
    }

    private Plan compile(Given given) {
        try {
            Compiler.Compiled compiled = Compiler.compile(graph, given.types(), given.known(), given.withheld(), target,
                    options.memoryBytes());
            arenas.keep(compiled.program());
            return new Plan(source, given, compiled, arenas);
        } catch (IllegalArgumentException e) {
            throw new ModelException(source + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new ModelException(source + ": a plan for " + given.types() + " needs more than the heap has left",
                    e);
        }
    }

    @Override
    public String toString() {
        return source + ": " + inputs() + " -> " + outputs();
    }
}
