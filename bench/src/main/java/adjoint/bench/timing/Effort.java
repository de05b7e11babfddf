package adjoint.bench.timing;

/**
 * How long to measure.
 *
 * @param leastWarmUp seconds before the first look whether the speed is stable; processors need a moment to settle on a clock
 * @param mostWarmUp  seconds after which it is measured, stable or not
 * @param measured    seconds to measure
 * @param leastRuns   number of runs to measure even if it takes longer
 * @param mostSeconds seconds after which it ends with fewer runs
 * @param patience    seconds to wait for a {@link QuietTime} before each turn, which is then repeated if it did not last
 * @param rounds      how often all subjects take turns on a case; the best round of each counts
 */
public record Effort(double leastWarmUp, double mostWarmUp, double measured, int leastRuns, double mostSeconds,
        double patience, int rounds) {

    /** For figures to publish. */
    public static final Effort FULL = new Effort(0.15, 10, 0.2, 7, 1, 2, 2);
    /** For a first impression. */
    public static final Effort QUICK = new Effort(0.05, 3, 0.12, 5, 0.4, 0, 1);
    /** Whole networks, whose runs take tenths of a second. */
    public static final Effort NETWORK = new Effort(5, 20, 2, 5, 6, 0, 3);
    /** Those for a first impression. */
    public static final Effort QUICK_NETWORK = new Effort(2, 5, 1, 3, 3, 0, 3);
    /** Networks whose runs take half a minute: one timed run in each turn, after an untimed one whose result is compared. */
    public static final Effort SINGLE_RUNS = new Effort(0, 0, 0, 1, 0, 0, 3);
    /** For tests of the tool itself. */
    public static final Effort LEAST = new Effort(0, 0, 0, 1, 0, 0, 1);
}
