package adjoint.conformance.corpus;

import adjoint.conformance.Operator;
import adjoint.geometry.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Parameters without values: the resolved shapes must be as given, and the three operators adjoint to each other.
 *
 * @param id       its name
 * @param operator the operator whose shape is given
 * @param problem  what the parameters mean
 * @param shape    the expected shape
 */
record LawCase(String id, Operator operator, Supplier<Problem> problem, int[] shape) implements Case {

    @Override
    public Outcome run(Setting setting) {
        return Outcome.of(problem, resolved -> {
            Optional<String> wrongShape = Shapes.complaint(shape, operator.resultShape(resolved));
            return wrongShape.isPresent() ? Outcome.of(wrongShape) : InnerProducts.outcome(resolved, setting);
        });
    }
}
