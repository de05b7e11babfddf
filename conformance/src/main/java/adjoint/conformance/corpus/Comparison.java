package adjoint.conformance.corpus;

import java.util.Optional;

/**
 * Compares a result with the expected one: equal where every partial sum is an integer that a float holds, else within the
 * bound that holds for every order of summation, {@code (K + 1) * ulp * sum |x*w|} for K products an element. Each of the two
 * results may be off by half of it.
 */
final class Comparison {

    /** Integers up to here are floats. */
    static final double EXACT = 1 << 24;
    /** Distance between floats at 1. */
    static final double FLOAT_ULP = 0x1p-23;
    /** Distance between half-precision numbers at 1. */
    static final double HALF_ULP = 0x1p-10;

    private Comparison() {
    }

    /** What differs first, if anything does: elements must be equal. */
    static Optional<String> equal(int[] shape, float[] expected, float[] got) {
        return within(shape, expected, got, new float[expected.length], 0);
    }

    /**
     * What differs first, if anything does.
     *
     * @param magnitude {@code sum |x*w|} of each element
     * @param factor    what the difference may be in relation to it
     */
    static Optional<String> within(int[] shape, float[] expected, float[] got, float[] magnitude, double factor) {
        for (int at = 0; at < expected.length; at++) {
            // Written so that a NaN differs.
            if (!(expected[at] == got[at] || Math.abs((double) expected[at] - got[at]) <= factor * magnitude[at])) {
                return Optional.of("expected " + number(expected[at]) + ", got " + number(got[at]) + " at "
                        + Shapes.indices(at, shape) + (factor == 0 ? "" : ", tolerance " + factor * magnitude[at]));
            }
        }
        return Optional.empty();
    }

    /** Whether each of {@code products} products of these numbers and their sum are integers that a float holds. */
    static boolean isExact(long products, float[] first, float[] second, float[] bias) {
        return isInteger(first) && isInteger(second) && isInteger(bias)
                && largest(first) * largest(second) * products + largest(bias) <= EXACT;
    }

    /** The absolute values. */
    static float[] absolute(float[] values) {
        float[] absolute = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            absolute[i] = Math.abs(values[i]);
        }
        return absolute;
    }

    private static boolean isInteger(float[] values) {
        for (float value : values) {
            if (value != Math.rint(value)) {
                return false;
            }
        }
        return true;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static String number(float value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT
                ? Integer.toString((int) value)
                : Float.toString(value);
    }
}
