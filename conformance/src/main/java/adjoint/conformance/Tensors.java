package adjoint.conformance;

import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One tensor for each role of a problem; an operator reads the ones that it needs.
 *
 * @param x the x side
 * @param w the filter
 * @param y the y side
 */
public record Tensors(float[] x, float[] w, float[] y) {

    /** Whole numbers up to here are floats. */
    private static final int EXACT = 1 << 24;

    /**
     * Small whole numbers: so small that every partial sum of every operator is exact in float, in whatever order it is summed.
     *
     * @param problem the sizes
     * @param seed    the values
     * @return the tensors
     */
    public static Tensors integers(Problem problem, long seed) {
        long products = Arrays.stream(Operator.values()).mapToLong(each -> each.products(problem)).reduce(1, Math::max);
        int most = (int) Math.min(4, Math.sqrt((double) EXACT / products));
        if (most == 0) {
            throw new IllegalArgumentException("products=" + products + ": must be at most " + EXACT + " to be exact");
        }
        SplittableRandom random = new SplittableRandom(seed);
        return of(problem.geometry(), () -> random.nextInt(-most, most + 1));
    }

    /**
     * Numbers between -1 and 1.
     *
     * @param problem the sizes
     * @param seed    the values
     * @return the tensors
     */
    public static Tensors reals(Problem problem, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return of(problem.geometry(), () -> 2 * random.nextFloat() - 1);
    }

    /**
     * The same number everywhere.
     *
     * @param problem the sizes
     * @param value   the number
     * @return the tensors
     */
    public static Tensors filled(Problem problem, float value) {
        return of(problem.geometry(), () -> value);
    }

    /**
     * The magnitudes.
     *
     * @return new tensors
     */
    public Tensors abs() {
        return new Tensors(abs(x), abs(w), abs(y));
    }

    private static Tensors of(Geometry g, Values values) {
        return new Tensors(fill(g.xElements(), values), fill(g.filterElements(), values), fill(g.yElements(), values));
    }

    private static float[] fill(int size, Values values) {
        float[] array = new float[size];
        for (int at = 0; at < size; at++) {
            array[at] = values.next();
        }
        return array;
    }

    private static float[] abs(float[] values) {
        float[] magnitudes = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            magnitudes[at] = Math.abs(values[at]);
        }
        return magnitudes;
    }

    private interface Values {
        float next();
    }
}
