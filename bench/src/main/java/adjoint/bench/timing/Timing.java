package adjoint.bench.timing;

import adjoint.bench.subject.Prepared;
import java.util.Arrays;

/**
 * Times of single runs after warm-up.
 *
 * @param medianMillis median of a run
 * @param leastMillis  the fastest run
 * @param runs         number of runs
 * @param ownCpus      processors that this process kept busy while it measured
 * @param otherCpus    processors that everybody else did, NaN where the system does not tell
 */
public record Timing(double medianMillis, double leastMillis, int runs, double ownCpus, double otherCpus) {

    /** The speed is stable when so many windows of so many seconds in a row brought nothing new. */
    private static final int STABLE_WINDOWS = 3;
    private static final double WINDOW = 0.03;
    /** Code that is compiled while it runs looks stable until the compiler is done: so many runs and seconds at least. */
    private static final int COMPILED_RUNS = 10;
    private static final double COMPILED_SECONDS = 1;
    /** A window that is faster by less brought nothing new. */
    private static final double PROGRESS = 0.98;

    private static final int MOST_RUNS = 1 << 16;
    private static final double NANOS = 1e-9;

    /** Warms up until the speed is stable, then measures. */
    public static Timing measure(Prepared prepared, Effort effort, boolean compilesWhileRunning) throws Exception {
        warmUp(prepared, effort, compilesWhileRunning);
        double[] seconds = new double[MOST_RUNS];
        int runs = 0;
        CpuTime before = CpuTime.now();
        long start = System.nanoTime();
        long last = start;
        double elapsed;
        do {
            prepared.run();
            long now = System.nanoTime();
            seconds[runs++] = (now - last) * NANOS;
            elapsed = (now - start) * NANOS;
            last = now;
        } while (runs < MOST_RUNS && (elapsed < effort.measured() || runs < effort.leastRuns())
                && elapsed < effort.mostSeconds());
        CpuTime after = CpuTime.now();
        Arrays.sort(seconds, 0, runs);
        return new Timing(1e3 * seconds[runs / 2], 1e3 * seconds[0], runs, after.ownSince(before) / elapsed,
                after.othersSince(before) / elapsed);
    }

    private static void warmUp(Prepared prepared, Effort effort, boolean compilesWhileRunning) throws Exception {
        double leastSeconds = Math.max(effort.leastWarmUp(), compilesWhileRunning ? COMPILED_SECONDS : 0);
        int leastRuns = compilesWhileRunning ? COMPILED_RUNS : 1;
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        int stable = 0;
        int allRuns = 0;
        double elapsed = 0;
        while (elapsed < effort.mostWarmUp()
                && (elapsed < leastSeconds || allRuns < leastRuns || stable < STABLE_WINDOWS)) {
            long windowStart = System.nanoTime();
            double window;
            int runs = 0;
            do {
                prepared.run();
                runs++;
                window = (System.nanoTime() - windowStart) * NANOS;
            } while (window < WINDOW);
            stable = window / runs < best * PROGRESS ? 0 : stable + 1;
            best = Math.min(best, window / runs);
            allRuns += runs;
            elapsed = (System.nanoTime() - start) * NANOS;
        }
    }
}
