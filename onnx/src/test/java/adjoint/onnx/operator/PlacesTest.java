package adjoint.onnx.operator;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Operators that take or change what lies at places that others name, beyond what ONNX's own tests ask. */
class PlacesTest {

    private static final Tensor X = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);

    @Test
    void indicesMayBeDataAndNegative() {
        Tensor last = Tensor.of(new float[] {-1, 0}, 2, 1);
        assertArrayEquals(new float[] {2, 3}, Evaluate.first(gather().with("axis", 1), X, last).toFloats());
        assertArrayEquals(new float[] {3, 4, 1, 2}, Evaluate.first(node("GatherND", "x", "i"), X, last).toFloats());
        Tensor updates = Tensor.of(new float[] {7, 8}, 2, 1);
        assertArrayEquals(new float[] {1, 7, 8, 4},
                Evaluate.first(node("ScatterElements", "x", "i", "u").with("axis", 1), X, last, updates).toFloats());
        assertArrayEquals(new float[] {5, 6, 3, 4}, Evaluate.first(node("ScatterND", "x", "i", "u"), X,
                Tensor.of(new float[] {-2}, 1, 1), Tensor.of(new float[] {5, 6}, 1, 2)).toFloats());
    }

    @Test
    void ofSeveralUpdatesOfAPlaceTheLastCounts() {
        Tensor same = Tensor.of(new long[] {0, 0}, 2, 1);
        assertArrayEquals(new float[] {8, 9, 3, 4}, Evaluate.first(node("ScatterND", "x", "i", "u"), X, same,
                Tensor.of(new float[] {6, 7, 8, 9}, 2, 2)).toFloats());
    }

    @Test
    void theGreatestOfMiddleAxes() {
        Tensor x = Tensor.of(new float[] {1, 8, 5, Float.NaN, 5, -0f, Float.NEGATIVE_INFINITY, 0}, 1, 4, 2);
        Node node = Node.of("TopK", 11, List.of("x", "k"), "v", "i").with("axis", 1);
        Tensor two = Tensor.of(new long[] {2}, 1);
        List<Tensor> most = Evaluate.all(Evaluate.call(node, Set.of(), x, two), x, two);
        assertArrayEquals(new float[] {5, Float.NaN, 5, 8}, most.get(0).toFloats());
        assertArrayEquals(new long[] {1, 1, 2, 0}, most.get(1).toLongs());
        Node least = node.with("largest", 0);
        List<Tensor> few = Evaluate.all(Evaluate.call(least, Set.of(), x, two), x, two);
        assertArrayEquals(new float[] {Float.NEGATIVE_INFINITY, -0f, 1, 0}, few.get(0).toFloats());
        assertArrayEquals(new long[] {3, 2, 0, 3}, few.get(1).toLongs());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor far = Tensor.of(new long[] {2}, 1, 1);
        Tensor one = Tensor.of(new float[] {1}, 1, 1);
        assertRefused("indices=2: must lie between -2 and 1", gather(), X, far);
        assertRefused("indices=2: must lie between -2 and 1", node("GatherND", "x", "i"), X, far);
        assertRefused("indices=[1]: must have as many axes as data=[2, 2]", gather(), X, Tensor.of(new long[1], 1));
        assertRefused("indices=[1, 3]: must lie within data=[2, 2]", gather(), X, Tensor.of(new long[3], 1, 3));
        assertRefused("indices=[1, 3]: must say places on axes of data=[2, 2] behind batch_dims=0",
                node("GatherND", "x", "i"), X, Tensor.of(new long[3], 1, 3));
        assertRefused("updates=[1, 1]: must be [1, 2]", node("ScatterND", "x", "i", "u"), X, far, one);
        assertRefused("reduction=mean: must be none, add, mul, min or max",
                node("ScatterElements", "x", "i", "u").with("reduction", "mean"), X, far, one);
        assertRefused("k=3: must lie between 0 and 2", node("TopK", "x", "k"), X, Tensor.of(new long[] {3}, 1));
    }

    private static Node gather() {
        return node("GatherElements", "x", "i");
    }

    private static Node node(String op, String... inputs) {
        return Node.of(op, 18, List.of(inputs), "y");
    }

    private static void assertRefused(String message, Node node, Tensor... inputs) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> Evaluate.first(node, inputs)).getMessage());
    }
}
