package adjoint.cli;

import adjoint.cli.bench.BenchCommand;
import adjoint.cli.check.CheckCommand;
import adjoint.cli.explain.ExplainCommand;
import adjoint.cli.network.InspectCommand;
import adjoint.cli.network.RunCommand;
import adjoint.cli.serve.ServeCommand;
import adjoint.cli.text.FindTextCommand;
import adjoint.cli.upscale.UpscaleCommand;
import adjoint.onnx.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code adjoint} command.
 *
 * <p>Exit status: 0, or 1 after a failure, or 2 if the caller asked for something that cannot be done.
 */
@Command(name = "adjoint", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, description = "Convolutional networks on the JVM.", subcommands = HelpCommand.class)
public final class Main implements Callable<Integer> {
    /** By name, in the order of the help. */
    private static final SortedMap<String, Class<?>> COMMANDS = new TreeMap<>(Map.of("bench", BenchCommand.class,
            "check", CheckCommand.class, "explain", ExplainCommand.class, "find-text", FindTextCommand.class, "inspect",
            InspectCommand.class, "run", RunCommand.class, "serve", ServeCommand.class, "upscale",
            UpscaleCommand.class));

    @Spec
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs the command line and ends the VM.
     *
     * @param args subcommand, options, operands
     */
    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /**
     * The command line as {@link #main} runs it, for tests to give it other streams.
     *
     * @param args what it is for: if they begin with a command, it knows that one only, since reading the options of all of them takes
     *             0.1 s
     */
    static CommandLine commandLine(String... args) {
        CommandLine command = new CommandLine(new Main());
        Class<?> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        (named == null ? COMMANDS.values() : List.of(named)).forEach(command::addSubcommand);
        command.getSubcommands().values().forEach(each -> each.getCommandSpec().versionProvider(new Version()));
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::reportUsage)
                .setExecutionStrategy(Main::execute)
                .setExecutionExceptionHandler(Main::reportFailure);
    }

    /** Without a command: tells which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** An error would end the VM with its stack trace; of this one the user is to read what can be done. */
    private static int execute(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            String told = "needs more memory than Java was given (" + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MB); ADJOINT_JAVA_OPTS=-Xmx8g gives it 8 GB";
            throw new ExecutionException(parsed.commandSpec().commandLine(), told, new UserError(told));
        }
    }

    private static int reportUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("adjoint: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int reportFailure(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        switch (e) {
            case UserError u -> err.println("adjoint: " + u.getMessage());
            case ModelException m -> err.println("adjoint: " + m.getMessage());
            case IllegalArgumentException i -> err.println("adjoint: " + i.getMessage());
            case IOException io -> {
                err.println("adjoint: " + reason(io));
                return CommandLine.ExitCode.SOFTWARE;
            }
            case UncheckedIOException io -> {
                err.println("adjoint: " + reason(io.getCause()));
                return CommandLine.ExitCode.SOFTWARE;
            }
            default -> throw e;
        }
        return CommandLine.ExitCode.USAGE;
    }

    /** The messages of these are the bare path. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException n -> n.getMessage() + ": no such file or folder";
            case FileAlreadyExistsException f -> f.getMessage() + ": is there and not a folder";
            case AccessDeniedException a -> a.getMessage() + ": access denied";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "adjoint " + (version == null ? "(unpackaged)" : version),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"),
            };
        }
    }
}
