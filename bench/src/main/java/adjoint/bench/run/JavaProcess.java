package adjoint.bench.run;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Another VM. What it complains of is kept for the case that it fails. */
final class JavaProcess implements Closeable {

    /** What the Vector API and native libraries need. */
    private static final List<String> NEEDED = List.of("--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;
    private final Path complaints;

    /**
     * Starts a class.
     *
     * @param flags       of the VM
     * @param classPath   its class path
     * @param environment variables beside those of this process
     * @param main        the class
     * @param arguments   its arguments
     */
    JavaProcess(List<String> flags, String classPath, Map<String, String> environment, Class<?> main,
            List<String> arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        complaints = Files.createTempFile("adjoint-bench", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                Stream.of(Stream.of(java), flags.stream(), Stream.of("-cp", classPath, main.getName()),
                        arguments.stream())
                        .flatMap(part -> part).toList())
                .redirectError(complaints.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        answers = process.inputReader();
        requests = process.outputWriter();
    }

    /** A VM with the flags and the class path of this one. */
    static JavaProcess own(Class<?> main, String... arguments) throws IOException {
        return new JavaProcess(flags(), classPath(), Map.of(), main, List.of(arguments));
    }

    /** The flags of this VM and those that measuring needs. */
    static List<String> flags() {
        Stream<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-D") && !flag.startsWith("-agentlib")
                        && !flag.startsWith("-javaagent"));
        return Stream.concat(NEEDED.stream(), given).distinct().toList();
    }

    static List<String> neededFlags() {
        return NEEDED;
    }

    static String classPath() {
        return System.getProperty("java.class.path");
    }

    void send(String line) throws IOException {
        requests.write(line + "\n");
        requests.flush();
    }

    /**
     * Waits for a line.
     *
     * @throws IOException with the last words of the process if it ended
     */
    String receive() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            try (Stream<String> lines = Files.lines(complaints)) {
                throw new IOException("the process ended: " + lines.filter(words -> !words.isBlank())
                        .reduce("without a word", (before, last) -> last));
            }
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(complaints);
    }
}
