package adjoint.djl;

import ai.djl.Device;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.util.NDImageUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.StackBatchifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The arrays that translators work on; expected values are NumPy's, or PyTorch's where they differ. */
class NDArrayTest {

    private static final List<DataType> TYPES = List.of(DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT16,
            DataType.BFLOAT16, DataType.UINT8, DataType.INT8, DataType.UINT16, DataType.INT16, DataType.UINT32,
            DataType.INT32, DataType.UINT64, DataType.INT64);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("Adjoint");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray floats(Shape shape, double... values) {
        return of(DataType.FLOAT32, shape, values);
    }

    private NDArray of(DataType type, Shape shape, double... values) {
        return manager.create(values, shape).toType(type, false);
    }

    /** 0, 1, 2 and so on. */
    private NDArray counted(DataType type, long... extents) {
        Shape shape = new Shape(extents);
        return manager.arange(0, shape.size(), 1, type).reshape(shape);
    }

    private static void assertHolds(NDArray array, Shape shape, DataType type, double... values) {
        assertEquals(shape, array.getShape());
        assertEquals(type, array.getDataType());
        double[] actual = array.toType(DataType.FLOAT64, false).toDoubleArray();
        assertArrayEquals(values, actual, 1e-5, () -> Arrays.toString(actual));
    }

    private static String reason(Runnable refused) {
        return assertThrows(IllegalArgumentException.class, refused::run).getMessage();
    }

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
    void numbersAreComputedInTheTypeThatHoldsBoth() {
        NDArray bytes = of(DataType.UINT8, new Shape(2), 200, 100);
        NDArray ints = of(DataType.INT32, new Shape(2), 3, -3);
        NDArray reals = floats(new Shape(2), 0.5, 2);
        assertHolds(bytes.add(100), new Shape(2), DataType.UINT8, 44, 200);
        assertHolds(bytes.mul(0.5), new Shape(2), DataType.FLOAT32, 100, 50);
        assertHolds(bytes.div(4), new Shape(2), DataType.FLOAT32, 50, 25);
        assertHolds(bytes.add(ints), new Shape(2), DataType.INT32, 203, 97);
        assertHolds(ints.sub(reals), new Shape(2), DataType.FLOAT32, 2.5, -5);
        assertHolds(ints.div(ints), new Shape(2), DataType.FLOAT32, 1, 1);
        assertHolds(reals.mul(of(DataType.FLOAT64, new Shape(2), 3, 4)), new Shape(2), DataType.FLOAT64, 1.5, 8);
        assertHolds(reals.pow(2), new Shape(2), DataType.FLOAT32, 0.25, 4);
        assertHolds(ints.maximum(0), new Shape(2), DataType.INT32, 3, 0);
        assertHolds(ints.minimum(reals), new Shape(2), DataType.FLOAT32, 0.5, -3);
        assertHolds(ints.gt(0), new Shape(2), DataType.BOOLEAN, 1, 0);
        assertHolds(ints.lte(reals), new Shape(2), DataType.BOOLEAN, 0, 1);
        assertHolds(ints.eq(3).neq(manager.create(true)), new Shape(2), DataType.BOOLEAN, 0, 1);
        assertHolds(ints.gte(3), new Shape(2), DataType.BOOLEAN, 1, 0);
        assertHolds(manager.create(true).add(1), new Shape(), DataType.INT32, 2);
        assertHolds(ints.lt(ints), new Shape(2), DataType.BOOLEAN, 0, 0);
        assertHolds(reals.getNDArrayInternal().rsub(1), new Shape(2), DataType.FLOAT32, 0.5, -1);
    }

    @Test
    void whatIsApartFromArraysIsCalledByItsName() throws NoSuchMethodException {
        for (Method method : ArrayExtension.class.getDeclaredMethods()) {
            if (!Modifier.isPrivate(method.getModifiers())) {
                NDArrayEx.class.getMethod(method.getName(), method.getParameterTypes());
            }
        }
        NDArrayEx extension = manager.create(1).getNDArrayInternal();
        assertEquals("refusal", extension.toString());
        assertEquals(extension, extension);
    }

    @Test
    void fractionsCountBesideIntegers() {
        NDArray ints = of(DataType.INT32, new Shape(3), 0, 1, -1);
        assertHolds(ints.lt(0.5), new Shape(3), DataType.BOOLEAN, 1, 0, 1);
        assertHolds(ints.lte(-0.5f), new Shape(3), DataType.BOOLEAN, 0, 0, 1);
        assertHolds(ints.gt(0.5), new Shape(3), DataType.BOOLEAN, 0, 1, 0);
        assertHolds(ints.gte(0.5), new Shape(3), DataType.BOOLEAN, 0, 1, 0);
        assertHolds(ints.eq(0.5), new Shape(3), DataType.BOOLEAN, 0, 0, 0);
        assertHolds(ints.neq(0.5), new Shape(3), DataType.BOOLEAN, 1, 1, 1);
        assertHolds(ints.clip(-0.5, 0.75), new Shape(3), DataType.FLOAT32, 0, 0.75, -0.5);
        assertHolds(ints.clip(0, 0.5f), new Shape(3), DataType.FLOAT32, 0, 0.5, 0);
        assertHolds(ints.clip(0, 5), new Shape(3), DataType.INT32, 0, 1, 0);
        assertHolds(manager.create(true).lt(0.5), new Shape(), DataType.BOOLEAN, 0);
    }

    @Test
    void smallerOperandsAreRepeated() {
        NDArray matrix = counted(DataType.FLOAT32, 2, 3);
        NDArray row = floats(new Shape(3), 10, 20, 30);
        NDArray column = floats(new Shape(2, 1), 100, 200);
        assertHolds(matrix.add(row), new Shape(2, 3), DataType.FLOAT32, 10, 21, 32, 13, 24, 35);
        assertHolds(column.sub(row), new Shape(2, 3), DataType.FLOAT32, 90, 80, 70, 190, 180, 170);
        assertEquals("shape=(2): must agree with (2, 3) in each extent that is not 1",
                reason(() -> matrix.add(floats(new Shape(2), 1, 2))));
    }

    @Test
    void arraysThatAreChangedKeepTypeAndShape() {
        NDArray array = counted(DataType.UINT8, 3);
        assertTrue(array == array.addi(1).muli(2.5).subi(floats(new Shape(1), 1)));
        assertHolds(array, new Shape(3), DataType.UINT8, 1, 4, 6);
        array.divi(2).negi();
        assertHolds(array, new Shape(3), DataType.UINT8, 0, 254, 253);
        assertEquals("shape=(2, 3): must be (3), that of the array that is changed",
                reason(() -> array.addi(counted(DataType.UINT8, 2, 3))));
    }

    @Test
    void longArraysAreComputedToTheEnd() {
        int size = 2 * Elements.BLOCK + 3;
        NDArray array = counted(DataType.FLOAT32, size);
        float[] doubled = array.add(array).toFloatArray();
        float[] halves = array.mul(0.5f).toFloatArray();
        long[] ints = array.toType(DataType.INT64, false).mul(3).toLongArray();
        for (int i = 0; i < size; i++) {
            assertEquals(2f * i, doubled[i]);
            assertEquals(0.5f * i, halves[i]);
            assertEquals(3L * i, ints[i]);
        }
    }

    @Test
    void functionsOfEachElement() {
        NDArray reals = floats(new Shape(4), -1.5, 0, 0.5, 2.5);
        Shape shape = reals.getShape();
        assertHolds(reals.abs(), shape, DataType.FLOAT32, 1.5, 0, 0.5, 2.5);
        assertHolds(reals.neg(), shape, DataType.FLOAT32, 1.5, 0, -0.5, -2.5);
        assertHolds(reals.round(), shape, DataType.FLOAT32, -2, 0, 0, 2);
        assertHolds(reals.floor(), shape, DataType.FLOAT32, -2, 0, 0, 2);
        assertHolds(reals.ceil(), shape, DataType.FLOAT32, -1, 0, 1, 3);
        assertHolds(reals.square().sqrt(), shape, DataType.FLOAT32, 1.5, 0, 0.5, 2.5);
        assertHolds(reals.exp().log(), shape, DataType.FLOAT32, -1.5, 0, 0.5, 2.5);
        assertHolds(reals.clip(0, 2), shape, DataType.FLOAT32, 0, 0, 0.5, 2);
        assertHolds(reals.tanh().get(1), new Shape(), DataType.FLOAT32, 0);
        assertHolds(reals.getNDArrayInternal().sigmoid().get(1), new Shape(), DataType.FLOAT32, 0.5);
        assertHolds(reals.getNDArrayInternal().relu(), shape, DataType.FLOAT32, 0, 0, 0.5, 2.5);
        assertHolds(counted(DataType.INT32, 5).sqrt().get(4), new Shape(), DataType.FLOAT32, 2);
    }

    @Test
    void axesAreReduced() {
        NDArray array = floats(new Shape(2, 3), 4, 1, 7, -2, 5, 0);
        assertHolds(array.max(), new Shape(), DataType.FLOAT32, 7);
        assertHolds(array.min(new int[] {1}), new Shape(2), DataType.FLOAT32, 1, -2);
        assertHolds(array.sum(new int[] {0}, true), new Shape(1, 3), DataType.FLOAT32, 2, 6, 7);
        assertHolds(array.mean(new int[] {0, -1}), new Shape(), DataType.FLOAT32, 2.5);
        assertHolds(array.toType(DataType.UINT8, false).sum(), new Shape(), DataType.INT64, 271);
        assertHolds(counted(DataType.INT32, 2).mean(), new Shape(), DataType.FLOAT32, 0.5);
        assertHolds(floats(new Shape(2), 3, -4).norm(), new Shape(), DataType.FLOAT32, 5);
        assertHolds(floats(new Shape(1, 2), 3, 4).normalize(2, 1), new Shape(1, 2), DataType.FLOAT32, 0.6, 0.8);
        assertTrue(array.gt(-3).all().getBoolean());
        assertHolds(array.cumSum(1), new Shape(2, 3), DataType.FLOAT32, 4, 5, 12, -2, 3, 3);
        assertHolds(floats(new Shape(0)).sum(), new Shape(), DataType.FLOAT32, 0);
        assertEquals("shape=(0): must have elements along [0]", reason(() -> floats(new Shape(0)).max()));
        assertTrue(Float.isNaN(floats(new Shape(2), Double.NaN, 1).max().getFloat()));
    }

    @Test
    void integersThatDoublesRoundAreNotRounded() {
        long large = (1L << 53) + 1;
        NDArray array = manager.create(new long[] {large, large - 1, large + 1, large});
        assertArrayEquals(new long[] {large - 1, large, large, large + 1}, array.sort().toLongArray());
        NDList top = array.topK(3, 0);
        assertArrayEquals(new long[] {large + 1, large, large}, top.get(0).toLongArray());
        assertArrayEquals(new long[] {2, 0, 3}, top.get(1).toLongArray());
        assertArrayEquals(new long[] {1, 0, 3, 2}, array.argSort().toLongArray());
        assertArrayEquals(new long[] {large, 2 * large - 1, 3 * large, 4 * large}, array.cumSum(0).toLongArray());
        assertEquals(2, array.argMax().getLong());
        assertEquals(1, array.argMin().getLong());
    }

    @Test
    void elementsArePutInOrder() {
        NDArray array = floats(new Shape(2, 3), 4, 1, 7, -2, 5, 5);
        assertHolds(array.argMax(), new Shape(), DataType.INT64, 2);
        assertHolds(array.argMax(1), new Shape(2), DataType.INT64, 2, 1);
        assertHolds(array.argMin(0), new Shape(3), DataType.INT64, 1, 0, 1);
        assertHolds(array.argSort(), new Shape(2, 3), DataType.INT64, 1, 0, 2, 0, 1, 2);
        assertHolds(array.argSort(1, false), new Shape(2, 3), DataType.INT64, 2, 0, 1, 1, 2, 0);
        assertHolds(array.sort(0), new Shape(2, 3), DataType.FLOAT32, -2, 1, 5, 4, 5, 7);
        NDList top = array.topK(2, 1);
        assertHolds(top.get(0), new Shape(2, 2), DataType.FLOAT32, 7, 4, 5, 5);
        assertHolds(top.get(1), new Shape(2, 2), DataType.INT64, 2, 0, 1, 2);
        assertEquals("k=4: must be at most the extent of axis 1 of (2, 3)", reason(() -> array.topK(4, 1)));
    }

    @Test
    void theFirstNaNIsTheLargestAndTheSmallest() {
        NDArray array = floats(new Shape(3, 3), 1, 2, 3, 1, Double.NaN, Double.NaN, Double.NaN, 0, 9);
        assertHolds(array.argMax(1), new Shape(3), DataType.INT64, 2, 1, 0);
        assertHolds(array.argMin(1), new Shape(3), DataType.INT64, 0, 1, 0);
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
    void softmaxSumsToOneAlongItsAxis() {
        NDArray array = floats(new Shape(2, 2), 1000, 0, 1000, Math.log(3));
        assertHolds(array.softmax(0), new Shape(2, 2), DataType.FLOAT32, 0.5, 0.25, 0.5, 0.75);
        assertHolds(array.softmax(-1), new Shape(2, 2), DataType.FLOAT32, 1, 0, 1, 0);
        assertHolds(array.logSoftmax(0).exp(), new Shape(2, 2), DataType.FLOAT32, 0.5, 0.25, 0.5, 0.75);
    }

    @Test
    void picturesBecomeTensors() {
        NDArray picture = of(DataType.UINT8, new Shape(1, 2, 3), 0, 51, 102, 153, 204, 255);
        NDArray tensor = NDImageUtils.toTensor(picture);
        assertHolds(tensor, new Shape(3, 1, 2), DataType.FLOAT32, 0, 0.6, 0.2, 0.8, 0.4, 1);
        assertHolds(NDImageUtils.toTensor(picture.expandDims(0)), new Shape(1, 3, 1, 2), DataType.FLOAT32, 0, 0.6, 0.2,
                0.8, 0.4, 1);
        assertHolds(NDImageUtils.normalize(tensor, new float[] {0, 0.2f, 1}, new float[] {0.1f, 0.2f, 1}),
                new Shape(3, 1, 2), DataType.FLOAT32, 0, 6, 0, 3, -0.6, 0);
        assertHolds(NDImageUtils.crop(picture, 1, 0, 1, 1), new Shape(1, 1, 3), DataType.UINT8, 153, 204, 255);
        assertHolds(NDImageUtils.centerCrop(counted(DataType.UINT8, 5, 4, 3), 2, 1), new Shape(1, 2, 3),
                DataType.UINT8, 27, 28, 29, 30, 31, 32);
        assertEquals("resize: shape=(2): must be [height, width, channels], or a batch of them",
                reason(() -> NDImageUtils.resize(counted(DataType.UINT8, 2), 1, 1)));
    }

    @Test
    void picturesAreResized() {
        NDArray line = of(DataType.FLOAT32, new Shape(1, 4, 1), 0, 40, 80, 120);
        Shape half = new Shape(1, 2, 1);
        // As DJL's engine PyTorch 0.36.0 has them.
        assertHolds(NDImageUtils.resize(line, 2, 1), half, DataType.FLOAT32, 28.571428, 91.42857);
        assertHolds(NDImageUtils.resize(line, 2, 1, Image.Interpolation.BICUBIC), half, DataType.FLOAT32, 23.471073,
                96.52892);
        assertHolds(NDImageUtils.resize(line, 2, 1, Image.Interpolation.AREA), half, DataType.FLOAT32, 20, 100);
        assertHolds(NDImageUtils.resize(line, 2, 1, Image.Interpolation.NEAREST), half, DataType.FLOAT32, 0, 80);
        assertHolds(NDImageUtils.resize(line, 8, 1), new Shape(1, 8, 1), DataType.FLOAT32, 0, 10, 30, 50, 70, 90, 110,
                120);
        NDArray square = of(DataType.UINT8, new Shape(1, 2, 2, 1), 0, 3, 10, 20);
        assertHolds(NDImageUtils.resize(square, 1, 1), new Shape(1, 1, 1, 1), DataType.UINT8, 8);
        NDArray colours = counted(DataType.UINT8, 2, 2, 3);
        assertHolds(NDImageUtils.resize(colours, 2, 2), new Shape(2, 2, 3), DataType.UINT8, 0, 1, 2, 3, 4, 5, 6, 7, 8,
                9,
                10, 11);
        assertHolds(NDImageUtils.resize(colours, 1, 2), new Shape(2, 1, 3), DataType.UINT8, 2, 3, 4, 8, 9, 10);
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

    /** Calls each operation, with whatever arguments: it either exists or says by its name that it does not. */
    @Test
    void operationsThatAreMissingAreNamed() throws Exception {
        NDArray array = counted(DataType.FLOAT32, 2, 2);
        List<Supplier<Object>> objects = List.of(array::duplicate, () -> array.duplicate().getNDArrayInternal());
        List<Class<?>> types = List.of(NDArray.class, NDArrayEx.class);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            for (Method method : types.get(i).getMethods()) {
                if (method.isDefault() || Modifier.isStatic(method.getModifiers())) {
                    continue;
                }
                Object[] arguments = Arrays.stream(method.getParameterTypes()).map(this::argument).toArray();
                try {
                    method.invoke(objects.get(i).get(), arguments);
                } catch (InvocationTargetException e) {
                    if (e.getCause() instanceof UnsupportedOperationException refused) {
                        missing.add(method.getName());
                        String name = method.getName();
                        assertTrue(
                                refused.getMessage().startsWith(name + ": must be one of the operations of the engine"),
                                () -> name + ": " + refused.getMessage());
                    } else {
                        assertInstanceOf(IllegalArgumentException.class, e.getCause(), method.toString());
                    }
                }
            }
        }
        assertTrue(missing.containsAll(List.of("gatherNd", "fft", "inverse", "convolution", "rotate90", "batchMatMul")),
                missing.toString());
        for (String needed : List.of("add", "softmax", "argMax", "concat", "stack", "split", "resize", "transpose")) {
            assertFalse(missing.contains(needed), needed);
        }
        assertThrows(UnsupportedOperationException.class, () -> manager.create(new String[] {"text"}));
    }

    private Object argument(Class<?> type) {
        if (type == NDArray.class) {
            return counted(DataType.FLOAT32, 2, 2);
        }
        if (type == NDManager.class) {
            return manager;
        }
        if (type == Shape.class) {
            return new Shape(2, 2);
        }
        if (type == NDIndex.class) {
            return new NDIndex(0);
        }
        if (type == NDList.class) {
            return new NDList(counted(DataType.FLOAT32, 2, 2));
        }
        if (type == DataType.class) {
            return DataType.FLOAT32;
        }
        if (type == int[].class) {
            return new int[] {0, 1};
        }
        if (type == long[].class) {
            return new long[] {1};
        }
        if (type == float[].class) {
            return new float[] {1, 2};
        }
        if (type == Number.class) {
            return 1;
        }
        if (type == Function.class) {
            return Function.identity();
        }
        if (type == String.class) {
            return "name";
        }
        if (type == Device.class) {
            return Device.cpu();
        }
        if (type == Buffer.class) {
            return FloatBuffer.allocate(4);
        }
        if (type == Charset.class) {
            return StandardCharsets.UTF_8;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == float.class) {
            return 1f;
        }
        if (type == double.class) {
            return 1d;
        }
        return null;
    }
}
