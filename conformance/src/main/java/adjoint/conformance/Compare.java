package adjoint.conformance;

import adjoint.geometry.Problem;
import adjoint.spi.Backend;
import adjoint.spi.Backends;

/** Compares results. Each method throws an {@link AssertionError} that says what was compared and where it differs first. */
public final class Compare {

    /** Rounding error of one product and one sum, relative to the magnitudes: twice half a unit in the last place. */
    private static final double ROUNDING = 0x1p-23;

    private Compare() {
    }

    /**
     * Requires equal numbers. NaN equals NaN, and zeros of either sign are equal.
     *
     * @param what     what is compared
     * @param expected the right numbers
     * @param actual   the numbers to check
     */
    public static void exact(Object what, float[] expected, float[] actual) {
        within(what, expected, new double[expected.length], actual);
    }

    /**
     * Requires numbers within so many units in the last place.
     *
     * @param what     what is compared
     * @param expected the right numbers
     * @param ulps     the number of units
     * @param actual   the numbers to check
     */
    public static void ulps(Object what, float[] expected, int ulps, float[] actual) {
        double[] bounds = new double[expected.length];
        for (int at = 0; at < bounds.length; at++) {
            bounds[at] = Float.isFinite(expected[at]) ? (double) ulps * Math.ulp(expected[at]) : 0;
        }
        within(what, expected, bounds, actual);
    }

    /**
     * Requires numbers within a bound of their own each.
     *
     * @param what     what is compared
     * @param expected the right numbers
     * @param bounds   the largest differences allowed
     * @param actual   the numbers to check
     */
    public static void within(Object what, float[] expected, double[] bounds, float[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": " + actual.length + " elements, expected " + expected.length);
        }
        int first = -1;
        int differing = 0;
        for (int at = 0; at < expected.length; at++) {
            if (!near(expected[at], bounds[at], actual[at])) {
                first = differing == 0 ? at : first;
                differing++;
            }
        }
        if (differing > 0) {
            throw new AssertionError(
                    what + ": element " + first + " is " + actual[first] + ", expected " + expected[first]
                            + (bounds[first] == 0 ? "" : " within " + bounds[first]) + "; " + differing + " of "
                            + expected.length
                            + " differ");
        }
    }

    private static boolean near(float expected, double bound, float actual) {
        return expected == actual || Float.isNaN(expected) && Float.isNaN(actual)
                || Math.abs((double) expected - actual) <= bound;
    }

    /**
     * Requires what the reference computes: the same numbers if the tensors are {@link Tensors#integers small integers}.
     *
     * @param what     what is compared
     * @param operator the operator
     * @param backend  the backend to check
     * @param problem  the problem
     * @param in       small integers
     */
    public static void exactlyAsReference(Object what, Operator operator, Backend backend, Problem problem,
            Tensors in) {
        exact(what + " " + operator, operator.apply(reference(), problem, in), operator.apply(backend, problem, in));
    }

    /**
     * Requires what the reference computes, within {@link #bounds}.
     *
     * @param what     what is compared
     * @param operator the operator
     * @param backend  the backend to check
     * @param problem  the problem
     * @param in       any finite numbers
     */
    public static void asReference(Object what, Operator operator, Backend backend, Problem problem, Tensors in) {
        within(what + " " + operator, operator.apply(reference(), problem, in), bounds(operator, problem, in),
                operator.apply(backend, problem, in));
    }

    /**
     * How far a sum in float may be off in whatever order it is summed: {@code K * 2^-23 * sum of |product|} for the K products of
     * an element. Algorithms that do not sum products (Winograd, FFT) have other bounds.
     *
     * <p>Source: Higham, Accuracy and Stability of Numerical Algorithms, section 3.1; twice the bound there, which leaves room
     * for the reference's own rounding.
     *
     * @param operator the operator
     * @param problem  the problem
     * @param in       the tensors
     * @return a bound for each element of the result
     */
    public static double[] bounds(Operator operator, Problem problem, Tensors in) {
        float[] counts = operator.apply(reference(), problem, Tensors.filled(problem, 1));
        float[] magnitudes = operator.apply(reference(), problem, in.abs());
        double[] bounds = new double[counts.length];
        for (int at = 0; at < bounds.length; at++) {
            bounds[at] = counts[at] * ROUNDING * magnitudes[at];
        }
        return bounds;
    }

    /**
     * The oracle.
     *
     * @return the scalar reference
     */
    public static Backend reference() {
        return Backends.named("reference");
    }
}
