package adjoint.conformance;

import adjoint.buffer.Floats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Every kind of memory that a caller may hand in. */
public enum Storage {
    /** {@code float[]} with an offset. */
    ARRAY {
        @Override
        Window allocate(int total) {
            float[] array = new float[total];
            return (from, size) -> Floats.of(array, from, size);
        }
    },
    /** A {@code FloatBuffer} on an array. */
    HEAP_BUFFER {
        @Override
        Window allocate(int total) {
            return window(FloatBuffer.allocate(total));
        }
    },
    /** A view of a heap {@code ByteBuffer}, little-endian. */
    HEAP_BYTES_LITTLE_ENDIAN {
        @Override
        Window allocate(int total) {
            return window(ByteBuffer.allocate(total * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
        }
    },
    /** A view of a direct {@code ByteBuffer}, little-endian. */
    DIRECT_LITTLE_ENDIAN {
        @Override
        Window allocate(int total) {
            return window(
                    ByteBuffer.allocateDirect(total * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
        }
    },
    /** A view of a direct {@code ByteBuffer}, big-endian. */
    DIRECT_BIG_ENDIAN {
        @Override
        Window allocate(int total) {
            return window(ByteBuffer.allocateDirect(total * Float.BYTES).order(ByteOrder.BIG_ENDIAN).asFloatBuffer());
        }
    },
    /** A segment of a {@code float[]}. */
    HEAP_SEGMENT {
        @Override
        Window allocate(int total) {
            return window(MemorySegment.ofArray(new float[total]));
        }
    },
    /** A segment of a {@code byte[]}. */
    BYTES_SEGMENT {
        @Override
        Window allocate(int total) {
            return window(MemorySegment.ofArray(new byte[total * Float.BYTES]));
        }
    },
    /** A segment of a {@code float[]} that starts within a float. */
    UNALIGNED_HEAP_SEGMENT {
        @Override
        Window allocate(int total) {
            return window(MemorySegment.ofArray(new float[total + 1]).asSlice(1, (long) total * Float.BYTES));
        }
    },
    /** A segment outside the heap. */
    NATIVE_SEGMENT {
        @Override
        Window allocate(int total) {
            return window(Arena.ofAuto().allocate((long) total * Float.BYTES, Float.BYTES));
        }
    },
    /** A segment outside the heap at an odd address. */
    UNALIGNED_NATIVE_SEGMENT {
        @Override
        Window allocate(int total) {
            return window(Arena.ofAuto().allocate((total + 1L) * Float.BYTES).asSlice(1, (long) total * Float.BYTES));
        }
    },
    /** A segment of a file. */
    MAPPED_SEGMENT {
        @Override
        Window allocate(int total) {
            try {
                Path file = Files.createTempFile("adjoint", ".floats");
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)) {
                    return window(
                            channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) total * Float.BYTES, Arena.ofAuto()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /**
     * Allocates memory of this kind.
     *
     * @param total number of floats, all zero
     * @return how to look at it
     */
    abstract Window allocate(int total);

    private static Window window(FloatBuffer buffer) {
        return (from, size) -> Floats.of(buffer.duplicate().position(from).limit(from + size));
    }

    private static Window window(MemorySegment segment) {
        return (from, size) -> Floats.of(segment.asSlice((long) from * Float.BYTES, (long) size * Float.BYTES));
    }

    /** A way to look at a part of some memory. */
    @FunctionalInterface
    interface Window {
        Floats of(int from, int size);
    }
}
