package adjoint.onnx.compile;

import adjoint.onnx.ElementType;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.operator.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Integers that are known stay exact, however large, where they are moved. */
class FoldingTest {

    private static final long LARGE = 1L << 40;
    private static final Tensor X = Tensor.of(new long[] {LARGE, LARGE + 1, 2}, 3);

    @Test
    void chosenOnes() {
        assertArrayEquals(new long[] {LARGE + 1, 2}, folded(Node.of("Gather", 13, List.of("x", "i"), "y"), X,
                Tensor.of(new long[] {1, -1}, 2)));
        assertArrayEquals(new long[] {2, LARGE}, folded(Node.of("Slice", 13, List.of("x", "s", "e", "", "by"), "y"), X,
                one(-1), one(Long.MIN_VALUE), null, one(-2)));
    }

    @Test
    void repeatedOnes() {
        assertArrayEquals(new long[] {LARGE, LARGE + 1, 2, LARGE, LARGE + 1, 2},
                folded(Node.of("Tile", 13, List.of("x", "n"), "y"), X, one(2)));
        Node pad = Node.of("Pad", 13, List.of("x", "pads", "v"), "y");
        assertArrayEquals(new long[] {LARGE + 7, LARGE, LARGE + 1, 2},
                folded(pad, X, Tensor.of(new long[] {1, 0}, 2), one(LARGE + 7)));
        assertArrayEquals(new long[] {LARGE + 1, LARGE, LARGE + 1, 2},
                folded(pad.with("mode", "reflect"), X, Tensor.of(new long[] {1, 0}, 2)));
    }

    @Test
    void computedOnes() {
        assertArrayEquals(new long[] {LARGE, LARGE, 2},
                folded(Node.of("Min", 13, List.of("x", "y"), "z"), X, one(LARGE)));
    }

    @Test
    void thoseThatBecomeFloatsAreRounded() {
        Node cast = Node.of("Cast", 13, List.of("x"), "y").with("to", ElementType.FLOAT.ordinal() + 1);
        assertArrayEquals(new float[] {LARGE, LARGE, 2}, result(cast, X).toFloats());
    }

    private static Tensor one(long value) {
        return Tensor.of(new long[] {value}, 1);
    }

    private static long[] folded(Node node, Tensor... inputs) {
        Tensor result = result(node, inputs);
        assertEquals(ElementType.INT64, result.type());
        assertEquals(Shape.of(result.toLongs().length), result.shape());
        return result.toLongs();
    }

    private static Tensor result(Node node, Tensor... inputs) {
        Map<String, Tensor> constants = new HashMap<>();
        Map<String, TensorType> types = new HashMap<>();
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] != null) {
                constants.put(node.input(i), inputs[i]);
                types.put(node.input(i), new TensorType(ElementType.INT64, inputs[i].shape()));
            }
        }
        Call untyped = Call.of(node, types, constants);
        Call call = untyped.with(Compiler.operator(node).infer(untyped));
        Optional<List<Tensor>> results = Folding.fold(Compiler.operator(node), call, Rewriting.TARGET);
        return results.orElseThrow().getFirst();
    }
}
