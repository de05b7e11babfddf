package adjoint.djl;

import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;

/** What follows from shapes alone: axes by their numbers, and the shapes of results. */
final class Shapes {

    private Shapes() {
    }

    /** An axis counted from the start; a negative number counts from the end. */
    static int axis(Shape shape, long axis) {
        return axis(shape, axis, shape.dimension());
    }

    /** The same where an operation adds or removes axes, so that there are {@code rank} of them. */
    static int axis(Shape shape, long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    "axis=" + axis + ": must lie between " + -rank + " and " + (rank - 1) + " for shape " + shape);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    static int[] axes(Shape shape, int... axes) {
        return IntStream.of(axes).map(axis -> axis(shape, axis)).toArray();
    }

    static int[] allAxes(Shape shape) {
        return IntStream.range(0, shape.dimension()).toArray();
    }

    /** All axes, some of them moved to the end. */
    static int[] lastly(Shape shape, int... last) {
        return IntStream.concat(others(shape, last), IntStream.of(last)).toArray();
    }

    /** The shape that is left without some axes. */
    static Shape without(Shape shape, int... axes) {
        return new Shape(others(shape, axes).mapToLong(shape::get).toArray());
    }

    private static IntStream others(Shape shape, int... axes) {
        return IntStream.range(0, shape.dimension()).filter(axis -> IntStream.of(axes).noneMatch(a -> a == axis));
    }

    /** A shape for the same elements, of which one extent may be -1: what is left for it. */
    static Shape reshaped(Shape shape, Shape target) {
        long[] extents = target.getShape().clone();
        long known = 1;
        int open = -1;
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] != -1) {
                known *= extents[i];
            } else if (open < 0) {
                open = i;
            } else {
                known = -1;
                break;
            }
        }
        if (open >= 0 && known > 0) {
            extents[open] = shape.size() / known;
        }
        Shape result = new Shape(extents);
        if (known < 0 || open >= 0 && known == 0 || result.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "shape=" + target + ": must have " + shape.size() + " elements, as " + shape + " has");
        }
        return result;
    }

    /** The shape of element-wise results: axes are aligned at the last one, an extent of 1 is repeated. */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.dimension(), b.dimension());
        long[] extents = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long left = i > a.dimension() ? 1 : a.get(a.dimension() - i);
            long right = i > b.dimension() ? 1 : b.get(b.dimension() - i);
            // Where they disagree, repeating to the one fails for the other.
            extents[rank - i] = left == 1 ? right : left;
        }
        return new Shape(extents);
    }
}
