package adjoint.cli.network;

import adjoint.cli.UserError;
import adjoint.cli.file.ModelFile;
import adjoint.cli.file.OutputFile;
import adjoint.onnx.Model;
import adjoint.onnx.ModelException;
import adjoint.onnx.ModelSummary;
import adjoint.onnx.Options;
import adjoint.onnx.PlanStep;
import adjoint.onnx.Shape;
import adjoint.onnx.Signature;
import adjoint.parallel.Workers;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adjoint inspect}: what a file holds, and what a run would compute. */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Tell what an ONNX file holds, and what a run would compute.", descriptionHeading = "%n", description = {
    "Prints inputs, outputs, operators, those of them that are not supported, and the steps of a run with their work, as they are"
            + " computed: several nodes can be one step.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- Sizes that the file leaves open are taken as 1 for the first axis, as 224 for the third and following ones.",
        "",
        "Examples:", "  adjoint inspect model.onnx", "  adjoint inspect model.onnx --shape 1x3x480x640",
        "  adjoint inspect model.onnx --dot model.dot && dot -Tsvg model.dot -o model.svg"})
public final class InspectCommand implements Callable<Integer> {

    private static final int OPEN_SIDE = 224;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL.onnx", description = "The file to look at.")
    private Path file;

    @Option(names = "--shape", order = 1, paramLabel = "NAME=AxBxC", description = "The shape of an input. NAME= may be left out where there is only one input.")
    private List<String> shapes = List.of();

    @Option(names = "--dot", order = 2, paramLabel = "FILE.dot", description = "Write a drawing of the nodes for Graphviz.")
    private Path dot;

    /** For picocli, which fills it in. */
    public InspectCommand() {
    }

    @Override
    public Integer call() {
        OutputFile drawing = dot == null ? null : new OutputFile(dot).require(List.of(".dot", ".gv"), List.of(file));
        ModelSummary summary = ModelFile.summary(file);
        Map<String, Shape> given = given(summary.inputs());
        List<String> work = summary.unsupported().isEmpty()
                ? work(given)
                : List.of("cannot run, operators are not supported: " + String.join(", ", summary.unsupported()));
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ": " + LayerTable.count(summary.weights()) + " weights");
        summary.inputs().forEach(input -> out.println("in   " + input));
        summary.outputs().forEach(output -> out.println("out  " + output));
        out.println("operators: " + summary.operators().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", ")));
        work.forEach(out::println);
        if (drawing != null) {
            drawing.write(stream -> stream.write(summary.dot().getBytes(StandardCharsets.UTF_8)));
            out.println("drawn in " + drawing);
        }
        out.flush();
        return 0;
    }

    private Map<String, Shape> given(List<Signature> inputs) {
        Map<String, Shape> given = new LinkedHashMap<>();
        inputs.forEach(input -> input.dimensions().ifPresent(dimensions -> {
            int[] extents = new int[dimensions.size()];
            for (int axis = 0; axis < extents.length; axis++) {
                long open = axis == 0 ? 1 : axis == 1 ? 0 : OPEN_SIDE;
                extents[axis] = Math.clamp(Signature.extent(dimensions.get(axis)).orElse(open), 0, Integer.MAX_VALUE);
            }
            // Nobody can guess a number of channels.
            if (extents.length < 2 || extents[1] > 0) {
                given.put(input.name(), shape(input.toString(), extents));
            }
        }));
        List<String> names = inputs.stream().map(Signature::name).toList();
        for (Assignment assignment : Assignment.parse("--shape", shapes, "input", names)) {
            if (!assignment.text().matches("\\d{1,9}(x\\d{1,9})*")) {
                throw new UserError(
                        "--shape=" + assignment.text() + ": must be whole numbers joined by x, as 1x3x224x224");
            }
            given.put(assignment.name(), shape("--shape=" + assignment.text(),
                    Arrays.stream(assignment.text().split("x")).mapToInt(Integer::parseInt).toArray()));
        }
        return given;
    }

    private static Shape shape(String what, int... extents) {
        try {
            return Shape.of(extents);
        } catch (IllegalArgumentException e) {
            throw new UserError(what + ": must have fewer elements");
        }
    }

    private List<String> work(Map<String, Shape> given) {
        try (Model model = ModelFile.load(file, Options.defaults().workers(Workers.CALLER))) {
            List<PlanStep> steps = model.planShapes(given).steps();
            List<String> lines = new ArrayList<>();
            lines.add("work for " + given + ": "
                    + LayerTable.count(steps.stream().mapToLong(PlanStep::multiplyAdds).sum()) + " multiply-adds in "
                    + steps.size() + " steps");
            lines.addAll(LayerTable.work(steps));
            return lines;
        } catch (ModelException | IllegalArgumentException e) {
            if (!shapes.isEmpty()) {
                throw e;
            }
            return List.of("work: not known for " + given + " (" + e.getMessage() + "); --shape tells another shape");
        }
    }
}
