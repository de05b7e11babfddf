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
import static org.junit.jupiter.api.Assertions.assertThrows;

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

    /** An end of a slice that means the last element is no number that a float must hold. */
    @Test
    void partsOfKnownFloats() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3);
        for (long end : new long[] {Integer.MAX_VALUE, Long.MAX_VALUE}) {
            assertArrayEquals(new float[] {2, 3},
                    result(Node.of("Slice", 13, List.of("x", "s", "e"), "y"), x, one(1), one(end)).toFloats());
        }
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

    @Test
    void powersOfWholeNumbers() {
        assertArrayEquals(new long[] {4052555153018976267L, 1}, folded(Node.of("Pow", 13, List.of("x", "y"), "z"),
                Tensor.of(new long[] {3, -1}, 2), Tensor.of(new long[] {39, 4}, 2)));
    }

    @Test
    void reducedOnes() {
        Tensor extents = Tensor.of(new long[] {30_011, 10_007, 3, -5}, 2, 2);
        Map<String, long[]> expected = Map.of("ReduceProd", new long[] {300_320_077, -15}, "ReduceSum",
                new long[] {40_018, -2}, "ReduceMax", new long[] {30_011, 3}, "ReduceMin", new long[] {10_007, -5},
                "ReduceL1", new long[] {40_018, 8}, "ReduceSumSquare", new long[] {1_000_800_170, 34}, "ReduceMean",
                new long[] {20_009, -1});
        expected.forEach((op, values) -> assertArrayEquals(values, folded(Node.of(op, 18, List.of("x", "axes"), "y")
                .with("keepdims", 0), extents, one(-1)), op));
        assertArrayEquals(new long[] {2 * LARGE + 3},
                folded(Node.of("ReduceSum", 13, List.of("x"), "y").with("keepdims", 1), X));
    }

    /** Where no other way is known than floats, which may have rounded. */
    @Test
    void thoseThatFloatsMayHaveRoundedAreRefused() {
        Tensor matrix = Tensor.of(new long[] {30_011, 1, 1, 1}, 2, 2);
        assertEquals("integers: must be at most 2^24 in magnitude where they are computed with floats",
                assertThrows(IllegalArgumentException.class,
                        () -> result(Node.of("MatMul", 13, List.of("x", "y"), "z"), matrix, matrix)).getMessage());
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
                types.put(node.input(i), new TensorType(inputs[i].type(), inputs[i].shape()));
            }
        }
        Call untyped = Call.of(node, types, constants);
        Call call = untyped.with(Compiler.operator(node).infer(untyped));
        Optional<List<Tensor>> results = Folding.fold(Compiler.operator(node), call, Rewriting.TARGET);
        return results.orElseThrow().getFirst();
    }
}
