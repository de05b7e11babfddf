package adjoint.bench.run;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another VM. What it complains of is kept for the case that it fails. */
final class JavaProcess implements Closeable {

    /** What the Vector API and native libraries need. */
    private static final List<String> NEEDED = List.of("--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private static final int MOST_SECONDS_TO_END = 10;
    private static final int LOOK_MILLIS = 5;

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
     * @param main        name of the class
     * @param arguments   its arguments
     */
    JavaProcess(List<String> flags, String classPath, Map<String, String> environment, String main,
            List<String> arguments) throws IOException {
        this(command(flags, classPath, main, arguments), environment);
    }

    /**
     * Starts what becomes a VM.
     *
     * @param command     a program and its arguments
     * @param environment variables beside those of this process
     */
    JavaProcess(List<String> command, Map<String, String> environment) throws IOException {
        complaints = Files.createTempFile("adjoint-bench", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** What starts a class. */
    static List<String> command(List<String> flags, String classPath, String main, List<String> arguments) {
        return Stream.of(Stream.of(javaHome().resolve("bin", "java").toString()), flags.stream(),
                Stream.of("-cp", classPath, main), arguments.stream()).flatMap(part -> part).toList();
    }

    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    /** A VM with the flags and the class path of this one. */
    static JavaProcess own(Class<?> main, String... arguments) throws IOException {
        return own(List.of(), main, arguments);
    }

    /** The same with more flags. */
    static JavaProcess own(List<String> more, Class<?> main, String... arguments) throws IOException {
        return new JavaProcess(Stream.concat(flags().stream(), more.stream()).toList(), classPath(), Map.of(),
                main.getName(), List.of(arguments));
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
            throw ended();
        }
        return line;
    }

    /**
     * Waits for the end of a process that ends by itself.
     *
     * @return the lines that were not received yet
     * @throws IOException with the last words of the process if it failed
     */
    List<String> awaitEnd() throws IOException, InterruptedException {
        List<String> lines = answers.lines().toList();
        if (process.waitFor() != 0) {
            throw ended();
        }
        return lines;
    }

    /**
     * Memory that a process which ends by itself holds at most, in 10^6 bytes. Linux reports it only while the process runs, so growth
     * in the last milliseconds is missed. NaN on other systems.
     */
    double awaitPeakMegabytes() throws IOException, InterruptedException {
        Path status = Path.of("/proc", "" + process.pid(), "status");
        double peak = Double.NaN;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            peak = latestPeak(status).orElse(peak);
        }
        awaitEnd();
        return peak;
    }

    private static OptionalDouble latestPeak(Path status) {
        try {
            return peakMegabytes(Files.readAllLines(status));
        } catch (IOException gone) {
            return OptionalDouble.empty();
        }
    }

    /** From the lines of the file, which count units of 1024 bytes; nothing of a process that has ended. */
    static OptionalDouble peakMegabytes(List<String> status) {
        return status.stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024e-6).findFirst();
    }

    private IOException ended() throws IOException {
        // Native libraries write in whatever encoding they like.
        String words = new String(Files.readAllBytes(complaints), StandardCharsets.UTF_8);
        return new IOException("the process ended: " + words.lines().filter(line -> !line.isBlank())
                .reduce("without a word", (before, last) -> last));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        // Giving back gigabytes takes time, which the next to be measured must not see.
        process.onExit().completeOnTimeout(process, MOST_SECONDS_TO_END, TimeUnit.SECONDS).join();
        Files.deleteIfExists(complaints);
    }
}
