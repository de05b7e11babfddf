package adjoint.cli.serve;

import adjoint.cli.Limits;
import adjoint.cli.Threads;
import adjoint.cli.UserError;
import adjoint.parallel.Team;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adjoint serve}: starts the server and waits. */
@Command(name = "serve", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, header = "Enlarge photos in the browser.", descriptionHeading = "%n", description = {
    "Starts a small web page: drop a photo, see it enlarged by a network beside the original, and how long each layer took. Ends"
            + " with Ctrl-C.",
    ""}, footerHeading = "%nGood to know:%n", footer = {
        "- Nothing leaves this machine, and other machines cannot see the page unless --host says so; whoever can see it can use it.",
        "- Photos may have at most 32 MB. One is computed at a time.", "", "Example:",
        "  adjoint serve --port 8080     then open http://127.0.0.1:8080/"})
public final class ServeCommand implements Callable<Integer> {

    private static final int LARGEST_PORT = 65_535;
    private static final long LARGEST_PHOTO = 100_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Threads threads;

    @Option(names = "--port", order = 1, defaultValue = "8080", paramLabel = "N", description = "Where to answer; 0 takes any port that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--host", order = 2, defaultValue = "127.0.0.1", paramLabel = "ADDRESS", description = "Which of this machine's addresses to answer at (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--max-pixels", order = 3, defaultValue = "6000000", paramLabel = "N", description = "How many pixels a photo may have (default: ${DEFAULT-VALUE}).")
    private long maxPixels;

    /** For picocli, which fills it in. */
    public ServeCommand() {
    }

    @Override
    public Integer call() throws InterruptedException {
        Limits.require(spec, "--port", port, 0, LARGEST_PORT);
        Limits.require(spec, "--max-pixels", maxPixels, 1, LARGEST_PHOTO);
        try (Team team = threads.team();
                UpscaleServer server = new UpscaleServer(new InetSocketAddress(address(), port), maxPixels, team)) {
            spec.commandLine().getOut().println(server.page() + "  (Ctrl-C ends it)");
            spec.commandLine().getOut().flush();
            // Until the VM is ended, or whoever called interrupts.
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new UserError("--port=" + port + ": is not available (" + e.getMessage() + ")");
        }
        return 0;
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UserError("--host=" + host + ": must be an address of this machine");
        }
    }
}
