package adjoint.cli.network;

import adjoint.cli.Limits;
import adjoint.cli.Primer;
import adjoint.cli.Threads;
import adjoint.cli.UserError;
import adjoint.cli.file.InputFile;
import adjoint.cli.file.ModelFile;
import adjoint.cli.file.OutputFile;
import adjoint.cli.picture.Photo;
import adjoint.cli.picture.PictureTensors;
import adjoint.onnx.Model;
import adjoint.onnx.Options;
import adjoint.onnx.Plan;
import adjoint.onnx.Profile;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.parallel.Team;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import static adjoint.cli.picture.Picture.COLOURS;

/** {@code adjoint run}: reads tensors, runs a network, writes tensors. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Run the network of an ONNX file.", descriptionHeading = "%n", description = {
    "Inputs are NumPy arrays or pictures; outputs are summed up, and written where that is asked for.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- NumPy arrays: float32, float64, int64, int32, uint8, int8 or bool, little-endian, in C order. Computation is in float32.",
        "- A picture becomes [1, 3, height, width], R, G, B from 0 to 1, less --mean, divided by --std. Pictures may have"
                + " at most 64 million pixels. A result of 1 or 3 planes can be written as one: 0 is black, 1 is white.",
        "- adjoint inspect MODEL.onnx tells the names and shapes.", "", "Examples:",
        "  adjoint run model.onnx --input x.npy --output y.npy",
        "  adjoint run model.onnx --input x.npy --runs 20 --profile",
        "  adjoint run model.onnx --input image=photo.jpg --input mask=mask.npy --output result=out.png",
        "  adjoint run model.onnx --input photo.jpg --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225"})
public final class RunCommand implements Callable<Integer> {

    private static final long MAX_PIXELS = 64_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Threads threads;

    @Parameters(paramLabel = "MODEL.onnx", description = "The network. Weights in files of their own are looked for beside it.")
    private Path file;

    @Option(names = {"-i",
        "--input"}, order = 1, paramLabel = "NAME=FILE", description = "What an input is: an NPY, PNG or JPEG file, as its name ends. NAME= may be left out where there is only one input.")
    private List<String> inputs = List.of();

    @Option(names = {"-o",
        "--output"}, order = 2, paramLabel = "NAME=FILE", description = "Where an output goes: an NPY or PNG file, as its name ends. NAME= may be left out where there is only one output.")
    private List<String> outputs = List.of();

    @Option(names = "--mean", order = 3, split = ",", paramLabel = "A,B,C", description = "Subtracted from each channel of pictures (default: 0).")
    private List<Float> mean = List.of(0f);

    @Option(names = "--std", order = 4, split = ",", paramLabel = "A,B,C", description = "What each channel of pictures is divided by then (default: 1).")
    private List<Float> deviation = List.of(1f);

    @Option(names = "--bgr", order = 5, description = "Channels of pictures are blue, green, red.")
    private boolean bgr;

    @Option(names = "--runs", order = 6, defaultValue = "1", paramLabel = "N", description = "Number of runs; later ones show the speed of compiled code.")
    private int runs;

    @Option(names = "--profile", order = 7, description = "Print how long each step took, as a mean of the second half of the runs (of 1000 at most).")
    private boolean profiled;

    @Option(names = "--trace", order = 8, paramLabel = "FILE.json", description = "Write the times of the runs (of the last 1000) for chrome://tracing or ui.perfetto.dev.")
    private Path trace;

    /** For picocli, which fills it in. */
    public RunCommand() {
    }

    @Override
    public Integer call() {
        Limits.requireAtLeast(spec, "--runs", runs, 1);
        PictureTensors pictures = new PictureTensors(perChannel("--mean", mean), perChannel("--std", deviation), bgr);
        Primer.start();
        try (Team team = threads.team(); Model model = ModelFile.load(file, Options.defaults().workers(team))) {
            Map<String, Path> sources = sources(model);
            List<Path> read = Stream.concat(Stream.of(file), sources.values().stream()).toList();
            Map<String, OutputFile> targets = targets(model, read);
            OutputFile traced = trace == null
                    ? null
                    : new OutputFile(trace).require(List.of(".json"), read);
            Map<String, Tensor> given = new LinkedHashMap<>();
            sources.forEach((name, source) -> given.put(name, read(source, pictures)));
            long start = System.nanoTime();
            Plan plan = model.plan(given);
            targets.forEach((name, target) -> {
                if (isPicture(target.path())) {
                    PictureTensors.requirePicture(name, plan.outputShapes().get(name));
                }
            });
            long planned = System.nanoTime();
            Profile profile = plan.profile();
            List<Long> timesNanos = new ArrayList<>();
            Map<String, Tensor> results = Map.of();
            for (int run = 0; run < runs; run++) {
                long before = System.nanoTime();
                results = plan.run(given, profile);
                timesNanos.add(System.nanoTime() - before);
            }
            report(results, targets, pictures);
            PrintWriter out = spec.commandLine().getOut();
            if (profiled) {
                LayerTable.times(profile.last(Math.min((runs + 1) / 2, Profile.KEPT_RUNS))).forEach(out::println);
            }
            if (traced != null) {
                traced.write(stream -> stream.write(profile.chromeTrace().getBytes(StandardCharsets.UTF_8)));
                out.println("traced in " + traced);
            }
            out.printf(Locale.ROOT, "planned in %.3f s, run in %.3f s%s%n", (planned - start) * 1e-9,
                    timesNanos.getFirst() * 1e-9, runs == 1
                            ? ""
                            : String.format(Locale.ROOT, "; fastest of %d runs: %.4f s", runs,
                                    timesNanos.stream().mapToLong(Long::longValue).min().orElseThrow() * 1e-9));
            out.flush();
        }
        return 0;
    }

    private float[] perChannel(String option, List<Float> values) {
        if (values.size() != 1 && values.size() != COLOURS) {
            throw new ParameterException(spec.commandLine(), option + "=" + values + ": must be 1 or 3 numbers");
        }
        float[] all = new float[COLOURS];
        for (int c = 0; c < COLOURS; c++) {
            all[c] = values.get(values.size() == 1 ? 0 : c);
            if (option.equals("--std") && !(all[c] > 0)) {
                throw new ParameterException(spec.commandLine(), option + "=" + all[c] + ": must be above 0");
            }
        }
        return all;
    }

    private Map<String, Path> sources(Model model) {
        List<String> names = model.inputs().stream().map(Signature::name).toList();
        Map<String, Path> sources = new LinkedHashMap<>();
        for (Assignment input : Assignment.parse("--input", inputs, "input", names)) {
            sources.put(input.name(), InputFile.require(Path.of(input.text())));
        }
        List<String> missing = names.stream().filter(name -> !sources.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new UserError("--input: must be given for " + String.join(", ", missing));
        }
        return sources;
    }

    private Map<String, OutputFile> targets(Model model, List<Path> read) {
        List<String> names = model.outputs().stream().map(Signature::name).toList();
        Map<String, OutputFile> targets = new LinkedHashMap<>();
        Set<Path> written = new HashSet<>();
        for (Assignment output : Assignment.parse("--output", outputs, "output", names)) {
            OutputFile target = new OutputFile(Path.of(output.text())).require(List.of(".npy", ".png"), read);
            if (!written.add(target.path().toAbsolutePath().normalize())) {
                throw new UserError(target + ": must be for one output only");
            }
            targets.put(output.name(), target);
        }
        return targets;
    }

    private static Tensor read(Path file, PictureTensors pictures) {
        if (isPicture(file)) {
            return pictures.tensor(Photo.require(file, MAX_PIXELS));
        }
        if (endsIn(file, ".npy")) {
            try {
                return NpyFile.read(InputFile.require(file));
            } catch (IOException e) {
                throw new UserError(file + ": " + e.getMessage());
            }
        }
        throw new UserError(file + ": must end in .npy, .png, .jpg or .jpeg");
    }

    private static boolean isPicture(Path file) {
        return endsIn(file, ".png", ".jpg", ".jpeg");
    }

    private static boolean endsIn(Path file, String... endings) {
        return Stream.of(endings).anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith);
    }

    private void report(Map<String, Tensor> results, Map<String, OutputFile> targets, PictureTensors pictures) {
        PrintWriter out = spec.commandLine().getOut();
        results.forEach((name, tensor) -> {
            OutputFile target = targets.get(name);
            if (target != null) {
                target.write(stream -> {
                    if (isPicture(target.path())) {
                        pictures.write(tensor, stream);
                    } else {
                        NpyFile.write(tensor, stream);
                    }
                });
            }
            out.println(name + ": " + tensor.type() + " " + tensor.shape() + summary(tensor)
                    + (target == null ? "" : " -> " + target));
        });
    }

    /** NaN counts as the largest, so that one sees where it is. */
    static String summary(Tensor tensor) {
        float[] values = tensor.toFloats();
        if (values.length == 0) {
            return "";
        }
        float least = Float.POSITIVE_INFINITY;
        int largest = 0;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Float.compare(values[i], values[largest]) > 0 ? i : largest;
            least = Math.min(least, values[i]);
            sum += values[i];
        }
        return String.format(Locale.ROOT, ", %.6g to %.6g (largest at %d), mean %.6g", least, values[largest],
                largest, sum / values.length);
    }
}
