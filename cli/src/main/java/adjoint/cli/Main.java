package adjoint.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code adjoint} command. */
@Command(name = "adjoint", mixinStandardHelpOptions = true, version = "adjoint 0.1.0-SNAPSHOT",
        description = "Convolution and transposed convolution on the JVM.")
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** Runs the command line; exits with 0, with 1 after a failure, with 2 after bad usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
