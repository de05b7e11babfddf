package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Arrays of a manager of their own, and what tests expect of them. */
abstract class NDArrayFixture {

    static final List<DataType> TYPES = List.of(DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT16, DataType.BFLOAT16,
            DataType.UINT8, DataType.INT8, DataType.UINT16, DataType.INT16, DataType.UINT32, DataType.INT32,
            DataType.UINT64, DataType.INT64);

    NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("Adjoint");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    NDArray floats(Shape shape, double... values) {
        return of(DataType.FLOAT32, shape, values);
    }

    NDArray of(DataType type, Shape shape, double... values) {
        return manager.create(values, shape).toType(type, false);
    }

    /** 0, 1, 2 and so on. */
    NDArray counted(DataType type, long... extents) {
        Shape shape = new Shape(extents);
        return manager.arange(0, shape.size(), 1, type).reshape(shape);
    }

    static void assertHolds(NDArray array, Shape shape, DataType type, double... values) {
        assertEquals(shape, array.getShape());
        assertEquals(type, array.getDataType());
        double[] actual = array.toType(DataType.FLOAT64, false).toDoubleArray();
        assertArrayEquals(values, actual, 1e-5, () -> Arrays.toString(actual));
    }

    static String reason(Runnable refused) {
        return assertThrows(IllegalArgumentException.class, refused::run).getMessage();
    }
}
