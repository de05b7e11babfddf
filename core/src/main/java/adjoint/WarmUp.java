package adjoint;

import adjoint.check.Check;
import java.time.Duration;

/**
 * Runs something again and again until the JVM has compiled it, for programs that answer requests and do not want the first one to
 * be slow:
 *
 * <pre>{@code
 * float[] x = new float[problem.geometry().xElements()];
 * float[] y = new float[problem.geometry().yElements()];
 * WarmUp.run(() -> plan.run(x, y), Duration.ofSeconds(2));
 * }</pre>
 *
 * <p>One plan warms up others that use the same kernels, whatever their extents.
 */
public final class WarmUp {

    /** Code is compiled beside the runs, which do not get faster meanwhile: shorter windows would end it before that is done. */
    private static final long WINDOW_NANOS = 100_000_000;
    private static final int WINDOWS_WITHOUT_NEWS = 3;
    /** A window that is faster by less brought no news. */
    private static final double PROGRESS = 0.95;

    private WarmUp() {
    }

    /**
     * Runs until it gets no faster, or a time has passed, or the calling thread is interrupted, whose interrupted status is left as
     * it is.
     *
     * @param task  what to run
     * @param limit after this time no further run begins
     * @return how often it ran, at least once
     * @throws IllegalArgumentException if the limit is not above zero
     */
    public static int run(Runnable task, Duration limit) {
        Check.notNull("task", task);
        if (!Check.notNull("limit", limit).isPositive()) {
            throw new IllegalArgumentException("limit=" + limit + ": must be above zero");
        }
        long start = System.nanoTime();
        long windowStart = start;
        double best = Double.POSITIVE_INFINITY;
        int runs = 0;
        int windowRuns = 0;
        int withoutNews = 0;
        long now;
        do {
            task.run();
            runs++;
            windowRuns++;
            now = System.nanoTime();
            if (now - windowStart >= WINDOW_NANOS) {
                double nanos = (double) (now - windowStart) / windowRuns;
                withoutNews = nanos < best * PROGRESS ? 0 : withoutNews + 1;
                best = Math.min(best, nanos);
                windowStart = now;
                windowRuns = 0;
            }
        } while (withoutNews < WINDOWS_WITHOUT_NEWS && limit.compareTo(Duration.ofNanos(now - start)) > 0
                && !Thread.currentThread().isInterrupted());
        return runs;
    }
}
