package adjoint.cli.check;

import adjoint.cli.Limits;
import adjoint.conformance.corpus.Corpus;
import adjoint.conformance.corpus.Outcome;
import adjoint.conformance.corpus.Result;
import adjoint.conformance.corpus.Setting;
import adjoint.conformance.corpus.Tally;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries recorded cases and reports those that fail. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Check a backend against results recorded from other systems.", descriptionHeading = "%n", description = {
    "A folder is searched for *.jsonl and *.csv files of cases. Each case that fails is printed in a line of its own, with the"
            + " file and the line where it stands.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- conformance/src/test/resources/corpus/README.md describes the formats.",
        "- Exit status: 0 if every case passed or was skipped, 1 if one failed or a line was malformed, 2 if there is nothing to"
                + " check.",
        "", "Example:", "  adjoint check conformance/src/test/resources/corpus"})
public final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of cases.")
    private List<Path> folders;

    @Option(names = "--backend", order = 1, paramLabel = "NAME", description = "What computes: reference or simd (default: the best one).")
    private String backend;

    @Option(names = "--max-macs", order = 2, paramLabel = "N", defaultValue = ""
            + Setting.MAX_MACS, description = "Skip shapes of more than N multiply-adds (default: ${DEFAULT-VALUE}).")
    private long maxMacs;

    @Option(names = {"-v", "--verbose"}, order = 3, description = "Print every case, not only those that fail.")
    private boolean verbose;

    /** For picocli. */
    public CheckCommand() {
    }

    @Override
    public Integer call() throws IOException {
        Limits.requireAtLeast(spec, "--max-macs", maxMacs, 0);
        Backend chosen = backend == null ? Backends.preferred() : Backends.named(backend);
        Corpus corpus = Corpus.find(folders);
        PrintWriter out = spec.commandLine().getOut();
        Tally tally = new Tally();
        corpus.check(new Setting(chosen, maxMacs), result -> {
            tally.accept(result);
            print(result, out);
        });
        if (!verbose) {
            tally.skipReasons().forEach((reason, count) -> out.println("skipped " + count + ": " + reason));
        }
        out.println(tally);
        out.flush();
        return tally.failed() == 0 ? 0 : 1;
    }

    private void print(Result result, PrintWriter out) {
        if (verbose || result.outcome() instanceof Outcome.Failed) {
            out.println(result);
            out.flush();
        }
    }
}
