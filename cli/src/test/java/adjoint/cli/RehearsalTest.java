package adjoint.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

class RehearsalTest {

    @Test
    void everyCommandThatItRunsSucceeds() {
        String cases = Path.of("..", "conformance", "src", "test", "resources", "corpus", "onnx-node").toString();
        assertDoesNotThrow(() -> Rehearsal.main(new String[] {cases}));
    }
}
