package adjoint.conformance.corpus;

import adjoint.geometry.Problem;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What became of a case. */
public sealed interface Outcome {

    /** As expected. */
    Outcome PASSED = new Passed();

    /** As expected. */
    record Passed() implements Outcome {
    }

    /**
     * Not as expected.
     *
     * @param what what was expected and what came, in one line
     */
    record Failed(String what) implements Outcome {
    }

    /**
     * Not tried.
     *
     * @param reason why; cases with the same reason are counted together
     */
    record Skipped(String reason) implements Outcome {
    }

    /** What becomes of a case whose problem must be admissible. */
    static Outcome of(Supplier<Problem> problem, Function<Problem, Outcome> computed) {
        Problem resolved;
        try {
            resolved = problem.get();
        } catch (IllegalArgumentException e) {
            return new Failed("refused, must be computed: " + e.getMessage());
        }
        return computed.apply(resolved);
    }

    /** Passed if there is no complaint. */
    static Outcome of(Optional<String> complaint) {
        return complaint.<Outcome>map(Failed::new).orElse(PASSED);
    }
}
