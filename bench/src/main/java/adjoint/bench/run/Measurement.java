package adjoint.bench.run;

import adjoint.bench.subject.Form;
import adjoint.bench.timing.Timing;

/**
 * One row of the results.
 *
 * @param caseId  which case
 * @param subject which library
 * @param form    how it was used
 * @param timing  the times; null if it failed
 * @param kernel  what the subject says of its kernel
 * @param failure why there are no times, else empty
 */
public record Measurement(String caseId, String subject, Form form, Timing timing, String kernel, String failure) {

    static Measurement failed(String caseId, String subject, Form form, String why) {
        return new Measurement(caseId, subject, form, null, "", why);
    }

    /** Whether there are times. */
    public boolean succeeded() {
        return timing != null;
    }

    boolean sameRowAs(Measurement other) {
        return caseId.equals(other.caseId) && subject.equals(other.subject) && form.equals(other.form);
    }

    /** The better of two measurements of the same row. */
    Measurement better(Measurement other) {
        return !succeeded() || other.succeeded() && other.timing.medianMillis() < timing.medianMillis() ? other : this;
    }
}
