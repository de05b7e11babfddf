package adjoint.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The launcher in a checkout that is built, with a JDK that only writes down how it is called. */
class LauncherTest {

    private static final String JAVA = """
            #!/bin/sh
            echo "$*" >>"$JDK_CALLS"
            for flag; do
                case $flag in
                    -XX:DumpLoadedClassList=*) %s echo classes >"${flag#*=}" ;;
                    -Xshare:dump) dump=yes ;;
                    -XX:SharedArchiveFile=*) if [ "${dump:-}" ]; then echo archive >"${flag#*=}"; fi ;;
                esac
            done
            """;

    @TempDir
    Path folder;

    private Path root;
    private Path calls;

    @BeforeEach
    void checkout() throws IOException {
        root = folder.resolve("a checkout");
        calls = folder.resolve("calls");
        for (String module : List.of(".", "core", "simd", "conformance", "bench", "bench/peers", "onnx", "models",
                "cli")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.createFile(root.resolve(module).resolve("pom.xml"));
        }
        Files.createDirectories(root.resolve("cli/target/app"));
        for (String stamp : List.of("cli/target/app.stamp", "bench/peers/target/app.stamp")) {
            Files.createDirectories(root.resolve(stamp).getParent());
            Files.createFile(root.resolve(stamp));
            Files.setLastModifiedTime(root.resolve(stamp), FileTime.from(Instant.now().plusSeconds(60)));
        }
        Files.copy(Path.of("..", "adjoint"), root.resolve("adjoint"));
        jdk("");
    }

    @Test
    void classesAreArchivedOnceForEachJdkAndThenUsed() throws Exception {
        start("check", "a folder");
        List<String> first = calls();
        assertEquals(3, first.size(), first::toString);
        assertTrue(first.get(0).contains("-XX:DumpLoadedClassList="), first::toString);
        assertTrue(first.get(0).contains(" adjoint.cli.Rehearsal "), first::toString);
        assertTrue(first.get(1).contains("-Xshare:dump"), first::toString);
        Path archive = root.resolve("cli/target/app-25.0.1+8-LTS.jsa");
        assertEquals("archive\n", Files.readString(archive));
        assertTrue(first.get(2).contains("-XX:SharedArchiveFile=" + archive + " "), first::toString);
        assertTrue(first.get(2).endsWith("adjoint.cli.Main check a folder"), first::toString);
        start("--version");
        assertEquals(1, calls().size());
        assertFalse(Files.exists(root.resolve("cli/target/app.lock")));
    }

    @Test
    void withoutAnArchiveItStartsAllTheSameAndDoesNotTryAgain() throws Exception {
        jdk("exit 1;");
        start("--version");
        assertEquals(2, calls().size());
        start("--version");
        List<String> second = calls();
        assertEquals(1, second.size(), second::toString);
        assertFalse(second.getFirst().contains("SharedArchiveFile"), second::toString);
        assertTrue(second.getFirst().endsWith("adjoint.cli.Main --version"), second::toString);
    }

    @Test
    void whatTheUserAddsComesLast() throws Exception {
        start("--version");
        String call = calls().getLast();
        assertTrue(call.matches(".*CompileCommand=.* -Xmx1g -Dother=1 -Dadjoint.home=.* adjoint.cli.Main --version"),
                call);
    }

    @Test
    void benchmarksMeasureVmsWithoutFlags() throws Exception {
        start("bench", "--quick");
        assertEquals(List.of("--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xmx1g -Dother=1"
                + " -Dadjoint.home=" + root + " -cp " + root + "/cli/target/app/* adjoint.cli.Main bench --quick"),
                calls());
    }

    @Test
    void aCheckoutThatCannotBeWrittenIsStartedAsItIs() throws Exception {
        Path target = root.resolve("cli/target");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        // Permissions do not bind the superuser, who archives as ever.
        int expected = Files.isWritable(target) ? 3 : 1;
        start("--version");
        assertEquals(expected, calls().size());
        assertTrue(calls().getLast().endsWith("adjoint.cli.Main --version"), this::log);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whatCannotBeBuiltIsOneLineAndStatus2() throws Exception {
        Path target = root.resolve("cli/target");
        Files.move(target, root.resolve("cli/elsewhere"));
        Files.createFile(target);
        assertEquals(2, status("--version"), this::log);
        assertEquals("adjoint: " + target + ": must be writable to build what has changed.\n", log());
    }

    private void jdk(String beforeClasses) throws IOException {
        Path home = folder.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), """
                IMPLEMENTOR="Nobody"
                JAVA_RUNTIME_VERSION="25.0.1+8-LTS"
                JAVA_VERSION="25.0.1"
                """);
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(home.resolve("bin").resolve(program), JAVA.formatted(beforeClasses));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private void start(String... arguments) throws Exception {
        assertEquals(0, status(arguments), this::log);
    }

    private int status(String... arguments) throws Exception {
        Files.deleteIfExists(calls);
        ProcessBuilder builder = new ProcessBuilder("sh", root.resolve("adjoint").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("JDK_CALLS", calls.toString());
        builder.environment().put("ADJOINT_JAVA_OPTS", "-Xmx1g -Dother=1");
        Process process = builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        return process.exitValue();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(calls);
    }
}
