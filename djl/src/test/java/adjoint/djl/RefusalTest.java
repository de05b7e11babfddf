package adjoint.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is not computed is refused by name. */
class RefusalTest extends NDArrayFixture {

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
