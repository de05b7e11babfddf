package adjoint.cli.file;

import adjoint.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutputFileTest {

    private static final List<String> TEXT = List.of(".txt");

    @TempDir
    private Path folder;

    @Test
    void aNameMayBeAsLongAsTheFileSystemTakes() throws IOException {
        Path longest = folder.resolve("n".repeat(251) + ".txt");
        write(longest);
        assertEquals("new", Files.readString(longest));
    }

    @Test
    void aNameThatIsTooLongIsRefusedBeforeAnyWork() {
        Path tooLong = folder.resolve("n".repeat(300) + ".txt");
        String message = assertThrows(UserError.class, () -> new OutputFile(tooLong).require(TEXT, List.of()))
                .getMessage();
        assertTrue(message.startsWith(tooLong + ": could not be written ("), message);
    }

    @Test
    void aLinkStaysAndItsTargetIsWritten() throws IOException {
        Path target = Files.writeString(Files.createDirectory(folder.resolve("other")).resolve("target"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("other", "target"));
        write(link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void nothingIsLeftOfWhatFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        UserError thrown = assertThrows(UserError.class, () -> new OutputFile(file).write(out -> {
            out.write(1);
            throw new IOException("no space");
        }));
        assertEquals(file + ": could not be written (no space)", thrown.getMessage());
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aFolderThatIsGoneMeanwhileIsToldInWords() {
        Path file = folder.resolve("gone").resolve("a.txt");
        assertEquals(file + ": could not be written (no such file)",
                assertThrows(UserError.class, () -> write(file)).getMessage());
    }

    private static void write(Path file) {
        new OutputFile(file).write(out -> out.write("new".getBytes()));
    }
}
