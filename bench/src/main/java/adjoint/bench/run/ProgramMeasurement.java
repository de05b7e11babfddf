package adjoint.bench.run;

import java.util.List;
import java.util.Locale;

/**
 * What a whole program takes for a picture.
 *
 * @param program       which library computes
 * @param picture       width and height
 * @param millis        times from the start of the process to its end, a run each; empty if it failed
 * @param peakMegabytes memory that the process held at most, in 10^6 bytes; NaN if it failed or the system does not tell
 * @param difference    how far an 8-bit sample of the written picture is from Adjoint's at most
 * @param failure       why it is not measured, else empty
 */
public record ProgramMeasurement(String program, String picture, List<Double> millis, double peakMegabytes,
        int difference, String failure) {

    /** Whether it was measured. */
    public boolean succeeded() {
        return failure.isEmpty();
    }

    /** The median run. */
    public double medianMillis() {
        return Medians.of(millis.stream().mapToDouble(Double::doubleValue));
    }

    /** The fastest run. */
    public double leastMillis() {
        return millis.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** A few words. */
    String summary() {
        return succeeded()
                ? String.format(Locale.ROOT, "%s %.0f ms, %.0f MB", program, medianMillis(), peakMegabytes)
                : program + " failed";
    }
}
