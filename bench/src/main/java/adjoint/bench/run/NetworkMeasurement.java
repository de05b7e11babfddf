package adjoint.bench.run;

import adjoint.bench.timing.Timing;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How fast a network runs.
 *
 * @param caseId     which case
 * @param subject    which way to compute it
 * @param rounds     the times, a row for each turn; empty if it failed
 * @param difference how far the result is from Adjoint's at most
 * @param failure    why there are no times, else empty
 */
public record NetworkMeasurement(String caseId, String subject, List<Timing> rounds, double difference,
        String failure) {

    static NetworkMeasurement failed(String caseId, String subject, String why) {
        return new NetworkMeasurement(caseId, subject, List.of(), Double.NaN, why);
    }

    /** Whether there are times. */
    public boolean succeeded() {
        return failure.isEmpty();
    }

    /** The median turn's median. */
    public double medianMillis() {
        return Medians.of(rounds.stream().mapToDouble(Timing::medianMillis));
    }

    /** The fastest run. */
    public double leastMillis() {
        return rounds.stream().mapToDouble(Timing::leastMillis).min().orElseThrow();
    }

    /** The most that everybody else kept busy in a turn. */
    public double otherCpus() {
        return rounds.stream().mapToDouble(Timing::otherCpus).max().orElseThrow();
    }

    /** With the times of one more turn, which failed if this has. */
    NetworkMeasurement and(NetworkMeasurement next) {
        if (!succeeded() || !next.succeeded()) {
            return succeeded() ? next : this;
        }
        return new NetworkMeasurement(caseId, subject, Stream.concat(rounds.stream(), next.rounds.stream()).toList(),
                difference, "");
    }

    /** A few words. */
    String summary() {
        return succeeded()
                ? String.format(Locale.ROOT, "%s %.1f ms (difference %.1e)", subject, medianMillis(), difference)
                : subject + " failed";
    }
}
