package adjoint.conformance.corpus;

import adjoint.conformance.Compare;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.geometry.Problem;
import java.util.Optional;

/**
 * The law that ties the three operators of a problem together, whatever computes them:
 * {@code <conv(x, w), y> = <x, transposed(y, w)> = <w, filterGradient(x, y)>}. On small integers it holds exactly.
 */
final class InnerProducts {

    private InnerProducts() {
    }

    /** Whether the law holds, if the problem is within the limit of those that have no values. */
    static Outcome outcome(Problem problem, Setting setting) {
        return problem.geometry().multiplyAdds() > setting.maxMacs()
                ? setting.tooLarge()
                : Outcome.of(complaint(problem, setting));
    }

    /**
     * What contradicts the law, if anything does; where the backend is not the reference, each of the three results must also
     * equal the reference's.
     */
    private static Optional<String> complaint(Problem problem, Setting setting) {
        Tensors in = Tensors.integers(problem, problem.geometry().hashCode());
        float[][] results = new float[Operator.values().length][];
        for (Operator operator : Operator.values()) {
            float[] result = operator.apply(setting.backend(), problem, in);
            if (!setting.backend().name().equals(Compare.reference().name())) {
                float[] expected = operator.apply(Compare.reference(), problem, in);
                Optional<String> different = Comparison.equal(operator.resultShape(problem), expected, result);
                if (different.isPresent()) {
                    return different.map(what -> operator + " differs from the reference: " + what);
                }
            }
            results[operator.ordinal()] = result;
        }
        double byY = product(results[Operator.CONVOLUTION.ordinal()], in.y());
        double byX = product(results[Operator.TRANSPOSED_CONVOLUTION.ordinal()], in.x());
        double byW = product(results[Operator.FILTER_GRADIENT.ordinal()], in.w());
        return byY == byX && byX == byW
                ? Optional.empty()
                : Optional.of("not adjoint: <conv(x, w), y>=" + byY + ", <x, transposed(y, w)>=" + byX
                        + ", <w, filterGradient(x, y)>=" + byW);
    }

    /** Exact in double: all partial sums are integers far below 2^53. */
    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
