package adjoint.simd.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** That the kernels that walk with stride 1 are what their generator writes. */
class WindowWalksTest {

    @Test
    void everyWalkIsWhatItsGeneratorWrites() throws IOException {
        assertEquals(5, WindowWalks.files().size());
        for (Path file : WindowWalks.files()) {
            assertEquals(WindowWalks.rewritten(file), Files.readString(file), file.toString());
        }
    }
}
