package adjoint.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine = Main.commandLine()
            .addSubcommand("throw", new Throwing())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    private Throwable thrown;

    @Test
    void helpGoesToStandardOutput() {
        assertEquals(0, commandLine.execute("--help"));
        assertTrue(out.toString().startsWith("Usage: adjoint"), out::toString);
        assertEquals("", err.toString());
    }

    @Test
    void versionNamesTheProgramAndTheJvm() {
        assertEquals(0, commandLine.execute("--version"));
        assertTrue(out.toString().startsWith("adjoint "), out::toString);
        assertTrue(out.toString().contains("Java " + Runtime.version()), out::toString);
    }

    @Test
    void everyCommandTellsTheSameVersion() {
        commandLine.execute("--version");
        String version = out.toString();
        Set<String> commands = Main.commandLine().getSubcommands().keySet();
        commands.remove("help");
        for (String command : commands) {
            out.getBuffer().setLength(0);
            assertEquals(0, commandLine.execute(command, "--version"));
            assertEquals(version, out.toString(), command);
        }
    }

    @Test
    void ofACommandThatIsNamedNoOtherIsRead() {
        Set<String> commands = Main.commandLine().getSubcommands().keySet();
        commands.remove("help");
        assertTrue(commands.contains("upscale"), commands::toString);
        for (String command : commands) {
            assertEquals(Set.of("help", command), Main.commandLine(command).getSubcommands().keySet());
        }
        assertEquals(commands.size() + 1, Main.commandLine("--help").getSubcommands().size());
    }

    @Test
    void badUsageIsOneLineAndAPointerToTheHelp() {
        assertEquals(2, commandLine.execute("--colour"));
        assertEquals(2, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().startsWith("adjoint: Unknown option: '--colour'"), err::toString);
        assertTrue(err.toString().contains("Try 'adjoint --help'."), err::toString);
    }

    @Test
    void noCommandIsBadUsageAndTellsWhichThereAre() {
        assertEquals(2, commandLine.execute());
        assertTrue(err.toString().startsWith("Usage: adjoint"), err::toString);
        assertTrue(err.toString().contains("find-text"), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void helpIsACommandToo() {
        assertEquals(0, commandLine.execute("help"));
        assertTrue(out.toString().startsWith("Usage: adjoint"), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, commandLine.execute("help", "upscale"));
        assertTrue(out.toString().contains("Usage: adjoint upscale"), out::toString);
        assertEquals(2, commandLine.execute("help", "nothing"));
        assertTrue(err.toString().startsWith("adjoint: "), err::toString);
    }

    @Test
    void whatTheUserCanPutRightIsOneLineAndStatus2() {
        assertEquals(2, executeThrowing(new UserError("stride=0: must be at least 1")));
        assertEquals(2, executeThrowing(new IllegalArgumentException("stride=0: must be at least 1")));
        assertEquals("adjoint: stride=0: must be at least 1\n".repeat(2), err.toString().replace("\r", ""));
    }

    @Test
    void shortMemoryIsOneLineAndStatus2() {
        assertEquals(2, executeThrowing(new OutOfMemoryError("Java heap space")));
        assertTrue(err.toString().startsWith("adjoint: needs more memory than Java was given ("), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @Test
    void missingFileIsOneLineAndStatus1() {
        assertEquals(1, executeThrowing(new NoSuchFileException("in.png")));
        assertEquals("adjoint: in.png: no such file or folder", err.toString().strip());
    }

    @Test
    void failureOfOurOwnShowsWhere() {
        assertEquals(1, executeThrowing(new IllegalStateException("left over")));
        assertTrue(err.toString().contains("at adjoint.cli.MainTest"), err::toString);
    }

    private int executeThrowing(Throwable e) {
        thrown = e;
        return commandLine.execute("throw");
    }

    @Command(name = "throw")
    private final class Throwing implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            switch (thrown) {
                case Error e -> throw e;
                case Exception e -> throw e;
                default -> throw new AssertionError(thrown);
            }
        }
    }
}
