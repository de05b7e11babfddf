package adjoint.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Floats in native memory that begin at a cache line, for what tiles load by whole vectors at every step. The floats of an array begin 16
 * bytes behind its header, which lies anywhere, so that vectors as long as a line cross lines: 5 to 8 % of a dense layer.
 *
 * <p>The memory is freed once nobody holds these.
 */
public final class NativeFloats {

    /** Bytes of a float; a long, since segments count in these. */
    public static final long BYTES = Float.BYTES;
    /** How they lie. */
    public static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final long LINE_BYTES = 64;
    private static final Class<?> NATIVE = Arena.global().allocate(BYTES, BYTES).getClass();

    private final MemorySegment segment;

    private NativeFloats(MemorySegment segment) {
        this.segment = segment;
    }

    /**
     * Copies an array.
     *
     * @param floats the array
     * @return the copy, or nothing if {@code -XX:MaxDirectMemorySize}, or the machine, does not allow as much
     */
    public static Optional<NativeFloats> copyOf(float[] floats) {
        MemorySegment segment;
        try {
            segment = Arena.ofAuto().allocate(floats.length * BYTES, LINE_BYTES);
        } catch (OutOfMemoryError e) {
            return Optional.empty(); // the heap, where the floats are, has a limit of its own
        }
        segment.copyFrom(MemorySegment.ofArray(floats));
        return Optional.of(new NativeFloats(segment));
    }

    /**
     * Where they are. Tells the compiler of a kernel that the segment is native: it otherwise compiles loads for every kind of segment that
     * anybody in the program has loaded vectors from, at half of the speed.
     *
     * @return the segment
     */
    public MemorySegment segment() {
        MemorySegment exact = segment; // the compiler learns its class, not that of what is in the field
        if (exact.getClass() != NATIVE) {
            throw new AssertionError(exact);
        }
        return exact;
    }
}
