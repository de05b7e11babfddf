package adjoint.cli.terminal;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProgressBarTest {

    private static final long SECOND = 1_000_000_000;

    private final StringWriter out = new StringWriter();
    private long now;

    @Test
    void theRestTakesAsLongAsThePartThatIsDone() {
        ProgressBar bar = new ProgressBar(new PrintWriter(out), () -> now);
        now = 70 * SECOND;
        bar.accept(0.5);
        assertEquals("[" + "#".repeat(15) + " ".repeat(15) + "]  50 %, 1:10 left", lastLine());
        bar.close();
        assertEquals("", lastLine());
    }

    @Test
    void itIsNotDrawnMoreOftenThanOneCanSee() {
        ProgressBar bar = new ProgressBar(new PrintWriter(out), () -> now);
        now = SECOND;
        bar.accept(0.25);
        String first = lastLine();
        now += SECOND / 100;
        bar.accept(0.5);
        assertEquals(first, lastLine());
        now += SECOND;
        bar.accept(0.5);
        assertTrue(lastLine().contains(" 50 %"), this::lastLine);
    }

    @Test
    void withoutATerminalNothingIsShown() {
        try (ProgressBar bar = ProgressBar.on(new PrintWriter(out))) {
            bar.accept(0.5);
        }
        assertEquals("", out.toString());
    }

    private String lastLine() {
        String all = out.toString();
        return all.substring(all.lastIndexOf("\033[K") + 3);
    }
}
