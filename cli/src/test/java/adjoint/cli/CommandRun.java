package adjoint.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A command as a user runs it, and what it printed the last time. */
public final class CommandRun {

    private final String command;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    public CommandRun(String command) {
        this.command = command;
    }

    /** The exit status with these arguments. */
    public int with(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        String[] words = Stream.concat(Stream.of(command), Arrays.stream(arguments).map(Object::toString))
                .toArray(String[]::new);
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(words);
    }

    /** Holds that the arguments are answered by one line that begins so, status 2, and nothing else. */
    public void refuses(String message, Object... arguments) {
        assertEquals(2, with(arguments), this::err);
        List<String> lines = err().lines().filter(line -> !line.startsWith("Try ")).toList();
        assertEquals(1, lines.size(), this::err);
        assertTrue(lines.getFirst().startsWith("adjoint: " + message), lines::getFirst);
        assertEquals("", out());
    }

    public String out() {
        return out.toString().replace("\r", "");
    }

    public String err() {
        return err.toString().replace("\r", "");
    }
}
