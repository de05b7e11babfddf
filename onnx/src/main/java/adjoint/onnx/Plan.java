package adjoint.onnx;

import adjoint.WarmUp;
import adjoint.buffer.Floats;
import adjoint.onnx.compile.Compiler;
import adjoint.onnx.graph.Dot;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.Operators;
import adjoint.onnx.run.Arena;
import adjoint.onnx.run.Arenas;
import adjoint.onnx.run.Span;
import adjoint.onnx.run.StepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A model compiled for given shapes. Immutable and safe for use by many threads at once, each of which computes in memory of its
 * own; a run takes it from those before it.
 *
 * <p>A plan that its model no longer keeps, because others were used since ({@link Options#plans}), runs as before, but allocates
 * memory for each run. When the model is closed, runs under way end as usual, and no further one begins: {@code run} and
 * {@code warmUp} throw an {@link IllegalStateException}.
 */
public final class Plan {

    private final String source;
    private final Given given;
    private final Compiler.Compiled compiled;
    private final Arenas arenas;
    private final Map<String, TensorType> outputs = new LinkedHashMap<>();
    private final List<PlanStep> steps;

    Plan(String source, Given given, Compiler.Compiled compiled, Arenas arenas) {
        this.source = source;
        this.given = given;
        this.compiled = compiled;
        this.arenas = arenas;
        compiled.graph().outputs()
                .forEach(output -> outputs.put(output.name(), compiled.graph().types().get(output.name())));
        steps = steps(compiled);
    }

    /**
     * Shapes of the results.
     *
     * @return a shape for each output, by name
     */
    public Map<String, Shape> outputShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        outputs.forEach((name, type) -> shapes.put(name, type.shape()));
        return shapes;
    }

    /**
     * Computes.
     *
     * @param inputs a tensor for each input, by name
     * @return a tensor for each output, by name
     * @throws IllegalArgumentException if an input is not what the plan was made for
     * @throws ModelException           if data are such that a node cannot compute them
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        return results(inputs, Arena::run);
    }

    /**
     * What is computed, one after another.
     *
     * @return the steps
     */
    public List<PlanStep> steps() {
        return steps;
    }

    private static List<PlanStep> steps(Compiler.Compiled compiled) {
        List<PlanStep> steps = new ArrayList<>();
        for (int i = 0; i < compiled.graph().nodes().size(); i++) {
            Node node = compiled.graph().nodes().get(i);
            Call call = Call.of(node, compiled.graph().types(), compiled.graph().constants());
            long multiplyAdds = Operators.find(node.domain(), node.op(), node.opset()).orElseThrow().multiplyAdds(call);
            steps.add(new PlanStep(node.op(), node.label(), compiled.graph().types().get(node.output()).shape(),
                    multiplyAdds, compiled.program().steps().get(i).kernel().how()));
        }
        return List.copyOf(steps);
    }

    /**
     * The usual measure of work.
     *
     * @return multiply-adds of one run, those of steps that have a usual way to count them
     */
    public long multiplyAdds() {
        return steps.stream().mapToLong(PlanStep::multiplyAdds).sum();
    }

    /**
     * Memory that each run needs for its tensors; runs at one time need as often as much.
     *
     * @return the size in bytes
     */
    public long memoryBytes() {
        return arenas.bytes(compiled.program());
    }

    /**
     * What is computed and how, for people to read.
     *
     * @return a line on the whole and one for each step
     */
    public String describe() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%s -> %s: %d steps, %.3f G multiply-adds, %.1f MB%n", given.types(), outputs, steps.size(),
                multiplyAdds() / 1e9, memoryBytes() / 1e6));
        for (PlanStep step : steps) {
            text.append(String.format(Locale.ROOT, "%s %s%s%s%n", step.node(), step.output(),
                    step.multiplyAdds() == 0 ? "" : String.format(Locale.ROOT, ", %.3f G", step.multiplyAdds() / 1e9),
                    step.how().isEmpty() ? "" : ": " + step.how()));
        }
        return text.toString();
    }

    /**
     * What is computed as a drawing.
     *
     * @return the steps and what they hand on, in the language of Graphviz
     */
    public String dot() {
        return Dot.of(compiled.graph());
    }

    /**
     * A profile for runs of this plan.
     *
     * @return one of no run yet
     */
    public Profile profile() {
        return new Profile(steps);
    }

    /**
     * Computes, and writes down how long each step takes.
     *
     * @param inputs  a tensor for each input, by name
     * @param profile one that this plan made, or another of the same steps; the times are added to it
     * @return a tensor for each output, by name
     * @throws IllegalArgumentException if an input is not what the plan was made for, or the profile is of other steps
     */
    public Map<String, Tensor> run(Map<String, Tensor> inputs, Profile profile) {
        if (!profile.steps().equals(steps)) {
            throw new IllegalArgumentException("profile: must be of this plan, has other steps");
        }
        long[] timesNanos = new long[steps.size() + 1];
        Map<String, Tensor> results = results(inputs, arena -> arena.run(timesNanos));
        profile.add(timesNanos);
        return results;
    }

    /**
     * Computes into memory of the caller.
     *
     * @param inputs  a tensor for each input, by name
     * @param results where outputs go, by name; those that are not named are not copied
     * @throws IllegalArgumentException if an input is not what the plan was made for, or a result's memory has another size than
     *                                  its shape, is read-only or overlaps another's; nothing is written then
     */
    public void run(Map<String, Tensor> inputs, Map<String, Floats> results) {
        results.forEach((name, memory) -> {
            TensorType type = outputs.get(name);
            if (type == null) {
                throw new IllegalArgumentException("output '" + name + "': must be one of " + outputs.keySet());
            }
            if (memory.size() != type.shape().elements()) {
                throw new IllegalArgumentException("output '" + name + "' has " + memory.size() + " floats: must be "
                        + type.shape().elements() + " for shape " + type.shape());
            }
            if (memory.isReadOnly()) {
                throw new IllegalArgumentException("output '" + name + "'=" + memory + ": must be writable");
            }
            results.forEach((other, others) -> {
                if (!other.equals(name) && memory.overlaps(others)) {
                    throw new IllegalArgumentException(
                            "output '" + name + "': must not overlap output '" + other + "'");
                }
            });
        });
        run(inputs, Arena::run, arena -> results.forEach((name, memory) -> {
            Span span = arena.output(name);
            memory.write(0, span.array(), span.offset(), span.size());
        }));
    }

    /**
     * Runs on made-up values until the JVM has compiled the plan's code, so that its next run, and those of other plans of the model,
     * are as fast as those after them. Inputs are noise from -1 to 1, integers that the plan does not depend on are 0.
     *
     * @param limit after this time no further run begins
     * @throws IllegalArgumentException if the limit is not above zero
     * @throws ModelException           if a node cannot compute such values
     */
    public void warmUp(Duration limit) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        given.types().forEach((name, type) -> inputs.put(name, given.known().getOrDefault(name, madeUp(type))));
        WarmUp.run(() -> run(inputs, Map.<String, Floats>of()), limit);
    }

    private static Tensor madeUp(TensorType type) {
        if (!type.type().isFloat()) {
            return new IntegerTensor(type.type(), type.shape(), new long[type.shape().elements()]);
        }
        // Not zeros: code is compiled for the branches that were taken.
        SplittableRandom random = new SplittableRandom(1);
        float[] noise = new float[type.shape().elements()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble(-1, 1);
        }
        return new FloatTensor(type.type(), type.shape(), noise);
    }

    private Map<String, Tensor> results(Map<String, Tensor> inputs, Consumer<Arena> compute) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        run(inputs, compute,
                arena -> outputs.forEach((name, type) -> results.put(name, result(name, type, arena))));
        return results;
    }

    private void run(Map<String, Tensor> inputs, Consumer<Arena> compute, Consumer<Arena> fetch) {
        check(inputs);
        arenas.with(compiled.program(), arena -> {
            inputs.forEach((name, tensor) -> put(tensor, given.types().get(name).type(), arena.input(name)));
            compute(compute, arena);
            fetch.accept(arena);
        });
    }

    private void compute(Consumer<Arena> compute, Arena arena) {
        try {
            compute.accept(arena);
        } catch (StepException e) {
            Node node = compiled.graph().nodes().get(e.step());
            throw new ModelException(source + ": " + node.label() + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Frees what is kept for runs to come. */
    void dropMemory() {
        arenas.drop(compiled.program());
    }

    private void check(Map<String, Tensor> inputs) {
        if (!inputs.keySet().equals(given.types().keySet())) {
            throw new IllegalArgumentException(
                    "inputs=" + inputs.keySet() + ": must be " + given.types().keySet());
        }
        given.types().forEach((name, type) -> {
            Tensor tensor = inputs.get(name);
            if (!tensor.shape().equals(type.shape()) || tensor.type().isFloat() != type.type().isFloat()) {
                throw new IllegalArgumentException(name + "=" + tensor + ": must be " + type + ", as planned");
            }
            if (tensor instanceof IntegerTensor integers && !given.known().containsKey(name) && !integers.areFloats()) {
                throw new IllegalArgumentException(name + "=" + tensor + ": must be at most " + IntegerTensor.MAX_EXACT
                        + " in magnitude, as planned, or be planned with its values");
            }
        });
        given.known().forEach((name, tensor) -> {
            if (!(inputs.get(name) instanceof IntegerTensor integers && integers.as(tensor.type()).equals(tensor))) {
                throw new IllegalArgumentException(
                        name + "=" + inputs.get(name) + ": must be " + tensor + ", as planned");
            }
        });
    }

    /** Known inputs have no place in the arena. */
    private static void put(Tensor tensor, ElementType type, Span span) {
        if (span == null) {
            return;
        }
        switch (tensor) {
            case FloatTensor floats -> floats.data().read(0, span.array(), span.offset(), span.size());
            case IntegerTensor integers -> integers.as(type).writeTo(span);
        }
    }

    /** Integers that are known beforehand are exact, and not those that lie in the arena. */
    private Tensor result(String name, TensorType type, Arena arena) {
        return compiled.graph().constants().get(name) instanceof IntegerTensor known
                ? known
                : tensor(type, arena.output(name));
    }

    private static Tensor tensor(TensorType type, Span span) {
        return type.type().isFloat()
                ? new FloatTensor(type.type(), type.shape(),
                        Arrays.copyOfRange(span.array(), span.offset(), span.offset() + span.size()))
                : IntegerTensor.from(type, span);
    }
}
