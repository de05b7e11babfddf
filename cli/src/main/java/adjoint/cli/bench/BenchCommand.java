package adjoint.cli.bench;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.cases.CaseFile;
import adjoint.bench.report.NetworkTables;
import adjoint.bench.report.Report;
import adjoint.bench.report.Tables;
import adjoint.bench.run.Comparison;
import adjoint.bench.run.NetworkResults;
import adjoint.bench.run.Peers;
import adjoint.bench.run.Results;
import adjoint.bench.timing.Effort;
import adjoint.cli.Limits;
import adjoint.cli.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adjoint bench}: measures layers, beside native libraries where wanted. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Measure convolution layers or whole networks, also beside native libraries.", descriptionHeading = "%n", description = {
    "Times Adjoint on plain NHWC and NCHW arrays after warm-up, in fp32, and compares each result with the formula. Prints"
            + " tables and writes them, the raw figures and two charts to a folder.",
    "With --networks: times whole networks and the program that enlarges a picture, and tells its memory.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- Built-in cases: networks (T1 to T15 transposed convolution, C1 to C14 convolution; the default) and reported"
                + " (one- and three-dimensional, dilated and output-padded shapes).",
        "- A file of cases is CSV with the columns id,op,n,cin,h,w,cout,k,stride,pad,dil,outpad,groups,name where op is conv"
                + " or deconv and h and w belong to the input.",
        "- Networks: upconv7, cunet, ppocr-det, upconv7-1080p; then program, the whole program on docs/photo.png, and"
                + " program-1080p.",
        "- The libraries (ONNX Runtime, oneDNN, PyTorch, TensorFlow) are for Linux on x86-64.", "",
        "Examples:", "  adjoint bench --quick",
        "  adjoint bench --peers --only T2,C2 --threads 2", "  adjoint bench --networks --peers --threads 2"})
public final class BenchCommand implements Callable<Integer> {

    /** Where the launcher lies; set by it. */
    private static final String HOME = "adjoint.home";

    @Spec
    private CommandSpec spec;

    @Option(names = "--cases", order = 1, defaultValue = "networks", paramLabel = "FILE", description = "CSV file of cases, or a built-in one (default: ${DEFAULT-VALUE}).")
    private String file;

    @Option(names = "--networks", order = 2, description = "Measure whole networks and programs instead; beside ONNX Runtime with --peers.")
    private boolean networks;

    @Option(names = "--only", order = 2, split = ",", paramLabel = "ID", description = "Only these cases, as in T1,T2.")
    private List<String> only = List.of();

    @Option(names = "--threads", order = 3, defaultValue = "1", paramLabel = "N", description = "Threads of each library (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--peers", order = 4, description = "Measure native libraries too, in turns. The first time, Maven fetches some 400 MB.")
    private boolean peers;

    @Option(names = "--quick", order = 5, description = "A first impression of the built-in cases within 3 minutes: short measurements, and no network or program at 1080p.")
    private boolean quick;

    @Option(names = "--out", order = 6, defaultValue = "bench-results", paramLabel = "DIR", description = "Folder for the tables, the raw figures and the charts (default: ${DEFAULT-VALUE}).")
    private Path folder;

    /** For picocli, which fills it in. */
    public BenchCommand() {
    }

    @Override
    public Integer call() throws Exception {
        Limits.requireAtLeast(spec, "--threads", threads, 1);
        return networks ? measureNetworks() : measureLayers();
    }

    private int measureLayers() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<BenchCase> cases = cases();
        Comparison comparison = new Comparison(commit(), cases, threads, quick ? Effort.QUICK : Effort.FULL, peers());
        Files.createDirectories(folder); // what cannot be written is not measured
        Results results = comparison.run((done, soFar) -> {
            BenchCase layer = cases.get(done - 1);
            out.printf(Locale.ROOT, "[%d/%d] %s%n", done, cases.size(), Tables.line(soFar, layer));
            out.flush();
        });
        out.println();
        out.print(Tables.of(results));
        out.println();
        Report.write(results, folder).forEach(written -> out.println("wrote " + written));
        return 0;
    }

    private int measureNetworks() throws IOException, InterruptedException {
        if (spec.commandLine().getParseResult().hasMatchedOption("--cases")) {
            throw new ParameterException(spec.commandLine(), "--cases=" + file + ": must not be given with --networks");
        }
        NetworkBench bench = new NetworkBench(threads, quick, peers(), Optional.ofNullable(System.getProperty(HOME)));
        requireOnly(bench.ids());
        List<String> ids = only.isEmpty() ? bench.ids() : only;
        bench.requireLauncher(ids);
        Files.createDirectories(folder);
        PrintWriter out = spec.commandLine().getOut();
        NetworkResults results = bench.run(commit(), ids, line -> {
            out.println(line);
            out.flush();
        });
        out.println();
        out.print(NetworkTables.of(results));
        out.println();
        Report.write(results, folder).forEach(written -> out.println("wrote " + written));
        return results.complete() ? 0 : 1;
    }

    private List<BenchCase> cases() throws IOException {
        Path path = Path.of(file);
        List<BenchCase> all = CaseFile.builtIn().contains(file) && !Files.exists(path)
                ? CaseFile.readBuiltIn(file)
                : CaseFile.read(path);
        requireOnly(all.stream().map(BenchCase::id).toList());
        return only.isEmpty() ? all : all.stream().filter(layer -> only.contains(layer.id())).toList();
    }

    private void requireOnly(List<String> ids) {
        for (String id : only) {
            if (!ids.contains(id)) {
                throw new ParameterException(spec.commandLine(),
                        "--only=" + id + ": must be one of " + String.join(", ", ids));
            }
        }
    }

    private Optional<Peers> peers() throws IOException {
        if (!peers) {
            return Optional.empty();
        }
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new UserError(
                    "--peers: must be asked for through the launcher ./adjoint, which fetches the libraries");
        }
        return Optional.of(Peers.in(Path.of(home, "bench", "peers", "target")));
    }

    /** The state of the checkout, if it is one and git can tell. */
    private static String commit() throws InterruptedException {
        String home = System.getProperty(HOME);
        if (home == null) {
            return "unknown";
        }
        try {
            Process git = new ProcessBuilder("git", "-C", home, "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String commit = git.inputReader().readLine();
            return git.waitFor() == 0 && commit != null ? commit : "unknown";
        } catch (IOException noGit) {
            return "unknown";
        }
    }
}
