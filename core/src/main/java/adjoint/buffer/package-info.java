/**
 * The storage that a caller may hand in: {@code float[]} with an offset, {@link java.nio.FloatBuffer},
 * {@link java.lang.foreign.MemorySegment} (heap, direct, mapped).
 *
 * <p>{@link adjoint.buffer.Floats} is the one type that operators see. Heap memory of any origin becomes a
 * {@link adjoint.buffer.FloatArray}; everything else is copied to and from arrays at the edge, since computing happens on
 * {@code float[]} only. Other element types get a sibling of {@code Floats}.
 */
package adjoint.buffer;
