package adjoint.simd.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** That the tiles of both families are what their generator writes. */
class GemmTilesTest {

    @Test
    void everyTileIsWhatItsGeneratorWrites() throws IOException {
        assertEquals(12, GemmTiles.files().size());
        for (Path file : GemmTiles.files()) {
            assertEquals(GemmTiles.rewritten(file), Files.readString(file), file.toString());
        }
    }
}
