package adjoint.spi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** In core alone only the reference is installed. */
class BackendsTest {

    @Test
    void theReferenceIsAlwaysThereAndCanAlwaysRun() {
        Backend reference = Backends.named("reference");
        assertEquals(List.of(reference), Backends.all());
        assertTrue(reference.unavailable().isEmpty());
        assertEquals(0, reference.priority());
        assertSame(reference, Backends.preferred());
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() {
        assertEquals("backend=abacus: must be one of reference",
                assertThrows(IllegalArgumentException.class, () -> Backends.named("abacus")).getMessage());
    }

    @Test
    void thePropertyForcesABackend() throws Exception {
        assertEquals("reference", preferredWith("-D" + Backends.PROPERTY + "=reference"));
    }

    @Test
    void aReferenceThatIsAloneSaysWhatIsMissing() throws Exception {
        String printed = preferredWith();
        assertTrue(printed.endsWith("reference"), printed);
        assertTrue(printed.contains("only backend reference is installed: it computes in plain loops, many times slower"
                + " than adjoint-simd"), printed);
    }

    @Test
    void anUnknownNameInThePropertyIsAnError() throws Exception {
        assertEquals("backend=abacus: must be one of reference", preferredWith("-D" + Backends.PROPERTY + "=abacus"));
    }

    /** The choice is made once in a VM, so each of these asks a new one. */
    private static String preferredWith(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Preferred.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    /** Prints which backend is preferred, or why none is. */
    static final class Preferred {
        public static void main(String[] arguments) {
            try {
                System.out.println(Backends.preferred().name());
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
