package adjoint.onnx.operator;

import adjoint.onnx.Shape;
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

    /** Every pattern of repeated axes, of rows from shorter to longer than a block. */
    @Test
    void repeatedOperandsAreThoseOfTheFormula() {
        for (int width : new int[] {1, 3, 40, 700, 1500}) {
            int[] extents = {2, 5, 3, width};
            for (int pattern = 0; pattern < 256; pattern++) {
                int[] a = new int[4];
                int[] b = new int[4];
                for (int axis = 0; axis < 4; axis++) {
                    a[axis] = (pattern >> axis & 1) == 0 ? extents[axis] : 1;
                    b[axis] = (pattern >> axis + 4 & 1) == 0 ? extents[axis] : 1;
                }
                Tensor first = Tensor.of(numbers(Shape.of(a).elements(), 1), a);
                Tensor second = Tensor.of(numbers(Shape.of(b).elements(), 100_000), b);
                assertArrayEquals(sums(first, second), Evaluate.first(ADD, first, second).toFloats());
            }
        }
    }

    private static float[] numbers(int count, int from) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = from + i;
        }
        return numbers;
    }

    private static float[] sums(Tensor a, Tensor b) {
        Shape shape = a.shape().broadcast(b.shape());
        float[] sums = new float[shape.elements()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = a.asFloats()[at(i, shape, a.shape())] + b.asFloats()[at(i, shape, b.shape())];
        }
        return sums;
    }

    private static int at(int element, Shape shape, Shape operand) {
        return Broadcast.offset(element, shape, Broadcast.strides(operand, shape));
    }

    @Test
    void integersAreComputedWithoutAKernel() {
        Tensor sum = Evaluate.first(ADD, Tensor.of(new long[] {1L << 40, 2}, 2), Tensor.of(new long[] {1}));
        assertEquals(Tensor.of(new long[] {(1L << 40) + 1, 3}, 2), sum);
    }

    @Test
    void functionsHoldAtTheirEnds() {
        float endless = Float.POSITIVE_INFINITY;
        float nan = Float.NaN;
        assertFunction("Gelu", 20, new float[] {endless, 1e30f, -1e30f}, endless, 1e30f, 0);
        assertFunction("Acosh", 9, new float[] {-1e30f, -2, 0.5f, 1, endless}, nan, nan, nan, 0, endless);
        assertFunction("Asinh", 9, new float[] {1e-20f, -1e-20f, 1e30f, -endless}, 1e-20f, -1e-20f, 69.7707f, -endless);
    }

    private static void assertFunction(String op, int opset, float[] x, float... expected) {
        assertArrayEquals(expected,
                Evaluate.first(Node.of(op, opset, List.of("x"), "y"), Tensor.of(x, x.length)).toFloats(), 1e-5f, op);
        for (int i = 0; i < x.length; i++) {
            assertEquals(expected[i] == 0, Evaluate.first(Node.of(op, opset, List.of("x"), "y"),
                    Tensor.of(new float[] {x[i]}, 1)).toFloats()[0] == 0, op);
        }
    }

    @Test
    void aLeakyReluHasASlopeOfAHundredthUnlessSaid() {
        Tensor x = Tensor.of(new float[] {-100, 3}, 2);
        Node node = Node.of("LeakyRelu", 6, List.of("x"), "y");
        assertArrayEquals(new float[] {-1, 3}, Evaluate.first(node, x).toFloats());
        assertArrayEquals(new float[] {-50, 3}, Evaluate.first(node.with("alpha", 0.5f), x).toFloats());
    }
}
