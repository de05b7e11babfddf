package adjoint.simd.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** That the tiles of a family are what their generator writes. */
class GatherGemmTilesTest {

    @Test
    void everyTileIsWhatItsGeneratorWrites() throws IOException {
        assertEquals(7, GatherGemmTiles.files().size());
        for (Path file : GatherGemmTiles.files()) {
            assertEquals(GatherGemmTiles.rewritten(file), Files.readString(file), file.toString());
        }
    }
}
