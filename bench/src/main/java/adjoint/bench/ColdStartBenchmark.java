package adjoint.bench;

import adjoint.bench.run.ColdStart;
import java.io.IOException;
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

    private ColdStart process;

    /** What comes after the first result. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class After {
        /** Milliseconds from the start to 90 % of the speed in the end; JMH sums them up over the iterations. */
        public double speedMillisSum;

        /** Lets the VM reach its speed, out of the measured time. */
        @TearDown(Level.Invocation)
        public void await(ColdStartBenchmark benchmark) throws IOException {
            speedMillisSum = benchmark.process.awaitEnd().speedMillis();
        }
    }

    /** Starts a VM and waits for its first result. */
    @Benchmark
    public void first(After after) throws IOException {
        process = new ColdStart(layer);
        process.awaitFirst();
    }
}
