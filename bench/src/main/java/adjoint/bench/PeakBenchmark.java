package adjoint.bench;

import adjoint.bench.timing.CopyBandwidth;
import adjoint.bench.timing.FmaPeak;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is the most that this machine does? Run it with {@code -t} for more threads. */
public class PeakBenchmark extends Settings {

    private static final int STEPS = 100_000;

    /** Arrays of one thread. */
    @State(Scope.Thread)
    public static class Arrays {
        private final CopyBandwidth arrays = new CopyBandwidth();
    }

    /** Fused multiply-adds between registers. */
    @Benchmark
    public float fma(Work work) {
        work.add(FmaPeak.flop(STEPS));
        return FmaPeak.run(STEPS);
    }

    /** Copying memory; a run reads and writes {@link CopyBandwidth#bytes}. */
    @Benchmark
    public float copy(Arrays state) {
        return state.arrays.run();
    }
}
