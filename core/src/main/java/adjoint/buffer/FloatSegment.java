package adjoint.buffer;

import adjoint.check.Check;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Floats outside the heap, or in heap memory that is read-only, not aligned or not a {@code float[]}: copied to be computed on. */
final class FloatSegment implements Floats {

    private final MemorySegment segment;
    private final ValueLayout.OfFloat element;
    private final int size;

    /**
     * A window on a segment.
     *
     * @param segment the storage
     * @param order   the byte order of its floats
     */
    FloatSegment(MemorySegment segment, ByteOrder order) {
        if (segment.byteSize() % Float.BYTES != 0) {
            throw new IllegalArgumentException("segment=" + segment.byteSize() + " bytes: must be a multiple of "
                    + Float.BYTES);
        }
        this.segment = segment;
        this.element = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
        this.size = Check.fitsInt("segment floats", segment.byteSize() / Float.BYTES);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isReadOnly() {
        return segment.isReadOnly();
    }

    @Override
    public void read(int from, float[] array, int at, int count) {
        MemorySegment.copy(segment, element, (long) from * Float.BYTES, array, at, count);
    }

    @Override
    public void write(int from, float[] array, int at, int count) {
        if (segment.isReadOnly()) {
            throw new UnsupportedOperationException("segment: is read-only");
        }
        MemorySegment.copy(array, at, segment, element, (long) from * Float.BYTES, count);
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FloatSegment that && segment.equals(that.segment) && element.equals(that.element);
    }

    @Override
    public int hashCode() {
        return segment.hashCode();
    }

    @Override
    public String toString() {
        return segment + ", " + size + " floats";
    }
}
