package adjoint.onnx;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The extents of a tensor, outermost first. Immutable. Elements lie in row-major order. */
public final class Shape {

    /** The shape of one element without axes. */
    public static final Shape SCALAR = new Shape();

    private final int[] extents;
    private final int elements;

    private Shape(int... extents) {
        this.extents = extents;
        elements = product(extents, 0, extents.length);
    }

    /**
     * A shape.
     *
     * @param extents none negative; copied
     * @return the shape
     * @throws IllegalArgumentException if an extent is negative or there are more than {@link Integer#MAX_VALUE} elements
     */
    public static Shape of(int... extents) {
        return new Shape(extents.clone());
    }

    /**
     * A shape, from the numbers of a file.
     *
     * @param extents none negative
     * @return the shape
     * @throws IllegalArgumentException if an extent is negative or there are more than {@link Integer#MAX_VALUE} elements
     */
    public static Shape ofLongs(long... extents) {
        for (long extent : extents) {
            if (extent != (int) extent) {
                throw new IllegalArgumentException(
                        "shape=" + Arrays.toString(extents) + ": must have extents below 2^31");
            }
        }
        return new Shape(Arrays.stream(extents).mapToInt(extent -> (int) extent).toArray());
    }

    /**
     * Number of axes.
     *
     * @return the rank
     */
    public int rank() {
        return extents.length;
    }

    /**
     * An extent.
     *
     * @param axis the axis, {@code 0 <= axis < rank}
     * @return its extent
     */
    public int get(int axis) {
        return extents[Objects.checkIndex(axis, rank())];
    }

    /**
     * Number of elements.
     *
     * @return the product of all extents
     */
    public int elements() {
        return elements;
    }

    /**
     * Number of elements over some axes.
     *
     * @param from the first axis
     * @param to   the axis after the last
     * @return the product of their extents; 1 if there are none
     */
    public int elements(int from, int to) {
        return product(extents, from, to);
    }

    /**
     * An axis counted from the start.
     *
     * @param axis {@code -rank <= axis < rank}; negative: counted from the end
     * @return the axis, at least 0
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(long axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new IllegalArgumentException(
                    "axis=" + axis + ": must lie between " + -rank() + " and " + (rank() - 1) + " for shape " + this);
        }
        return (int) (axis < 0 ? axis + rank() : axis);
    }

    /**
     * Distances between neighbours.
     *
     * @return one number for each axis
     */
    public int[] strides() {
        int[] strides = new int[rank()];
        int stride = 1;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return strides;
    }

    /**
     * The same shape with one extent replaced.
     *
     * @param axis   the axis
     * @param extent its extent
     * @return a new shape
     */
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        changed[axis] = extent;
        return new Shape(changed);
    }

    /**
     * The same shape with one axis less.
     *
     * @param axis the axis
     * @return a new shape
     */
    public Shape without(int axis) {
        return new Shape(IntStream.range(0, rank()).filter(i -> i != axis).map(i -> extents[i]).toArray());
    }

    /**
     * The same shape with one axis more at the end.
     *
     * @param extent its extent
     * @return a new shape
     */
    public Shape appended(int extent) {
        int[] more = Arrays.copyOf(extents, rank() + 1);
        more[rank()] = extent;
        return new Shape(more);
    }

    /**
     * The same extents in another order.
     *
     * @param order axis i of the result is axis {@code order[i]} of this
     * @return a new shape
     */
    public Shape permuted(int... order) {
        return new Shape(IntStream.of(order).map(axis -> extents[axis]).toArray());
    }

    /**
     * The shape with further axes of extent 1 in front.
     *
     * @param rank the number of axes, at least this one's
     * @return the shape
     */
    public Shape expanded(int rank) {
        int[] expanded = new int[rank];
        Arrays.fill(expanded, 1);
        System.arraycopy(extents, 0, expanded, rank - rank(), rank());
        return new Shape(expanded);
    }

    /**
     * The shape of an element-wise result: axes are aligned at the end, an extent of 1 is repeated.
     *
     * @param other the other operand's shape
     * @return the common shape
     * @throws IllegalArgumentException if extents differ and neither is 1
     */
    public Shape broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        int[] a = expanded(rank).extents;
        int[] b = other.expanded(rank).extents;
        int[] result = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            if (a[axis] != b[axis] && a[axis] != 1 && b[axis] != 1) {
                throw new IllegalArgumentException(
                        "shape=" + other + ": must agree with " + this + " in each extent that is not 1");
            }
            result[axis] = a[axis] == 1 ? b[axis] : a[axis];
        }
        return new Shape(result);
    }

    /**
     * The extents.
     *
     * @return a new array
     */
    public int[] toArray() {
        return extents.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return IntStream.of(extents).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    private static int product(int[] extents, int from, int to) {
        long product = 1;
        boolean empty = false;
        for (int axis = from; axis < to; axis++) {
            if (extents[axis] < 0) {
                throw new IllegalArgumentException(
                        "shape=" + Arrays.toString(extents) + ": must have extents of at least 0");
            }
            empty |= extents[axis] == 0;
            // Both factors are below 2^31. Other extents of an empty shape are bounded too: parts of it are counted.
            product *= Math.max(extents[axis], 1);
            if (product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape=" + Arrays.toString(extents) + ": must have at most "
                        + Integer.MAX_VALUE + " elements");
            }
        }
        return empty ? 0 : (int) product;
    }
}
