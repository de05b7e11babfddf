package adjoint.geometry;

/**
 * A closed interval of extents.
 *
 * @param min the smallest
 * @param max the largest, at least {@code min}
 */
public record Interval(int min, int max) {

    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if {@code min > max}
     */
    public Interval {
        if (min > max) {
            throw new IllegalArgumentException("min=" + min + ": must be at most max=" + max);
        }
    }

    /**
     * Whether a value lies inside.
     *
     * @param value the value
     * @return true for {@code min <= value <= max}
     */
    public boolean contains(int value) {
        return min <= value && value <= max;
    }

    @Override
    public String toString() {
        return min == max ? "" + min : min + ".." + max;
    }
}
