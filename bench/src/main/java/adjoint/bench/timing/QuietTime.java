package adjoint.bench.timing;

/**
 * Waits until the processor is as fast as it has been before. On a shared machine it is slower for seconds at a time, while somebody else
 * computes on the same core. No system counter shows this; the time of fused multiply-adds between registers does.
 */
public final class QuietTime {

    /** Part of the best speed so far that is quiet. */
    private static final double ENOUGH = 0.85;
    private static final int STEPS = 200_000;
    private static final int SAMPLES = 3;
    private static final int WARM_UP_RUNS = 200;
    private static final int WARM_UP_STEPS = 1000;
    private static final int LOOK_MILLIS = 20;
    private static final double NANOS = 1e-9;

    private double least = Double.MAX_VALUE;

    /** Whether it is quiet, for the thread that asks. */
    public boolean isNow() {
        if (least == Double.MAX_VALUE) {
            warmUp();
        }
        long took = Long.MAX_VALUE;
        for (int sample = 0; sample < SAMPLES; sample++) {
            long start = System.nanoTime();
            FmaPeak.run(STEPS);
            took = Math.min(took, System.nanoTime() - start);
        }
        least = Math.min(least, took);
        return took * ENOUGH <= least;
    }

    /** Has the multiply-adds compiled, which takes some tenths of a second. */
    private static void warmUp() {
        for (int run = 0; run < WARM_UP_RUNS; run++) {
            if (Float.isNaN(FmaPeak.run(WARM_UP_STEPS))) {
                throw new AssertionError("multiply-adds yield numbers");
            }
        }
    }

    /** Waits, but no longer than so many seconds. */
    public void await(double seconds) throws InterruptedException {
        long start = System.nanoTime();
        while (!isNow() && (System.nanoTime() - start) * NANOS < seconds) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
