package adjoint.onnx.operator;

import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ConvTest {

    private static final Node CONV = Node.of("Conv", 11, List.of("x", "w", "b"), "y");
    private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    private static final Tensor W = Tensor.of(new float[] {1, 0, 0, 10}, 1, 2, 2);

    @Test
    void aConvSlidesItsFilterOverAllChannels() {
        assertArrayEquals(new float[] {51, 62}, Evaluate.first(CONV, X, W).toFloats());
        assertArrayEquals(new float[] {151, 162},
                Evaluate.first(CONV, X, W, Tensor.of(new float[] {100}, 1)).toFloats());
    }

    @Test
    void aConvTakesImagesWhoseChannelsComeLast() {
        Tensor last = Tensor.of(new float[] {1, 4, 2, 5, 3, 6}, 1, 3, 2);
        Tensor y = Evaluate.first(CONV.with(ChannelsLast.ATTRIBUTE, 1), last, W);
        assertArrayEquals(new float[] {51, 62}, y.toFloats());
        assertArrayEquals(new int[] {1, 2, 1}, y.shape().toArray());
    }

    @Test
    void aConvTransposeSpreadsItsFilter() {
        Node node = Node.of("ConvTranspose", 11, List.of("x", "w"), "y").with("strides", List.of(2L));
        Tensor x = Tensor.of(new float[] {1, 2}, 1, 1, 2);
        assertArrayEquals(new float[] {1, 3, 2, 6},
                Evaluate.first(node, x, Tensor.of(new float[] {1, 3}, 1, 1, 2)).toFloats());
    }

    @Test
    void whatWasFusedIsApplied() {
        Node node = Node.of("Conv", 11, List.of("x", "w", "", "r"), "y")
                .with(FilterOperator.ACTIVATION, Activation.clip(0, 60))
                .with(FilterOperator.RESIDUAL, Epilogue.Residual.AFTER_ACTIVATION);
        Tensor residual = Tensor.of(new float[] {0.5f, 7}, 1, 1, 2);
        assertArrayEquals(new float[] {51.5f, 67}, Evaluate.first(node, X, W, null, residual).toFloats());
    }

    @Test
    void aBiasMustFit() {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                () -> Evaluate.first(CONV, X, W, Tensor.of(new float[] {1, 2}, 2)));
        assertEquals("B=[2]: must have one value for each of the 1 output channels", thrown.getMessage());
    }
}
