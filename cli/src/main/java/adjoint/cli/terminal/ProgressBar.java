package adjoint.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/** One line on a terminal that says how much of the work is done and how long the rest will take. */
public final class ProgressBar implements DoubleConsumer, AutoCloseable {

    private static final int WIDTH = 30;
    private static final String CLEAR = "\r\033[K";
    private static final long BETWEEN_NANOS = 100_000_000;

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private final long start;
    private long shown;

    ProgressBar(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        shown = start - BETWEEN_NANOS;
        show("", 0);
    }

    /**
     * A bar where it can be seen, otherwise one that shows nothing.
     *
     * @param out where it is shown
     */
    public static ProgressBar on(PrintWriter out) {
        Console console = System.console();
        boolean visible = console != null && console.isTerminal();
        return new ProgressBar(visible ? out : new PrintWriter(PrintWriter.nullWriter()), System::nanoTime);
    }

    /** Shows what part is done, 0 to 1. */
    @Override
    public void accept(double done) {
        long now = nanoTime.getAsLong();
        if (done <= 0 || now - shown < BETWEEN_NANOS) {
            return;
        }
        shown = now;
        long seconds = Math.round((now - start) * 1e-9 * (1 - done) / done);
        show(String.format(Locale.ROOT, " %3.0f %%, %d:%02d left", Math.floor(100 * done), seconds / 60, seconds % 60),
                done);
    }

    private void show(String text, double done) {
        int full = (int) Math.round(done * WIDTH);
        out.print(CLEAR + "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "]" + text);
        out.flush();
    }

    /** Takes the line away. */
    @Override
    public void close() {
        out.print(CLEAR);
        out.flush();
    }
}
