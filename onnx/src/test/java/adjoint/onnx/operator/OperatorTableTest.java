package adjoint.onnx.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OperatorTableTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "onnx-operators.md");
    private static final String MARK = "| Operator | Since opset | Notes |";

    @Test
    void theDocumentListsWhatThereIs() throws IOException {
        String table = Stream.concat(Stream.of(MARK, "| --- | ---: | --- |"), Operators.ALL.stream().map(entry -> "| "
                + entry.name() + " | " + entry.since() + " | " + entry.operator().notes() + " |"))
                .collect(Collectors.joining("\n"));
        List<String> lines = Files.readAllLines(DOCUMENT);
        assertEquals(table, String.join("\n", lines.subList(lines.indexOf(MARK), lines.size())),
                "the table at the end of docs/onnx-operators.md must be this");
    }

    @Test
    void operatorsAreSortedByName() {
        List<String> names = Operators.ALL.stream().map(Operators.Entry::name).toList();
        assertEquals(names.stream().sorted().toList(), names);
    }
}
