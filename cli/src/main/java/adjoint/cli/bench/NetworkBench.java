package adjoint.cli.bench;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.cases.TestPicture;
import adjoint.bench.run.NetworkComparison;
import adjoint.bench.run.NetworkMeasurement;
import adjoint.bench.run.NetworkResults;
import adjoint.bench.run.Peers;
import adjoint.bench.run.Probe;
import adjoint.bench.run.ProgramComparison;
import adjoint.bench.run.ProgramMeasurement;
import adjoint.bench.timing.Effort;
import adjoint.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What {@code bench --networks} measures.
 *
 * @param threads threads of each library
 * @param quick   whether for a first impression
 * @param peers   the native libraries, or empty to measure Adjoint alone
 * @param home    where the launcher lies, if it was used
 */
record NetworkBench(int threads, boolean quick, Optional<Peers> peers, Optional<String> home) {

    private static final String PROGRAM = "program";
    private static final String LARGE_PROGRAM = "program-1080p";
    private static final int RUNS = 5;
    private static final int QUICK_RUNS = 3;
    private static final TestPicture LARGE = new TestPicture(1920, 1080);

    /** What can be measured. */
    List<String> ids() {
        return Stream.concat(NetworkCase.ALL.stream().filter(network -> !quick || !network.large())
                .map(NetworkCase::id), quick ? Stream.of(PROGRAM) : Stream.of(PROGRAM, LARGE_PROGRAM)).toList();
    }

    private static boolean asksForPrograms(List<String> ids) {
        return ids.contains(PROGRAM) || ids.contains(LARGE_PROGRAM);
    }

    /**
     * Looks whether all of it can be measured.
     *
     * @throws UserError if it has programs and this one was not started by the launcher
     */
    void requireLauncher(List<String> ids) {
        if (asksForPrograms(ids) && home.isEmpty()) {
            throw new UserError(
                    "--networks: start it through ./adjoint, which the program cases run too, or choose only networks"
                            + " with --only");
        }
    }

    NetworkResults run(String commit, List<String> ids, Consumer<String> progress)
            throws IOException, InterruptedException {
        var machine = Probe.ask(threads);
        List<NetworkCase> cases = NetworkCase.ALL.stream().filter(network -> ids.contains(network.id())).toList();
        List<NetworkMeasurement> networks = new NetworkComparison(cases, threads,
                quick ? Effort.QUICK_NETWORK : Effort.NETWORK, peers).run(progress);
        List<ProgramMeasurement> programs = asksForPrograms(ids) ? programs(ids, progress) : List.of();
        return new NetworkResults(commit, machine, threads, cases, networks, programs);
    }

    private List<ProgramMeasurement> programs(List<String> ids, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path checkout = Path.of(home.orElseThrow());
        ProgramComparison comparison = new ProgramComparison(checkout.resolve("adjoint"), threads, peers);
        List<ProgramMeasurement> programs = new ArrayList<>();
        if (ids.contains(PROGRAM)) {
            Path photo = checkout.resolve("docs", "photo.png");
            programs.addAll(comparison.run(photo, quick ? QUICK_RUNS : RUNS, progress));
        }
        if (ids.contains(LARGE_PROGRAM)) {
            Path large = LARGE.write(Files.createTempFile("adjoint-bench", ".png"));
            try {
                programs.addAll(comparison.run(large, 1, progress));
            } finally {
                Files.delete(large);
            }
        }
        return programs;
    }
}
