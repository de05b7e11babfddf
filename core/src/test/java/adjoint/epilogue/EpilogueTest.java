package adjoint.epilogue;

import adjoint.epilogue.Epilogue.Residual;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EpilogueTest {

    @Test
    void partsAreAddedOneByOne() {
        Epilogue epilogue = Epilogue.NONE.withBias(1, 2).withActivation(Activation.RELU)
                .withResidual(Residual.BEFORE_ACTIVATION);
        assertArrayEquals(new float[] {1, 2}, epilogue.bias(2));
        assertEquals(Activation.RELU, epilogue.activation());
        assertEquals(Residual.BEFORE_ACTIVATION, epilogue.residual());
        assertArrayEquals(new float[3], Epilogue.NONE.bias(3));
        assertEquals(Activation.IDENTITY, Epilogue.NONE.activation());
        assertEquals(Residual.NONE, Epilogue.NONE.residual());
    }

    @Test
    void biasesAreCopied() {
        float[] bias = {1, 2};
        Epilogue epilogue = Epilogue.NONE.withBias(bias);
        bias[0] = 9;
        epilogue.bias(2)[1] = 9;
        assertArrayEquals(new float[] {1, 2}, epilogue.bias(2));
    }

    @Test
    void partsAreChecked() {
        assertEquals("bias has 2 values: the result has 3 channels",
                assertThrows(IllegalArgumentException.class, () -> Epilogue.NONE.withBias(1, 2).bias(3)).getMessage());
        assertEquals("bias: must not be null",
                assertThrows(NullPointerException.class, () -> Epilogue.NONE.withBias((float[]) null)).getMessage());
        assertEquals("activation: must not be null",
                assertThrows(NullPointerException.class, () -> Epilogue.NONE.withActivation(null)).getMessage());
        assertEquals("residual: must not be null",
                assertThrows(NullPointerException.class, () -> Epilogue.NONE.withResidual(null)).getMessage());
        assertEquals("min=2.0: must be at most max=1.0",
                assertThrows(IllegalArgumentException.class, () -> Activation.clip(2, 1)).getMessage());
        assertEquals("min=NaN: must be at most max=1.0",
                assertThrows(IllegalArgumentException.class, () -> Activation.clip(Double.NaN, 1)).getMessage());
        assertEquals("slope=Infinity: must be finite", assertThrows(IllegalArgumentException.class,
                () -> Activation.leakyRelu(Double.POSITIVE_INFINITY)).getMessage());
        assertEquals("factor=NaN, offset=1.0: must be finite",
                assertThrows(IllegalArgumentException.class, () -> Activation.RELU.scaled(Double.NaN, 1)).getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> new Activation.Scaled(Activation.RELU.scaled(2, 1), 3, 4));
    }

    @Test
    void activationsHaveTheValuesOfTheirFormulas() {
        for (float v : new float[] {-200, -7.5f, -3, -1.25f, -0.5f, -0f, 0, 0.5f, 1, 2.75f, 3, 6, 6.5f, 90}) {
            double sigmoid = 1 / (1 + Math.exp(-(double) v));
            assertEquals(v, Activation.IDENTITY.apply(v));
            assertEquals(v > 0 ? v : 0, Activation.RELU.apply(v));
            assertEquals(v > 6 ? 6 : v > 0 ? v : 0, Activation.RELU6.apply(v));
            assertEquals(v < -1.5f ? -1.5f : v > 2 ? 2 : v, Activation.clip(-1.5, 2).apply(v));
            assertEquals(v, Activation.clip(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).apply(v));
            assertEquals(v < 0 ? v * 0.1f : v, Activation.leakyRelu(0.1).apply(v));
            assertEquals(sigmoid, Activation.SIGMOID.apply(v), Math.ulp((float) sigmoid));
            assertEquals(Math.tanh(v), Activation.TANH.apply(v), Math.ulp((float) Math.tanh(v)));
            assertEquals(v * sigmoid, Activation.SILU.apply(v), Math.ulp((float) (v * sigmoid)));
            assertEquals(Math.max(v, 0) * 0.5f - 3, Activation.RELU.scaled(0.5, -3).apply(v));
            double hardSwish = v * Math.min(Math.max(v + 3.0, 0), 6) / 6;
            assertEquals(hardSwish, Activation.HARD_SWISH.apply(v), 2 * Math.ulp((float) hardSwish));
        }
    }

    @Test
    void linesBehindALineAreOneLine() {
        assertEquals(new Activation.Scaled(Activation.SILU, 6, 19), Activation.SILU.scaled(2, 5).scaled(3, 4));
    }

    @Test
    void notANumberStaysThat() {
        for (Activation activation : List.of(Activation.IDENTITY, Activation.RELU, Activation.RELU6, Activation.SIGMOID,
                Activation.TANH, Activation.HARD_SWISH, Activation.SILU, Activation.clip(-1, 1),
                Activation.leakyRelu(0.1))) {
            assertTrue(Float.isNaN(activation.apply(Float.NaN)), activation.toString());
        }
    }
}
