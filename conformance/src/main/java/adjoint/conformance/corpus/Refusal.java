package adjoint.conformance.corpus;

import adjoint.geometry.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/** Why another system refuses a line's arguments, if it does, and what that asks of the library. */
enum Refusal {
    /** There is no such operator. */
    INADMISSIBLE,
    /** The result would be empty: sound, but to be refused in the dialect of a system that does so. */
    EMPTY,
    /** The system lacks the case; the library may have it. */
    LIMITATION;

    /** The refusal that a line states in its field {@code error_kind}. */
    static Optional<Refusal> of(JsonFields fields) throws MalformedException {
        Optional<String> kind = fields.optionalText("error_kind");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        for (Refusal refusal : values()) {
            if (refusal.name().equalsIgnoreCase(kind.get())) {
                return Optional.of(refusal);
            }
        }
        throw new MalformedException("error_kind=" + kind.get() + ": must be inadmissible, empty or limitation");
    }

    Case toCase(String id, Supplier<Problem> problem) {
        return new RefusedCase(id, problem, this == LIMITATION);
    }
}
