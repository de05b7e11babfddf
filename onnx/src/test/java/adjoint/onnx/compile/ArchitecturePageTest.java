package adjoint.onnx.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The table of passes in ARCHITECTURE.md says what the compiler does. */
class ArchitecturePageTest {

    @Test
    void passesStandInTheOrderInWhichTheyAreApplied() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("../ARCHITECTURE.md")).stream()
                .dropWhile(line -> !line.startsWith("| pass |")).skip(2).takeWhile(line -> line.startsWith("|"))
                .map(line -> line.replaceAll(".*?\\[(\\w+)].*", "$1")).toList();
        assertEquals(Compiler.PASSES.stream().map(pass -> pass.getClass().getSimpleName()).toList(), listed);
    }
}
