package adjoint.simd.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** That each kernel of a family is what its generator writes. */
class KernelFilesTest {

    @Test
    void everyTileIsWhatItsGeneratorWrites() throws IOException {
        assertWritten(23, GemmTiles.FILES);
    }

    @Test
    void everyWalkIsWhatItsGeneratorWrites() throws IOException {
        assertWritten(13, WindowWalks.FILES);
    }

    private static void assertWritten(int count, KernelFiles family) throws IOException {
        assertEquals(count, family.files().size());
        for (Path file : family.files()) {
            assertEquals(family.rewritten(file), Files.readString(file), file.toString());
        }
    }
}
