package adjoint.check;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Checks of arguments. Each throws before anything is written and names the argument, its value and what would be valid. */
public final class Check {

    private Check() {
    }

    /**
     * Requires {@code value >= min}.
     *
     * @param name  the argument
     * @param value its value
     * @param min   the smallest valid value
     * @return the value
     */
    public static int atLeast(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + "=" + value + ": must be at least " + min);
        }
        return value;
    }

    /**
     * Requires that a value computed in {@code long} fits into an {@code int}.
     *
     * @param name  the value's name
     * @param value the value
     * @return the value as an int
     */
    public static int fitsInt(String name, long value) {
        if (value != (int) value) {
            throw new IllegalArgumentException(name + "=" + value + ": must lie between " + Integer.MIN_VALUE + " and "
                    + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /**
     * Requires that {@code divisor} divides {@code value}.
     *
     * @param divisorName the divisor's name
     * @param divisor     the divisor, at least 1
     * @param name        the dividend's name
     * @param value       the dividend
     * @return the quotient
     */
    public static int divides(String divisorName, int divisor, String name, int value) {
        if (value % divisor != 0) {
            throw new IllegalArgumentException(
                    divisorName + "=" + divisor + ": must divide " + name + "=" + value);
        }
        return value / divisor;
    }

    /**
     * Requires that {@code value} is given.
     *
     * @param <T>   the type
     * @param name  the argument
     * @param value its value
     * @return the value
     * @throws NullPointerException naming the argument, if the value is null
     */
    public static <T> T notNull(String name, T value) {
        if (value == null) {
            throw new NullPointerException(name + ": must not be null");
        }
        return value;
    }

    /**
     * The number of elements of a tensor.
     *
     * @param name  the tensor
     * @param shape its extents, none negative
     * @return their product, at most {@link Integer#MAX_VALUE}
     */
    public static int elements(String name, int... shape) {
        for (int extent : shape) {
            if (extent == 0) {
                return 0;
            }
        }
        long product = 1;
        for (int extent : shape) {
            product *= extent; // both factors are below 2^31, so this cannot overflow a long
            if (product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        name + "=" + Arrays.toString(shape) + ": must have at most " + Integer.MAX_VALUE + " elements");
            }
        }
        return (int) product;
    }

    /**
     * Spreads one value over all axes, or takes one for each.
     *
     * @param <T>    the type
     * @param name   the argument
     * @param values one value, or one per axis; none null
     * @param rank   the number of spatial axes
     * @return one value per axis
     */
    public static <T> List<T> perAxis(String name, List<T> values, int rank) {
        values.forEach(value -> notNull(name, value));
        if (values.size() == rank) {
            return List.copyOf(values);
        }
        if (values.size() == 1) {
            return Collections.nCopies(rank, values.getFirst());
        }
        throw new IllegalArgumentException(
                name + "=" + values + ": must have 1 value or " + rank + ", one for each spatial axis");
    }
}
