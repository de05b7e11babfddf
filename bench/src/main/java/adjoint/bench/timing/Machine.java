package adjoint.bench.timing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a figure was measured.
 *
 * @param cpu        model of the processor
 * @param cores      processors that the VM sees
 * @param vectorBits length of its vectors
 * @param system     operating system
 * @param java       version of the VM
 * @param flags      arguments of the VM that measured Adjoint
 * @param peaks      what the machine does at most, for one thread and for as many as the comparison uses
 */
public record Machine(String cpu, int cores, int vectorBits, String system, String java, List<String> flags,
        List<Peak> peaks) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Describes this process's machine and measures its peaks. */
    public static Machine measure(List<String> flags, int threads) throws Exception {
        List<Peak> peaks = threads == 1
                ? List.of(Peak.measure(1))
                : List.of(Peak.measure(1), Peak.measure(threads));
        return new Machine(cpuModel(), Runtime.getRuntime().availableProcessors(), FmaPeak.vectorBits(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version(), flags, peaks);
    }

    /** This machine with the best of its peaks and those that were measured on it at another time, when less or more disturbed it. */
    public Machine withBetterPeaksOf(Machine again) {
        List<Peak> better = IntStream.range(0, peaks.size()).mapToObj(i -> peaks.get(i).better(again.peaks.get(i)))
                .toList();
        return new Machine(cpu, cores, vectorBits, system, java, flags, better);
    }

    /** The peak of the comparison. */
    public Peak peak() {
        return peaks.getLast();
    }

    private static String cpuModel() throws IOException {
        if (Files.isReadable(CPU_INFO)) {
            try (var lines = Files.lines(CPU_INFO)) {
                return lines.filter(line -> line.startsWith("model name")).findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse(System.getProperty("os.arch"));
            }
        }
        return System.getProperty("os.arch");
    }
}
