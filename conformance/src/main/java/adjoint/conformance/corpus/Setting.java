package adjoint.conformance.corpus;

import adjoint.spi.Backend;

/**
 * How cases are run.
 *
 * @param backend what computes
 * @param maxMacs the largest number of multiply-adds of a case that holds only a shape; larger ones are skipped
 */
public record Setting(Backend backend, long maxMacs) {

    /** Multiply-adds that the reference does in some hundredths of a second. */
    public static final long MAX_MACS = 1_000_000;

    /** Runs on a backend with the usual limit. */
    public Setting(Backend backend) {
        this(backend, MAX_MACS);
    }

    /** What becomes of a shape beyond the limit. */
    Outcome tooLarge() {
        return new Outcome.Skipped("more than " + maxMacs + " multiply-adds");
    }
}
