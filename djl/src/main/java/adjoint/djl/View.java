package adjoint.djl;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which elements of an array make up another one: a part of it, its axes in another order, elements repeated.
 *
 * @param extents of the other array
 * @param strides distance, in the array that is viewed, of neighbours along each axis
 * @param offset  of the first element
 */
record View(int[] extents, int[] strides, int offset) {

    private interface Row {
        /** One line along the innermost axis: where it starts in what is viewed, and where in the other array. */
        void at(int viewed, int dense);
    }

    /** All of an array. */
    static View of(Shape shape) {
        int[] extents = Arrays.stream(shape.getShape()).mapToInt(Math::toIntExact).toArray();
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return new View(extents, strides, 0);
    }

    Shape shape() {
        return new Shape(Arrays.stream(extents).mapToLong(extent -> extent).toArray());
    }

    /** Axis i of the result is axis {@code order[i]} of this. */
    View permuted(int... order) {
        return new View(IntStream.of(order).map(axis -> extents[axis]).toArray(),
                IntStream.of(order).map(axis -> strides[axis]).toArray(), offset);
    }

    /** Every step-th index of an axis; a negative step goes back. */
    View part(int axis, long from, long extent, long step) {
        if (extent < 0 || extent > 0 && (outside(axis, from) || outside(axis, from + (extent - 1) * step))) {
            throw new IllegalArgumentException("from=" + from + ", extent=" + extent + ", step=" + step
                    + ": must lie within axis " + axis + " of " + shape());
        }
        int[] parts = extents.clone();
        int[] steps = strides.clone();
        parts[axis] = (int) extent;
        steps[axis] = (int) (strides[axis] * step);
        return new View(parts, steps, extent == 0 ? offset : offset + (int) from * strides[axis]);
    }

    private boolean outside(int axis, long index) {
        return index < 0 || index >= extents[axis];
    }

    /** Repeats what has extent 1, aligned at the last axis. */
    View broadcast(Shape target) {
        int missing = target.dimension() - extents.length;
        int[] wide = new int[target.dimension()];
        int[] steps = new int[wide.length];
        boolean fits = missing >= 0;
        for (int axis = 0; axis < wide.length; axis++) {
            wide[axis] = Math.toIntExact(target.get(axis));
            int own = axis - missing;
            if (fits && own >= 0 && extents[own] != 1) {
                fits = extents[own] == wide[axis];
                steps[axis] = strides[own];
            }
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "shape=" + shape() + ": must agree with " + target + " in each extent that is not 1");
        }
        return new View(wide, steps, offset);
    }

    /** The elements of the other array. */
    Elements read(Elements viewed) {
        Elements result = new Elements(viewed.type(), shape());
        move(viewed, result, true);
        return result;
    }

    /** Puts elements of the other array where the view has them. */
    void write(Elements dense, Elements viewed) {
        move(viewed, dense, false);
    }

    private void move(Elements viewed, Elements dense, boolean out) {
        int size = viewed.type().getNumOfBytes();
        int length = extents.length == 0 ? 1 : extents[extents.length - 1];
        int stride = extents.length == 0 ? 1 : strides[extents.length - 1];
        ByteBuffer from = out ? viewed.bytes() : dense.bytes();
        ByteBuffer to = out ? dense.bytes() : viewed.bytes();
        int fromStride = out ? stride : 1;
        int toStride = out ? 1 : stride;
        forEachRow((inViewed, inDense) -> {
            int source = (out ? inViewed : inDense) * size;
            int target = (out ? inDense : inViewed) * size;
            if (stride == 1) {
                to.put(target, from, source, length * size);
                return;
            }
            for (int i = 0; i < length; i++) {
                int f = source + i * fromStride * size;
                int t = target + i * toStride * size;
                switch (size) {
                    case Byte.BYTES -> to.put(t, from.get(f));
                    case Short.BYTES -> to.putShort(t, from.getShort(f));
                    case Integer.BYTES -> to.putInt(t, from.getInt(f));
                    default -> to.putLong(t, from.getLong(f));
                }
            }
        });
    }

    private void forEachRow(Row row) {
        if (Arrays.stream(extents).anyMatch(extent -> extent == 0)) {
            return;
        }
        int outer = Math.max(0, extents.length - 1);
        int length = extents.length == 0 ? 1 : extents[outer];
        int[] index = new int[outer];
        int at = offset;
        for (int dense = 0;; dense += length) {
            row.at(at, dense);
            int axis = outer - 1;
            while (axis >= 0 && ++index[axis] == extents[axis]) {
                at -= (extents[axis] - 1) * strides[axis];
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            at += strides[axis];
        }
    }
}
