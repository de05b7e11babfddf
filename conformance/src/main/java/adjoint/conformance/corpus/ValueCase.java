package adjoint.conformance.corpus;

import adjoint.conformance.Compare;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Two tensors, an operator and the result that another system computed.
 *
 * @param id         its name
 * @param operator   which of the three
 * @param problem    what the system's parameters mean
 * @param first      the first tensor that the operator reads
 * @param second     the second one
 * @param bias       one value per channel of the result; null: none
 * @param activation what is applied to each element
 * @param ulp        rounding unit of the system's arithmetic
 * @param shape      the expected shape
 * @param expected   the expected elements
 */
record ValueCase(String id, Operator operator, Supplier<Problem> problem, float[] first, float[] second, float[] bias,
        Activation activation, double ulp, int[] shape, float[] expected) implements Case {

    /** The steepest slope of SiLU is 1.0998; the other activations are not steeper than 1. */
    private static final double STEEPEST = 1.1;
    /** What an activation that has an exponential may be off by, in units in the last place. */
    private static final int ACTIVATION_ULPS = 4;

    ValueCase(String id, Operator operator, Supplier<Problem> problem, float[] first, float[] second, float[] bias,
            int[] shape, float[] expected) {
        this(id, operator, problem, first, second, bias, Activation.IDENTITY, Comparison.FLOAT_ULP, shape, expected);
    }

    @Override
    public Outcome run(Setting setting) {
        return Outcome.of(problem, resolved -> Outcome.of(complaint(resolved, setting)));
    }

    private Optional<String> complaint(Problem resolved, Setting setting) {
        Optional<String> wrongShape = Shapes.complaint(shape, operator.resultShape(resolved));
        if (wrongShape.isPresent()) {
            return wrongShape;
        }
        Epilogue epilogue = Epilogue.NONE.withActivation(activation);
        Tensors in = tensors(operator, first, second);
        float[] result = operator.apply(setting.backend(), resolved, in,
                bias == null ? epilogue : epilogue.withBias(bias));
        float[] added = bias == null ? new float[0] : bias;
        long products = operator.products(resolved);
        if (activation.equals(Activation.IDENTITY) && Comparison.isExact(products, first, second, added)) {
            return Comparison.equal(shape, expected, result);
        }
        float[] magnitude = operator.apply(Compare.reference(), resolved, in.abs(),
                bias == null ? Epilogue.NONE : Epilogue.NONE.withBias(Comparison.absolute(bias)));
        double factor = (products + 1) * ulp;
        if (!activation.equals(Activation.IDENTITY)) {
            factor = STEEPEST * factor + ACTIVATION_ULPS * ulp;
        }
        return Comparison.within(shape, expected, result, magnitude, factor);
    }

    /** The two tensors that an operator reads, in their roles. */
    static Tensors tensors(Operator operator, float[] first, float[] second) {
        float[] written = {};
        return switch (operator) {
            case CONVOLUTION -> new Tensors(first, second, written);
            case TRANSPOSED_CONVOLUTION -> new Tensors(written, second, first);
            case FILTER_GRADIENT -> new Tensors(first, written, second);
        };
    }
}
