package adjoint.cli;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

class PrimerTest {

    @Test
    void endsByItselfAndKeepsNoProgramFromEnding() throws InterruptedException {
        Thread primer = Primer.start();
        assertTrue(primer.isDaemon());
        assertTrue(primer.join(Duration.ofSeconds(30)));
    }
}
