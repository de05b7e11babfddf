package adjoint.onnx.operator;

import adjoint.onnx.run.Kernel;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Functions of exponentials are those of the JDK to some units of their last place. */
class ExponentialLoopsTest {

    @Test
    void allHaveTheDigitsOfAFloat() {
        assertClose(ExponentialLoops.EXP, Math::exp, 2e-7);
        assertClose(ExponentialLoops.SIGMOID, v -> 1 / (1 + Math.exp(-v)), 3e-7);
        assertClose(ExponentialLoops.TANH, Math::tanh, 1e-6);
        assertClose(ExponentialLoops.swish(1), v -> v / (1 + Math.exp(-v)), 3e-7);
    }

    @Test
    void extremesAreExact() {
        float[] v = {Float.NEGATIVE_INFINITY, -1000, 0, 1000, Float.POSITIVE_INFINITY, Float.NaN};
        assertArrayEquals(new float[] {0, 0, 1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN},
                apply(ExponentialLoops.EXP, v));
        assertArrayEquals(new float[] {0, 0, 0.5f, 1, 1, Float.NaN}, apply(ExponentialLoops.SIGMOID, v));
        assertArrayEquals(new float[] {-1, -1, 0, 1, 1, Float.NaN}, apply(ExponentialLoops.TANH, v));
        double large = Math.exp(88.72f);
        assertEquals(large, apply(ExponentialLoops.EXP, 88.72f)[0], 1e-6 * large);
    }

    @Test
    void gaussianUnitsAreCloseOverTheirWholeRange() {
        for (float v = -6; v < 6; v += 0.01f) {
            double exact = v / 2 * (1 + ErrorFunction.erf(v / Math.sqrt(2)));
            assertEquals(exact, apply(ExponentialLoops.GELU, v)[0], 5e-7 * Math.max(1, Math.abs(v)));
            double tanh = v / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
            assertEquals(tanh, apply(ExponentialLoops.TANH_GELU, v)[0], 5e-7 * Math.max(1, Math.abs(v)));
        }
    }

    private static void assertClose(Loop.Unary loop, DoubleUnaryOperator exact, double relative) {
        float[] v = new float[17_000];
        for (int i = 0; i < v.length; i++) {
            v[i] = (i - 8500) / 100.1f;
        }
        float[] y = apply(loop, v);
        for (int i = 0; i < v.length; i++) {
            double expected = exact.applyAsDouble(v[i]);
            double error = Math.abs(y[i] - expected);
            float argument = v[i];
            assertTrue(error <= relative * Math.abs(expected) + Float.MIN_NORMAL,
                    () -> "at " + argument + ": " + error / Math.abs(expected));
        }
    }

    private static float[] apply(Loop.Unary loop, float... v) {
        float[] y = v.clone();
        for (int first = 0; first < v.length; first += Kernel.BLOCK) {
            int end = Math.min(first + Kernel.BLOCK, v.length);
            float[] block = Arrays.copyOfRange(v, first, end);
            loop.run(block, block, block.length);
            System.arraycopy(block, 0, y, first, block.length);
        }
        return y;
    }
}
