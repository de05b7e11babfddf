package adjoint.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs another program in this process and tells at its end how much memory the process held at most. */
public final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmHWM:";

    private PeakMemory() {
    }

    /**
     * Runs a program.
     *
     * @param args name of its main class, then its arguments
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(Answers.MARK + megabytes())));
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null,
                (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    /** What such a process printed last. */
    static double in(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(Answers.MARK))
                .mapToDouble(line -> Double.parseDouble(line.substring(Answers.MARK.length())))
                .reduce((before, last) -> last).orElse(Double.NaN);
    }

    private static double megabytes() {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        try {
            return of(Files.readAllLines(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the lines of the file, which count units of 1024 bytes. */
    static double of(List<String> status) {
        return status.stream().filter(line -> line.startsWith(LINE))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024e-6).findFirst()
                .orElse(Double.NaN);
    }
}
