package adjoint.bench.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The other end of a {@link ColdStart}. */
public final class ColdStartProcess implements Closeable {

    /** How the VM is started. */
    public enum Start {
        /** With the flags that the Vector API needs. */
        PLAIN,
        /** With an AOT cache of a run before, and kernels compiled earlier. */
        PREPARED
    }

    /**
     * From the start of the process.
     *
     * @param layer        which layer
     * @param start        how the VM was started
     * @param firstMillis  until the first result
     * @param speedMillis  until the first of five consecutive runs at 90 % of the final speed or more has ended
     * @param steadyMillis what a run takes in the end
     */
    public record Times(ColdStart.Layer layer, Start start, double firstMillis, double speedMillis,
            double steadyMillis) {
    }

    /** Kernels that are compiled earlier, and until then objects where those before them were. */
    private static final List<String> EARLIER = List.of("-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,adjoint.simd.*::*,0.1", "-XX:Tier4BackEdgeThreshold=1000000",
            "-XX:+UseSerialGC", "-Xmn8m");

    private final ColdStart.Layer layer;
    private final Start kind;
    private final Instant start = Instant.now();
    private final JavaProcess process;
    private String first;

    private ColdStartProcess(ColdStart.Layer layer, Start kind, List<String> flags) throws IOException {
        this.layer = layer;
        this.kind = kind;
        process = JavaProcess.own(flags, ColdStart.class, layer.name());
    }

    /** Starts a process. */
    public static ColdStartProcess plain(ColdStart.Layer layer) throws IOException {
        return new ColdStartProcess(layer, Start.PLAIN, List.of());
    }

    /** Starts a process with what {@link #writeCache} has written. */
    public static ColdStartProcess prepared(ColdStart.Layer layer, Path cache) throws IOException {
        List<String> flags = new ArrayList<>(EARLIER);
        flags.add("-XX:AOTCache=" + cache);
        return new ColdStartProcess(layer, Start.PREPARED, flags);
    }

    /** Runs a layer for the AOT cache. */
    public static void writeCache(ColdStart.Layer layer, Path cache) throws IOException, InterruptedException {
        try (JavaProcess rehearsal = JavaProcess.own(List.of("-XX:AOTCacheOutput=" + cache, "-XX:+UseSerialGC"),
                ColdStart.class, layer.name())) {
            rehearsal.awaitEnd();
        }
        if (!Files.exists(cache)) {
            throw new IOException(cache + ": the VM has written no AOT cache");
        }
    }

    /** Waits for the first result. */
    public void awaitFirst() throws IOException {
        first = process.receive();
    }

    /** Waits for the end, after {@link #awaitFirst}. */
    public Times awaitEnd() throws IOException {
        String[] rest = process.receive().split(" ");
        return new Times(layer, kind, millis(first), millis(rest[0]), Double.parseDouble(rest[1]));
    }

    private double millis(String micros) {
        return (Long.parseLong(micros) - ColdStart.micros(start)) * 1e-3;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
