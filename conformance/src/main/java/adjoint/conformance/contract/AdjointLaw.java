package adjoint.conformance.contract;

import adjoint.conformance.Cases;
import adjoint.conformance.Compare;
import adjoint.conformance.ConvCase;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.geometry.Problem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * {@code <conv(x, w), y> = <x, convT(y, w)> = <w, filterGrad(x, y)>}: for every padding, border, stride, dilation and group, and
 * without an oracle.
 */
public interface AdjointLaw extends Contract {

    /**
     * Equal to the bit on whole numbers.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property(tries = 600)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    default void innerProductsAreEqualOnIntegers(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll long seed) {
        Contract.coverAllKinds(word);
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        // Whole numbers below 2^53 throughout, so a double adds them exactly.
        double onY = inner(Operator.CONVOLUTION.apply(backend(), problem, in), in.y());
        double onX = inner(Operator.TRANSPOSED_CONVOLUTION.apply(backend(), problem, in), in.x());
        double onW = inner(Operator.FILTER_GRADIENT.apply(backend(), problem, in), in.w());
        if (onY != onX || onY != onW) {
            throw new AssertionError(
                    word + ": <conv(x,w),y>=" + onY + " <x,convT(y,w)>=" + onX + " <w,filterGrad(x,y)>=" + onW);
        }
    }

    /**
     * Equal within the rounding of their sums on real numbers.
     *
     * @param word the problem
     * @param seed the data
     */
    @Property
    default void innerProductsAgreeOnReals(@ForAll(supplier = Cases.Any.class) ConvCase word, @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.reals(problem, seed);
        double onY = inner(Operator.CONVOLUTION.apply(backend(), problem, in), in.y());
        double onX = inner(Operator.TRANSPOSED_CONVOLUTION.apply(backend(), problem, in), in.x());
        double onW = inner(Operator.FILTER_GRADIENT.apply(backend(), problem, in), in.w());
        Tensors magnitudes = in.abs();
        double boundY = inner(Compare.bounds(Operator.CONVOLUTION, problem, in), magnitudes.y());
        double boundX = inner(Compare.bounds(Operator.TRANSPOSED_CONVOLUTION, problem, in), magnitudes.x());
        double boundW = inner(Compare.bounds(Operator.FILTER_GRADIENT, problem, in), magnitudes.w());
        if (!(Math.abs(onY - onX) <= boundY + boundX) || !(Math.abs(onY - onW) <= boundY + boundW)) {
            throw new AssertionError(
                    word + ": <conv(x,w),y>=" + onY + "+-" + boundY + " <x,convT(y,w)>=" + onX + "+-" + boundX
                            + " <w,filterGrad(x,y)>=" + onW + "+-" + boundW);
        }
    }

    private static double inner(float[] a, float[] b) {
        double sum = 0;
        for (int at = 0; at < a.length; at++) {
            sum += (double) a[at] * b[at];
        }
        return sum;
    }

    private static double inner(double[] a, float[] b) {
        double sum = 0;
        for (int at = 0; at < a.length; at++) {
            sum += a[at] * b[at];
        }
        return sum;
    }
}
