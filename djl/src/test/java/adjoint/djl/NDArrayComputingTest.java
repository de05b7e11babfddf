package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What arrays compute; expected values are NumPy's, or PyTorch's where they differ. */
class NDArrayComputingTest extends NDArrayFixture {

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
    void softmaxSumsToOneAlongItsAxis() {
        NDArray array = floats(new Shape(2, 2), 1000, 0, 1000, Math.log(3));
        assertHolds(array.softmax(0), new Shape(2, 2), DataType.FLOAT32, 0.5, 0.25, 0.5, 0.75);
        assertHolds(array.softmax(-1), new Shape(2, 2), DataType.FLOAT32, 1, 0, 1, 0);
        assertHolds(array.logSoftmax(0).exp(), new Shape(2, 2), DataType.FLOAT32, 0.5, 0.25, 0.5, 0.75);
    }
}
