package adjoint.conformance.corpus;

import adjoint.geometry.Problem;
import java.util.function.Supplier;

/**
 * Arguments that another system refuses.
 *
 * @param id       its name
 * @param problem  what the arguments would mean
 * @param optional whether the arguments are sound, so that the library may accept them
 */
record RefusedCase(String id, Supplier<Problem> problem, boolean optional) implements Case {

    @Override
    public Outcome run(Setting setting) {
        Problem resolved;
        try {
            resolved = problem.get();
        } catch (IllegalArgumentException e) {
            return Outcome.PASSED;
        }
        if (!optional) {
            return new Outcome.Failed("accepted, must be refused: " + resolved);
        }
        // What is accepted beyond the other system has to be computed, and there is nothing but the law to hold it against.
        return InnerProducts.outcome(resolved, setting);
    }
}
