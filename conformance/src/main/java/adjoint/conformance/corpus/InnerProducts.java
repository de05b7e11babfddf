package adjoint.conformance.corpus;

import adjoint.geometry.Problem;
import adjoint.spi.Backend;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The law that ties the three operators of a problem together, whatever computes them:
 * {@code <conv(x, w), y> = <x, transposed(y, w)> = <w, filterGradient(x, y)>}. On small integers it holds exactly.
 */
final class InnerProducts {

    private static final int LARGEST = 4;

    private InnerProducts() {
    }

    /**
     * What contradicts the law on a backend, if anything does; where the backend is not the reference, each of the three results
     * must also equal the reference's.
     *
     * @param reference the oracle
     */
    static Optional<String> complaint(Problem problem, Backend backend, Backend reference) {
        SplittableRandom random = new SplittableRandom(problem.geometry().hashCode());
        int range = range(problem);
        float[] x = integers(random, range, problem.xShape());
        float[] y = integers(random, range, problem.yShape());
        float[] w = integers(random, range, problem.filterShape());
        float[] convolved = Operator.CONVOLUTION.run(problem, x, w, backend);
        float[] transposed = Operator.TRANSPOSED_CONVOLUTION.run(problem, y, w, backend);
        float[] gradient = Operator.FILTER_GRADIENT.run(problem, x, y, backend);
        if (!backend.name().equals(reference.name())) {
            Optional<String> different = different(Operator.CONVOLUTION, problem, x, w, convolved, reference)
                    .or(() -> different(Operator.TRANSPOSED_CONVOLUTION, problem, y, w, transposed, reference))
                    .or(() -> different(Operator.FILTER_GRADIENT, problem, x, y, gradient, reference));
            if (different.isPresent()) {
                return different;
            }
        }
        double byY = product(convolved, y);
        double byX = product(transposed, x);
        double byW = product(gradient, w);
        return byY == byX && byX == byW
                ? Optional.empty()
                : Optional.of("not adjoint: <conv(x, w), y>=" + byY + ", <x, transposed(y, w)>=" + byX
                        + ", <w, filterGradient(x, y)>=" + byW);
    }

    private static Optional<String> different(Operator operator, Problem problem, float[] first, float[] second,
            float[] got,
            Backend reference) {
        return Comparison.equal(operator.resultShape(problem), operator.run(problem, first, second, reference), got)
                .map(what -> operator + " differs from " + reference.name() + ": " + what);
    }

    /**
     * The largest number with which every sum stays exact. Beyond 2^24 products an element it is 1, where only sums of nearly all
     * the same sign would not be.
     */
    private static int range(Problem problem) {
        long products = 1;
        for (Operator operator : Operator.values()) {
            products = Math.max(products, operator.products(problem));
        }
        return (int) Math.max(1, Math.min(LARGEST, Math.sqrt(Comparison.EXACT / products)));
    }

    private static float[] integers(SplittableRandom random, int range, int[] shape) {
        float[] values = new float[Shapes.elements(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-range, range + 1);
        }
        return values;
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
