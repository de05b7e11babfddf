package adjoint.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Compares tensors. */
public final class Tensors {

    private Tensors() {
    }

    /** Same types and shapes, integers to the bit, floats up to the digits of their type or of what was written down. */
    public static void assertSame(Tensor expected, Tensor actual, double rounded) {
        assertEquals(expected.type(), actual.type());
        assertEquals(expected.shape(), actual.shape());
        if (!expected.type().isFloat()) {
            assertArrayEquals(expected.toLongs(), actual.toLongs());
            return;
        }
        float[] e = expected.toFloats();
        float[] a = actual.toFloats();
        double tolerance = Math.max(rounded, tolerance(expected.type()));
        for (int i = 0; i < e.length; i++) {
            if (e[i] != a[i] && !(Float.isNaN(e[i]) && Float.isNaN(a[i]))) {
                assertEquals(e[i], a[i], tolerance * (1 + Math.abs(e[i])), "element " + i);
            }
        }
    }

    private static double tolerance(ElementType type) {
        return switch (type) {
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 1e-2;
            default -> 5e-6;
        };
    }
}
