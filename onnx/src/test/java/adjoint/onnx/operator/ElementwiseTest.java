package adjoint.onnx.operator;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class ElementwiseTest {

    private static final Node ADD = Node.of("Add", 13, List.of("a", "b"), "y");

    @Test
    void operandsAreRepeatedOnAxesOfExtentOne() {
        Tensor a = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
        assertArrayEquals(new float[] {11, 12, 13, 24, 25, 26},
                Evaluate.first(ADD, a, Tensor.of(new float[] {10, 20}, 2, 1)).toFloats());
        assertArrayEquals(new float[] {11, 22, 33, 14, 25, 36},
                Evaluate.first(ADD, a, Tensor.of(new float[] {10, 20, 30}, 3)).toFloats());
        assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11},
                Evaluate.first(ADD, Tensor.of(new float[] {5}), a).toFloats());
        assertArrayEquals(new float[] {11, 12, 21, 22},
                Evaluate.first(ADD, Tensor.of(new float[] {10, 20}, 2, 1), Tensor.of(new float[] {1, 2}, 2))
                        .toFloats());
    }

    @Test
    void rowsLongerThanABlockAreCutIntoBlocks() {
        float[] a = new float[2 * 2500];
        float[] expected = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            a[i] = i;
            expected[i] = i + (i < 2500 ? 1 : 2);
        }
        assertArrayEquals(expected,
                Evaluate.first(ADD, Tensor.of(a, 2, 2500), Tensor.of(new float[] {1, 2}, 2, 1)).toFloats());
    }

    @Test
    void integersAreComputedWithoutAKernel() {
        Tensor sum = Evaluate.first(ADD, Tensor.of(new long[] {1L << 40, 2}, 2), Tensor.of(new long[] {1}));
        assertEquals(Tensor.of(new long[] {(1L << 40) + 1, 3}, 2), sum);
    }

    @Test
    void aLeakyReluHasASlopeOfAHundredthUnlessSaid() {
        Tensor x = Tensor.of(new float[] {-100, 3}, 2);
        Node node = Node.of("LeakyRelu", 6, List.of("x"), "y");
        assertArrayEquals(new float[] {-1, 3}, Evaluate.first(node, x).toFloats());
        assertArrayEquals(new float[] {-50, 3}, Evaluate.first(node.with("alpha", 0.5f), x).toFloats());
    }
}
