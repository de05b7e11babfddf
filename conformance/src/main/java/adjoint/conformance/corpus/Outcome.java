package adjoint.conformance.corpus;

import java.util.Optional;

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

    /** Passed if there is no complaint. */
    static Outcome of(Optional<String> complaint) {
        return complaint.<Outcome>map(Failed::new).orElse(PASSED);
    }
}
