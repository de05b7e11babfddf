package adjoint.bench;

import adjoint.bench.run.ColdStart;
import adjoint.bench.run.ColdStartProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long until a fresh VM has its first result, and until it is fast? Each iteration starts one; the score is the time to the
 * first result. The fork of JMH only waits.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@State(Scope.Benchmark)
public class ColdStartBenchmark {

    /** Which layer. */
    @Param
    public ColdStart.Layer layer;

    /** How the VM is started. */
    @Param
    public ColdStartProcess.Start start;

    private Path folder;
    private Path cache;
    private ColdStartProcess process;

    /** Writes the AOT cache. */
    @Setup
    public void prepare() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("adjoint-bench");
        cache = folder.resolve("app.aot");
        if (start == ColdStartProcess.Start.PREPARED) {
            ColdStartProcess.writeCache(layer, cache);
        }
    }

    /** Deletes it. */
    @TearDown
    public void clear() throws IOException {
        Files.deleteIfExists(cache);
        Files.delete(folder);
    }

    /** What comes after the first result. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class After {
        /** Milliseconds from the start to 90 % of the speed in the end; JMH sums them up over the iterations. */
        public double speedMillisSum;

        /** Lets the VM reach its speed, out of the measured time. */
        @TearDown(Level.Invocation)
        public void await(ColdStartBenchmark benchmark) throws IOException {
            try (ColdStartProcess process = benchmark.process) {
                speedMillisSum = process.awaitEnd().speedMillis();
            }
        }
    }

    /** Starts a VM and waits for its first result. */
    @Benchmark
    public void first(After after) throws IOException {
        process = start == ColdStartProcess.Start.PREPARED
                ? ColdStartProcess.prepared(layer, cache)
                : ColdStartProcess.plain(layer);
        process.awaitFirst();
    }
}
