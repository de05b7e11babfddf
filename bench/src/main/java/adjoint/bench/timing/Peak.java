package adjoint.bench.timing;

import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What the machine does at most on so many threads at once, measured from Java.
 *
 * @param threads      number of threads
 * @param gflops       fused multiply-adds between registers, in 10^9 floating point operations per second
 * @param copyGbPerSec copying arrays that no cache holds, read and written bytes, in 10^9 per second
 */
public record Peak(int threads, double gflops, double copyGbPerSec) {

    private static final int SAMPLES = 9;
    private static final int FMA_STEPS = 4_000_000;
    private static final int COPIES = 2;

    /** Measures. Takes about a second. */
    public static Peak measure(int threads) throws Exception {
        double fma = best(threads, () -> () -> FmaPeak.run(FMA_STEPS));
        double copy = best(threads, () -> {
            CopyBandwidth arrays = new CopyBandwidth();
            return () -> IntStream.range(0, COPIES).mapToDouble(i -> arrays.run()).sum();
        });
        return new Peak(threads, threads * FmaPeak.flop(FMA_STEPS) / fma * 1e-9,
                threads * COPIES * CopyBandwidth.bytes() / copy * 1e-9);
    }

    /** The better of two measurements, each figure by itself. */
    Peak better(Peak other) {
        return new Peak(threads, Math.max(gflops, other.gflops), Math.max(copyGbPerSec, other.copyGbPerSec));
    }

    /** The time of the fastest sample, in seconds; one in which all threads work from start to end. */
    private static double best(int threads, Supplier<DoubleSupplier> work) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Callable<double[]> member = () -> samples(barrier, work.get());
            double[] slowest = new double[SAMPLES];
            for (Future<double[]> each : pool.invokeAll(Collections.nCopies(threads, member))) {
                double[] seconds = each.get();
                Arrays.setAll(slowest, sample -> Math.max(slowest[sample], seconds[sample]));
            }
            return Arrays.stream(slowest).min().orElseThrow();
        }
    }

    private static double[] samples(CyclicBarrier barrier, DoubleSupplier work) throws Exception {
        double[] seconds = new double[SAMPLES];
        for (int sample = 0; sample < SAMPLES; sample++) {
            barrier.await();
            long start = System.nanoTime();
            double result = work.getAsDouble();
            seconds[sample] = (System.nanoTime() - start) * 1e-9;
            if (Double.isNaN(result)) {
                throw new AssertionError("the work yields numbers");
            }
        }
        return seconds;
    }
}
