package adjoint.bench.timing;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Processor time used so far: tells whether somebody else was busy during a measurement.
 *
 * @param own     seconds of this process
 * @param machine seconds of all processes, what a hypervisor took included; NaN if the system is not Linux
 */
record CpuTime(double own, double machine) {

    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS_PER_SECOND = 100;
    /** Columns of the first line: user, nice, system, irq, softirq, steal; the others are idle or counted twice. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    static CpuTime now() throws IOException {
        return new CpuTime(SYSTEM.getProcessCpuTime() * 1e-9, Files.isReadable(STAT) ? busy() : Double.NaN);
    }

    double ownSince(CpuTime before) {
        return own - before.own;
    }

    double othersSince(CpuTime before) {
        return Math.max(0, machine - before.machine - ownSince(before));
    }

    private static double busy() throws IOException {
        try (var lines = Files.lines(STAT)) {
            String[] ticks = lines.findFirst().orElseThrow().split("\\s+");
            return IntStream.of(BUSY).mapToLong(column -> Long.parseLong(ticks[column])).sum() / TICKS_PER_SECOND;
        }
    }
}
