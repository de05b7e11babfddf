package adjoint.buffer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FloatsTest {

    private static final int SIZE = 5;

    /** A window of five floats in the middle of memory of every kind. */
    private static Map<String, Floats> everyKind() {
        Map<String, Floats> kinds = new LinkedHashMap<>();
        kinds.put("whole array", Floats.of(new float[SIZE]));
        kinds.put("part of an array", Floats.of(new float[9], 2, SIZE));
        kinds.put("heap buffer", Floats.of(FloatBuffer.allocate(9).position(2).limit(7)));
        kinds.put("slice of a heap buffer", Floats.of(FloatBuffer.allocate(9).slice(2, 6).position(1)));
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            kinds.put("heap bytes, " + order,
                    Floats.of(ByteBuffer.allocate(36).order(order).asFloatBuffer().position(2).limit(7)));
            kinds.put("direct, " + order,
                    Floats.of(ByteBuffer.allocateDirect(36).order(order).asFloatBuffer().position(2).limit(7)));
        }
        kinds.put("segment of floats", Floats.of(MemorySegment.ofArray(new float[9]).asSlice(8, 20)));
        kinds.put("segment of floats, unaligned", Floats.of(MemorySegment.ofArray(new float[9]).asSlice(7, 20)));
        kinds.put("segment of bytes", Floats.of(MemorySegment.ofArray(new byte[36]).asSlice(3, 20)));
        kinds.put("segment of longs", Floats.of(MemorySegment.ofArray(new long[9]).asSlice(4, 20)));
        kinds.put("native segment", Floats.of(Arena.ofAuto().allocate(36).asSlice(8, 20)));
        kinds.put("native segment, unaligned", Floats.of(Arena.ofAuto().allocate(36).asSlice(1, 20)));
        return kinds;
    }

    @Test
    void whatIsWrittenIsReadInEveryKindOfMemory() {
        everyKind().forEach((kind, floats) -> {
            assertEquals(SIZE, floats.size(), kind);
            assertFalse(floats.isReadOnly(), kind);
            floats.write(0, new float[] {1, 2, 3, 4, 5}, 0, SIZE);
            floats.write(1, new float[] {9, 20, 30, 9}, 1, 2);
            float[] read = new float[7];
            floats.read(0, read, 1, SIZE);
            assertArrayEquals(new float[] {0, 1, 20, 30, 4, 5, 0}, read, kind);
            float[] part = new float[2];
            floats.read(3, part, 0, 2);
            assertArrayEquals(new float[] {4, 5}, part, kind);
            assertEquals(SIZE * Float.BYTES, floats.segment().byteSize(), kind);
        });
    }

    @Test
    void accessOutsideIsRefusedInEveryKindOfMemory() {
        float[] six = new float[6];
        everyKind().forEach((kind, floats) -> {
            for (int[] range : new int[][] {{0, 6}, {1, 5}, {-1, 2}, {5, 1}, {6, 0}, {2, -1}, {Integer.MAX_VALUE, 1}}) {
                String what = kind + " from " + range[0] + ", " + range[1];
                assertThrows(IndexOutOfBoundsException.class, () -> floats.read(range[0], six, 0, range[1]), what);
                assertThrows(IndexOutOfBoundsException.class, () -> floats.write(range[0], six, 0, range[1]), what);
            }
            assertThrows(IndexOutOfBoundsException.class, () -> floats.read(0, new float[3], 0, 4), kind);
            assertThrows(IndexOutOfBoundsException.class, () -> floats.write(0, new float[3], 0, 4), kind);
        });
    }

    @Test
    void buffersKeepTheirByteOrder() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            for (ByteBuffer bytes : new ByteBuffer[] {ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8)}) {
                bytes.order(order);
                Floats.of(bytes.asFloatBuffer()).write(0, new float[] {1.5f, -2}, 0, 2);
                assertEquals(1.5f, bytes.getFloat(0));
                assertEquals(-2f, bytes.getFloat(4));
                float[] back = new float[2];
                Floats.of(bytes.asFloatBuffer()).read(0, back, 0, 2);
                assertArrayEquals(new float[] {1.5f, -2}, back);
            }
        }
    }

    @Test
    void laterMovesOfABufferDoNotMatter() {
        FloatBuffer buffer = FloatBuffer.wrap(new float[] {1, 2, 3, 4}).position(1);
        Floats floats = Floats.of(buffer);
        assertEquals(1, buffer.position());
        buffer.position(3).limit(3);
        float[] read = new float[3];
        floats.read(0, read, 0, 3);
        assertArrayEquals(new float[] {2, 3, 4}, read);
    }

    @Test
    void mappedFilesAreReadAndWritten(@TempDir Path folder) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(folder.resolve("floats"), StandardOpenOption.CREATE,
                        StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Floats floats = Floats.of(channel.map(FileChannel.MapMode.READ_WRITE, 0, 12, arena));
            floats.write(0, new float[] {1, 2, 3}, 0, 3);
            float[] read = new float[3];
            Floats.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, 12, arena)).read(0, read, 0, 3);
            assertArrayEquals(new float[] {1, 2, 3}, read);
        }
    }

    @Test
    void heapFloatsOfAnyOriginAreComputedOnInPlace() {
        float[] array = new float[9];
        assertEquals(new FloatArray(array, 2, 3), Floats.of(array, 2, 3));
        assertEquals(new FloatArray(array, 2, 3), Floats.of(FloatBuffer.wrap(array, 2, 3)));
        assertEquals(new FloatArray(array, 2, 3), Floats.of(MemorySegment.ofArray(array).asSlice(8, 12)));
        assertInstanceOf(FloatSegment.class, Floats.of(MemorySegment.ofArray(array).asSlice(6, 12)));
        assertInstanceOf(FloatSegment.class, Floats.of(MemorySegment.ofArray(new int[9])));
    }

    @Test
    void readOnlyMemoryRefusesWriting() {
        for (Floats floats : new Floats[] {Floats.of(FloatBuffer.allocate(3).asReadOnlyBuffer()),
            Floats.of(ByteBuffer.allocateDirect(12).asReadOnlyBuffer().asFloatBuffer()),
            Floats.of(MemorySegment.ofArray(new float[3]).asReadOnly())}) {
            assertTrue(floats.isReadOnly());
            assertThrows(UnsupportedOperationException.class, () -> floats.write(0, new float[3], 0, 3));
            floats.read(0, new float[3], 0, 3);
        }
    }

    @Test
    void windowsOverlapIfTheyShareAnElement() {
        float[] array = new float[10];
        assertTrue(Floats.of(array, 0, 5).overlaps(Floats.of(array, 4, 5)));
        assertFalse(Floats.of(array, 0, 5).overlaps(Floats.of(array, 5, 5)));
        assertFalse(Floats.of(array, 5, 5).overlaps(Floats.of(array, 0, 5)));
        assertFalse(Floats.of(array).overlaps(Floats.of(new float[10])));
        assertTrue(Floats.of(array).overlaps(Floats.of(FloatBuffer.wrap(array).asReadOnlyBuffer())));
        // Bytes 3 to 6 are parts of the first and of the second float.
        Floats unaligned = Floats.of(MemorySegment.ofArray(array).asSlice(3, 4));
        assertTrue(unaligned.overlaps(Floats.of(array, 1, 1)));
        assertTrue(Floats.of(array, 0, 1).overlaps(unaligned));
        assertFalse(Floats.of(array, 2, 1).overlaps(unaligned));
        MemorySegment outside = Arena.ofAuto().allocate(40);
        assertTrue(Floats.of(outside).overlaps(Floats.of(outside.asSlice(36))));
        assertFalse(Floats.of(outside.asSlice(0, 20)).overlaps(Floats.of(outside.asSlice(20))));
        assertFalse(Floats.of(outside).overlaps(Floats.of(array)));
    }

    @Test
    void whatIsEmptyOverlapsNothing() {
        float[] array = new float[10];
        assertFalse(Floats.of(array, 5, 0).overlaps(Floats.of(array)));
        assertFalse(Floats.of(array).overlaps(Floats.of(array, 5, 0)));
        MemorySegment outside = Arena.ofAuto().allocate(40);
        assertFalse(Floats.of(outside).overlaps(Floats.of(outside.asSlice(20, 0))));
        assertFalse(Floats.of(outside.asSlice(20, 0)).overlaps(Floats.of(outside)));
    }

    @Test
    void windowsOnTheSameElementsAreEqual() {
        float[] array = new float[10];
        assertEquals(Floats.of(array, 1, 4), Floats.of(array, 1, 4));
        assertNotEquals(Floats.of(array, 1, 4), Floats.of(array, 2, 4));
        assertNotEquals(Floats.of(array), Floats.of(array.clone()));
        ByteBuffer bytes = ByteBuffer.allocateDirect(40).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(Floats.of(bytes.asFloatBuffer()), Floats.of(bytes.asFloatBuffer()));
        assertEquals(Floats.of(bytes.asFloatBuffer()).hashCode(), Floats.of(bytes.asFloatBuffer()).hashCode());
        assertNotEquals(Floats.of(bytes.asFloatBuffer()),
                Floats.of(bytes.duplicate().order(ByteOrder.BIG_ENDIAN).asFloatBuffer()),
                "the same bytes, other numbers");
    }

    @Test
    @SuppressWarnings("restricted") // An address range that nobody touches stands for more memory than there may be.
    void partsMustLieWithinTheMemory() {
        float[] array = new float[4];
        assertRefused("offset=-1: must be at least 0", () -> Floats.of(array, -1, 2));
        assertRefused("size=-1: must be at least 0", () -> Floats.of(array, 1, -1));
        assertRefused("size=3: from offset=2 the array has 2 floats", () -> Floats.of(array, 2, 3));
        assertRefused("offset=5: must be at most 4, the array's length", () -> Floats.of(array, 5, 0));
        assertRefused("size=2147483647: from offset=1 the array has 3 floats",
                () -> Floats.of(array, 1, Integer.MAX_VALUE));
        assertRefused("segment=6 bytes: must be a multiple of 4", () -> Floats.of(MemorySegment.ofArray(new byte[6])));
        MemorySegment large = MemorySegment.ofAddress(4096).reinterpret(4L << 31);
        assertRefused("segment floats=2147483648: must lie between -2147483648 and 2147483647", () -> Floats.of(large));
    }

    @Test
    void missingMemoryIsNamed() {
        assertEquals("array: must not be null",
                assertThrows(NullPointerException.class, () -> Floats.of((float[]) null)).getMessage());
        assertEquals("array: must not be null",
                assertThrows(NullPointerException.class, () -> Floats.of(null, 0, 0)).getMessage());
        assertEquals("buffer: must not be null",
                assertThrows(NullPointerException.class, () -> Floats.of((FloatBuffer) null)).getMessage());
        assertEquals("segment: must not be null",
                assertThrows(NullPointerException.class, () -> Floats.of((MemorySegment) null)).getMessage());
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
