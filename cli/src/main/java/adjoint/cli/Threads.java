package adjoint.cli;

import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --threads} of the commands that run networks. */
public final class Threads {

    private static final int MOST = 1024;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    private int count = Runtime.getRuntime().availableProcessors();

    /** For picocli, which fills it in. */
    public Threads() {
    }

    @Option(names = "--threads", order = 20, paramLabel = "N", description = "How many threads compute (default: as many as there are processors).")
    void count(int threads) {
        Limits.require(spec, "--threads", threads, 1, MOST);
        count = threads;
    }

    /** The threads; to be closed. */
    public Team team() {
        return Workers.team(count);
    }
}
