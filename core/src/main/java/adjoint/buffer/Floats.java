package adjoint.buffer;

import adjoint.check.Check;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A run of floats that belongs to the caller: a window on storage, never a copy. Make it once and pass it to many runs.
 *
 * <p>Access is not synchronised. What is read must not be written at the same time.
 */
public sealed interface Floats permits FloatArray, FloatSegment {

    /**
     * A whole array.
     *
     * @param array the storage
     * @return the window
     */
    static Floats of(float... array) {
        Check.notNull("array", array);
        return new FloatArray(array, 0, array.length);
    }

    /**
     * A part of an array.
     *
     * @param array  the storage
     * @param offset index of the first element
     * @param size   number of elements
     * @return the window
     * @throws IllegalArgumentException if the part does not lie within the array
     */
    static Floats of(float[] array, int offset, int size) {
        return new FloatArray(array, offset, size);
    }

    /**
     * The elements of a buffer between its position and its limit, as they are now; the buffer's position is not moved, later
     * moves do not matter. The byte order of the buffer is respected.
     *
     * @param buffer heap, direct, mapped or read-only
     * @return the window
     */
    static Floats of(FloatBuffer buffer) {
        Check.notNull("buffer", buffer);
        if (buffer.hasArray()) {
            return new FloatArray(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        return new FloatSegment(MemorySegment.ofBuffer(buffer), buffer.order());
    }

    /**
     * A memory segment of floats in the machine's byte order.
     *
     * @param segment heap, direct or mapped; it need not be aligned, and must be alive and accessible while it is used
     * @return the window
     * @throws IllegalArgumentException if the size is not a multiple of 4 bytes or there are more than
     *                                  {@link Integer#MAX_VALUE} floats
     */
    static Floats of(MemorySegment segment) {
        Check.notNull("segment", segment);
        FloatSegment floats = new FloatSegment(segment, ByteOrder.nativeOrder());
        Optional<Object> heap = segment.heapBase();
        if (heap.isPresent() && heap.get() instanceof float[] array && segment.address() % Float.BYTES == 0) {
            return new FloatArray(array, (int) (segment.address() / Float.BYTES), floats.size());
        }
        return floats;
    }

    /**
     * Number of elements.
     *
     * @return the size
     */
    int size();

    /**
     * Whether writing is refused.
     *
     * @return true for read-only buffers and segments
     */
    boolean isReadOnly();

    /**
     * Copies elements out.
     *
     * @param from  index of the first element here
     * @param array destination
     * @param at    index of the first element there
     * @param count number of elements
     * @throws IndexOutOfBoundsException if the elements do not lie within both
     */
    void read(int from, float[] array, int at, int count);

    /**
     * Copies elements in.
     *
     * @param from  index of the first element here
     * @param array source
     * @param at    index of the first element there
     * @param count number of elements
     * @throws IndexOutOfBoundsException     if the elements do not lie within both
     * @throws UnsupportedOperationException if this is read-only
     */
    void write(int from, float[] array, int at, int count);

    /**
     * Whether two windows share memory.
     *
     * @param other the other window
     * @return true if an element of one is also, whole or in part, an element of the other
     */
    default boolean overlaps(Floats other) {
        // A segment of no bytes within another one counts as overlapping there.
        return size() > 0 && other.size() > 0 && segment().asOverlappingSlice(other.segment()).isPresent();
    }

    /**
     * The same memory as a segment, in no particular byte order.
     *
     * @return a segment over exactly these elements
     */
    MemorySegment segment();
}
