package adjoint.buffer;

import adjoint.check.Check;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Floats on the heap: the storage that is computed on without copying.
 *
 * @param array  the storage
 * @param offset index of the first element
 * @param size   number of elements
 */
public record FloatArray(float[] array, int offset, int size) implements Floats {

    /**
     * Checks that the elements lie within the array.
     *
     * @throws IllegalArgumentException if they do not
     */
    public FloatArray {
        Check.notNull("array", array);
        Check.atLeast("offset", offset, 0);
        Check.atLeast("size", size, 0);
        if (offset > array.length) {
            throw new IllegalArgumentException(
                    "offset=" + offset + ": must be at most " + array.length + ", the array's length");
        }
        if (size > array.length - offset) {
            throw new IllegalArgumentException(
                    "size=" + size + ": from offset=" + offset + " the array has " + (array.length - offset)
                            + " floats");
        }
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void read(int from, float[] destination, int at, int count) {
        Objects.checkFromIndexSize(from, count, size);
        System.arraycopy(array, offset + from, destination, at, count);
    }

    @Override
    public void write(int from, float[] source, int at, int count) {
        Objects.checkFromIndexSize(from, count, size);
        System.arraycopy(source, at, array, offset + from, count);
    }

    @Override
    public boolean overlaps(Floats other) {
        if (other instanceof FloatArray(float[] otherArray, int otherOffset, int otherSize)) {
            // Without segments, so that the check before each run allocates nothing.
            return array == otherArray && size > 0 && otherSize > 0 && offset < otherOffset + otherSize
                    && otherOffset < offset + size;
        }
        return Floats.super.overlaps(other);
    }

    @Override
    public MemorySegment segment() {
        return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES, (long) size * Float.BYTES);
    }

    @Override
    public String toString() {
        return "float[" + array.length + "] from " + offset + ", " + size + " floats";
    }
}
