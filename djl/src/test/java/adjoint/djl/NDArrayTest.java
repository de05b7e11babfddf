package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.StackBatchifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The arrays that translators work on: their elements, shapes and parts. Expected values are NumPy's, or PyTorch's where they differ. */
class NDArrayTest extends NDArrayFixture {

    @Test
    void elementsGoInAndOutInEachType() {
        for (DataType type : TYPES) {
            NDArray array = of(type, new Shape(2, 2), 0, 1, 100, 127);
            assertHolds(array, new Shape(2, 2), type, 0, 1, 100, 127);
            NDArray copy = manager.create(array.toByteBuffer(), array.getShape(), type);
            assertTrue(array.contentEquals(copy), type.toString());
            assertHolds(manager.full(new Shape(3), 2, type), new Shape(3), type, 2, 2, 2);
            assertHolds(manager.ones(new Shape(1), type), new Shape(1), type, 1);
            assertHolds(manager.zeros(new Shape(1), type), new Shape(1), type, 0);
            assertHolds(array.transpose(), new Shape(2, 2), type, 0, 100, 1, 127);
        }
        assertHolds(manager.create(true), new Shape(), DataType.BOOLEAN, 1);
        assertArrayEquals(new boolean[] {true, false},
                manager.create(new float[] {0.5f, 0}).toType(DataType.BOOLEAN, false).toBooleanArray());
    }

    @Test
    void typesKeepWhatTheyCan() {
        assertHolds(of(DataType.UINT8, new Shape(2), 300, -1), new Shape(2), DataType.UINT8, 44, 255);
        assertHolds(of(DataType.INT32, new Shape(2), 2.9, -2.9), new Shape(2), DataType.INT32, 2, -2);
        assertHolds(of(DataType.FLOAT16, new Shape(1), 1.0004), new Shape(1), DataType.FLOAT16, 1);
        assertHolds(of(DataType.BFLOAT16, new Shape(2), 1.00390625, 1.01171875), new Shape(2), DataType.BFLOAT16, 1,
                1.015625);
        NDArray large = manager.create(new long[] {Long.MAX_VALUE, -5});
        assertArrayEquals(new long[] {Long.MAX_VALUE - 1, -6}, large.sub(1).toLongArray());
        assertEquals(-1, large.toType(DataType.INT32, false).getInt(0));
    }

    @Test
    void buffersAreTakenFromTheirPosition() {
        FloatBuffer buffer = FloatBuffer.wrap(new float[] {9, 1, 2, 9}).position(1);
        assertHolds(manager.create(buffer, new Shape(2)), new Shape(2), DataType.FLOAT32, 1, 2);
        assertEquals(1, buffer.position());
        assertEquals("data has 2 remaining: 3 elements of float32 need 3", reason(
                () -> manager.create(FloatBuffer.allocate(2), new Shape(3))));
        assertEquals("data has 8 remaining: 3 elements of float32 need 12", reason(
                () -> manager.create(ByteBuffer.allocate(8), new Shape(3), DataType.FLOAT32)));
        assertTrue(reason(() -> manager.create(IntBuffer.allocate(3), new Shape(3), DataType.FLOAT32))
                .endsWith(": must be a buffer for elements of type float32"));
        NDArray array = floats(new Shape(2), 0, 0);
        array.set(new float[] {3, 4});
        assertHolds(array, new Shape(2), DataType.FLOAT32, 3, 4);
    }

    @Test
    void elementsThatWereHandedOutDoNotChangeTheArray() {
        NDArray array = floats(new Shape(2), 1, 2);
        ByteBuffer bytes = array.toByteBuffer();
        assertEquals(ByteOrder.nativeOrder(), bytes.order());
        bytes.putFloat(0, 7);
        assertThrows(RuntimeException.class, () -> array.toByteBuffer(true).putFloat(0, 7));
        assertHolds(array, new Shape(2), DataType.FLOAT32, 1, 2);
    }

    @Test
    void shapesChange() {
        NDArray array = counted(DataType.INT32, 2, 3);
        assertEquals(new Shape(3, 2), array.reshape(3, -1).getShape());
        assertEquals(new Shape(6), array.flatten().getShape());
        assertEquals(new Shape(2, 3, 1), array.expandDims(-1).getShape());
        assertEquals(new Shape(1, 2, 3), array.expandDims(0).getShape());
        assertEquals(new Shape(2, 3), array.expandDims(1).squeeze().getShape());
        assertEquals(new Shape(2, 3), array.expandDims(1).squeeze(1).getShape());
        assertEquals(new Shape(2, 6), counted(DataType.INT32, 2, 3, 2).flatten(1, 2).getShape());
        assertEquals(new Shape(), floats(new Shape(1), 1).squeeze().getShape());
        assertEquals("shape=(4, -1): must have 6 elements, as (2, 3) has", reason(() -> array.reshape(4, -1)));
        assertEquals("shape=(-1, -1): must have 6 elements, as (2, 3) has", reason(() -> array.reshape(-1, -1)));
        assertEquals("axis=1: must have extent 1 in shape (2, 3)", reason(() -> array.squeeze(1)));
        assertEquals("axis=3: must lie between -3 and 2 for shape (2, 3)", reason(() -> array.expandDims(3)));
    }

    @Test
    void axesChangePlaces() {
        for (DataType type : TYPES) {
            NDArray array = counted(type, 2, 3, 2);
            assertHolds(array.transpose(2, 0, 1), new Shape(2, 2, 3), type, 0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11);
            assertHolds(array.transpose(), new Shape(2, 3, 2), type, 0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11);
            assertHolds(array.swapAxes(1, 2), new Shape(2, 2, 3), type, 0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11);
            assertHolds(array.flip(1), new Shape(2, 3, 2), type, 4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7);
        }
        assertEquals("axes=[0, 0]: must name each axis of (2, 2) once",
                reason(() -> counted(DataType.INT32, 2, 2).transpose(0, 0)));
    }

    @Test
    void partsAreTakenByIndex() {
        NDArray array = counted(DataType.FLOAT32, 3, 4);
        assertHolds(array.get(1), new Shape(4), DataType.FLOAT32, 4, 5, 6, 7);
        assertHolds(array.get(-1), new Shape(4), DataType.FLOAT32, 8, 9, 10, 11);
        assertHolds(array.get(":, 1"), new Shape(3), DataType.FLOAT32, 1, 5, 9);
        assertHolds(array.get("1:, :-2"), new Shape(2, 2), DataType.FLOAT32, 4, 5, 8, 9);
        assertHolds(array.get(":, 0:4:3"), new Shape(3, 2), DataType.FLOAT32, 0, 3, 4, 7, 8, 11);
        assertHolds(array.get("..., 3"), new Shape(3), DataType.FLOAT32, 3, 7, 11);
        assertHolds(array.get(1, 2), new Shape(), DataType.FLOAT32, 6);
        assertEquals(6, array.getFloat(1, 2));
        assertHolds(array.get(manager.create(new long[] {2, -3})), new Shape(2, 4), DataType.FLOAT32, 8, 9, 10, 11, 0,
                1, 2, 3);
        assertHolds(array.get(":, {}", manager.create(new int[] {3, 3})), new Shape(3, 2), DataType.FLOAT32, 3, 3, 7, 7,
                11, 11);
        assertHolds(array.take(manager.create(new int[][] {{5}, {0}})), new Shape(2, 1), DataType.FLOAT32, 5, 0);
        assertTrue(reason(() -> array.get(3)).endsWith(": must lie within axis 0 of (3, 4)"));
        assertTrue(
                reason(() -> array.get(manager.create(new long[] {3}))).endsWith("must lie within axis 0 of (3, 4)"));
    }

    @Test
    void partsAreSetByIndex() {
        NDArray array = counted(DataType.INT32, 2, 3);
        array.set(new NDIndex("1, 1:"), 9);
        assertHolds(array, new Shape(2, 3), DataType.INT32, 0, 1, 2, 3, 9, 9);
        array.set(new NDIndex(":, 0"), manager.create(new float[] {7.5f, 8}));
        assertHolds(array, new Shape(2, 3), DataType.INT32, 7, 1, 2, 8, 9, 9);
        array.set(new NDIndex("0"), row -> row.mul(2));
        assertHolds(array, new Shape(2, 3), DataType.INT32, 14, 2, 4, 8, 9, 9);
        array.setScalar(new NDIndex(1, 2), -1);
        assertEquals(-1, array.getInt(1, 2));
    }

    @Test
    void arraysAreJoinedAndCut() {
        NDArray a = counted(DataType.FLOAT32, 2, 2);
        NDArray b = a.add(10);
        assertHolds(a.concat(b), new Shape(4, 2), DataType.FLOAT32, 0, 1, 2, 3, 10, 11, 12, 13);
        assertHolds(a.concat(b, -1), new Shape(2, 4), DataType.FLOAT32, 0, 1, 10, 11, 2, 3, 12, 13);
        assertHolds(a.concat(manager.create(new int[][] {{7}, {8}}), 1), new Shape(2, 3), DataType.FLOAT32, 0, 1, 7, 2,
                3, 8);
        assertHolds(a.stack(b), new Shape(2, 2, 2), DataType.FLOAT32, 0, 1, 2, 3, 10, 11, 12, 13);
        assertHolds(a.stack(b, -1), new Shape(2, 2, 2), DataType.FLOAT32, 0, 10, 1, 11, 2, 12, 3, 13);
        assertHolds(NDArrays.stack(new NDList(a, b, a), 1).get(0), new Shape(3, 2), DataType.FLOAT32, 0, 1, 10, 11, 0,
                1);
        NDList halves = counted(DataType.INT64, 2, 4).split(2, 1);
        assertHolds(halves.get(1), new Shape(2, 2), DataType.INT64, 2, 3, 6, 7);
        NDList parts = counted(DataType.INT64, 5).split(new long[] {1, 4});
        assertEquals(3, parts.size());
        assertHolds(parts.get(1), new Shape(3), DataType.INT64, 1, 2, 3);
        assertEquals("sections=3: must divide the extent of axis 0 of (5)",
                reason(() -> counted(DataType.INT64, 5).split(3)));
        assertEquals("shape=(3): must be (2, 2) in each axis but axis=0",
                reason(() -> a.concat(counted(DataType.FLOAT32, 3))));
        assertEquals("shape=(3): must be (2, 2), as the first array's",
                reason(() -> a.stack(counted(DataType.FLOAT32, 3))));
    }

    @Test
    void arraysAreRepeatedAndPadded() {
        NDArray array = counted(DataType.INT32, 2, 2);
        assertHolds(array.repeat(1, 2), new Shape(2, 4), DataType.INT32, 0, 0, 1, 1, 2, 2, 3, 3);
        assertHolds(array.tile(0, 2), new Shape(4, 2), DataType.INT32, 0, 1, 2, 3, 0, 1, 2, 3);
        assertHolds(counted(DataType.INT32, 2, 1).broadcast(2, 2, 3), new Shape(2, 2, 3), DataType.INT32, 0, 0, 0, 1, 1,
                1, 0, 0, 0, 1, 1, 1);
        assertHolds(array.pad(new Shape(1, 0, 0, 1), 9), new Shape(3, 3), DataType.INT32, 9, 0, 1, 9, 2, 3, 9, 9, 9);
        assertEquals("shape=(2, 2): must agree with (4, 2) in each extent that is not 1",
                reason(() -> array.broadcast(4, 2)));
    }

    @Test
    void shapesThatNoArrayCanHaveAreNamed() {
        assertEquals("shape=(-1): must have extents of at least 0", reason(() -> manager.create(new Shape(-1))));
        assertEquals("shape=(1099511627776): must have at most 536870911 elements of float32",
                reason(() -> manager.zeros(new Shape(1L << 40))));
        assertEquals("shape=(4294967296, 4294967296): must have at most 268435455 elements of float64",
                reason(() -> manager.zeros(new Shape(1L << 32, 1L << 32), DataType.FLOAT64)));
        assertEquals(0, manager.zeros(new Shape(1L << 40, 0)).size());
    }

    @Test
    void batchesAreMadeAndTakenApart() {
        NDList[] items = {new NDList(floats(new Shape(2), 1, 2)), new NDList(floats(new Shape(2), 3, 4))};
        items[0].get(0).setName("x");
        Batchifier stack = new StackBatchifier();
        NDList batch = stack.batchify(items);
        assertHolds(batch.get("x"), new Shape(2, 2), DataType.FLOAT32, 1, 2, 3, 4);
        NDList[] apart = stack.unbatchify(batch);
        assertEquals(2, apart.length);
        assertHolds(apart[1].get("x"), new Shape(2), DataType.FLOAT32, 3, 4);
        assertEquals(2, stack.split(batch, 2, true).length);
        assertThrows(IllegalArgumentException.class,
                () -> stack.batchify(new NDList[] {items[0], new NDList(floats(new Shape(1), 1))}));
    }

    @Test
    void listsAreSerialised() {
        NDArray array = counted(DataType.INT64, 2, 2);
        array.setName("named");
        NDList read = NDList.decode(manager, new NDList(array).encode());
        assertHolds(read.get("named"), new Shape(2, 2), DataType.INT64, 0, 1, 2, 3);
        assertTrue(array.toDebugString().contains("int64"), array.toDebugString());
    }

    @Test
    void closedArraysAreNotRead() {
        NDArray array;
        try (NDManager inner = manager.newSubManager()) {
            array = inner.create(1f);
        }
        assertTrue(array.isReleased());
        assertThrows(IllegalStateException.class, array::toFloatArray);
        assertThrows(IllegalStateException.class, () -> array.add(1));
        assertThrows(IllegalStateException.class, () -> array.toByteBuffer());
    }

    @Test
    void arraysOutliveTheirManagerIfTheyAreGivenAway() {
        NDArray given;
        NDArray free;
        try (NDManager inner = manager.newSubManager()) {
            given = inner.ret(inner.create(1f).add(1));
            free = inner.create(5f);
            free.detach();
        }
        assertEquals(2, given.getFloat());
        assertEquals(5, free.getFloat());
        assertHolds(free.add(given), new Shape(), DataType.FLOAT32, 7);
    }
}
