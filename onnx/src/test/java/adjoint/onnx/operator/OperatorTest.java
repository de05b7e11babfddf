package adjoint.onnx.operator;

import adjoint.onnx.ElementType;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.Tensors;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What ONNX's own tests do not ask: constant operands, long sums, messages. */
class OperatorTest {

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"1, 7, 5", "6, 3, 1", "33, 20, 18"})
    void productsWithKnownMatricesAreThoseWithOthers(int rows, int terms, int columns) {
        Node node = Node.of("MatMul", 13, List.of("a", "b"), "y");
        Tensor b = integers(terms, columns);
        Tensor a = integers(2, rows, terms);
        Tensors.assertSame(Evaluate.first(node, a, b), Evaluate.withKnown(node, a, b), 0);
        Tensor vector = integers(terms);
        Tensors.assertSame(Evaluate.first(node, vector, b), Evaluate.withKnown(node, vector, b), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void affineMapsOfKnownWeightsAreThoseOfOthers(int transposed) {
        Node node = Node.of("Gemm", 13, List.of("a", "b", "c"), "y").with("transB", transposed);
        Tensor a = integers(4, 9);
        Tensor b = transposed == 1 ? integers(6, 9) : integers(9, 6);
        for (Tensor c : new Tensor[] {integers(6), integers(1, 6), integers(4, 1), integers(4, 6), integers(), null}) {
            Tensors.assertSame(Evaluate.first(node, a, b, c), Evaluate.withKnown(node, a, b, c), 0);
            Node scaled = node.with("beta", 2f).with("alpha", 3f);
            Tensors.assertSame(Evaluate.first(scaled, a, b, c), Evaluate.withKnown(scaled, a, b, c), 0);
        }
    }

    @Test
    void aColumnIsNoBias() {
        Node node = Node.of("Gemm", 13, List.of("a", "b", "c"), "y");
        Tensor a = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
        Tensor column = Tensor.of(new float[] {10, 20}, 2, 1);
        assertArrayEquals(new float[] {11, 10, 20, 21}, Evaluate.withKnown(node, a, a, column).toFloats());
    }

    @Test
    void knownStatisticsAndBoundsGiveWhatOthersGive() {
        Tensor x = integers(2, 5, 3, 4);
        Tensor variance = Tensor.of(new float[] {1, 2, 3, 4, 5}, 5);
        Tensor[] norm = {x, integers(5), integers(5), integers(5), variance};
        Node node = Node.of("BatchNormalization", 9, List.of("x", "s", "b", "m", "v"), "y");
        Tensors.assertSame(Evaluate.first(node, norm), Evaluate.withKnown(node, norm), 0);
        Tensor low = Tensor.of(new float[] {-2});
        Tensor high = Tensor.of(new float[] {3});
        Node clip = Node.of("Clip", 12, List.of("x", "low", "high"), "y");
        Tensors.assertSame(Evaluate.first(clip, x, low, high), Evaluate.withKnown(clip, x, low, high), 0);
        Tensors.assertSame(Evaluate.first(clip, x, null, high), Evaluate.withKnown(clip, x, null, high), 0);
        Tensors.assertSame(Evaluate.first(clip, x, low), Evaluate.withKnown(clip, x, low), 0);
    }

    @Test
    void longSumsKeepTheirDigits() {
        float[] values = new float[3_000_000];
        Arrays.fill(values, 0.1f);
        Node mean = Node.of("ReduceMean", 13, List.of("x"), "y").with("axes", List.of(0L));
        for (int columns : new int[] {1, 3}) {
            float[] means = Evaluate.first(mean, Tensor.of(values, values.length / columns, columns)).toFloats();
            for (float result : means) {
                assertEquals(0.1f, result, 5e-7f);
            }
        }
    }

    @Test
    void largeTransposesMoveEachElement() {
        Tensor x = integers(2, 70, 5, 33);
        Node there = Node.of("Transpose", 13, List.of("x"), "y").with("perm", List.of(0L, 2L, 3L, 1L));
        Node back = Node.of("Transpose", 13, List.of("x"), "y").with("perm", List.of(0L, 3L, 1L, 2L));
        Tensor moved = Evaluate.first(there, x);
        assertEquals(x.toFloats()[(1 * 70 + 69) * 165 + 4 * 33 + 7], moved.toFloats()[(165 + 4 * 33 + 7) * 70 + 69]);
        Tensors.assertSame(x, Evaluate.first(back, moved), 0);
    }

    @Test
    void splitsAndCastsAndChoicesKnowChannelsLast() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 1, 2);
        Node split = last(Node.of("Split", 13, List.of("x"), "a", "b").with("axis", 1), x);
        Tensor swapped = Tensor.of(new float[] {1, 3, 2, 4}, 1, 1, 2, 2);
        assertArrayEquals(new float[] {1, 2}, Evaluate.first(split, swapped).toFloats());
        Node where = Node.of("Where", 9, List.of("c", "x", "x"), "y");
        assertEquals(List.of(0, 1, 2), Evaluate.operator(where)
                .channelsLast(Evaluate.call(where, Set.of(), x, x, x)).orElseThrow().images());
        Node cast = Node.of("Cast", 9, List.of("x"), "y").with("to", 1);
        assertEquals(cast, last(cast, x));
    }

    @Test
    void partsOfNothingAreNothing() {
        Node slice = Node.of("Slice", 13, List.of("x", "s", "e", "", "by"), "y");
        assertEquals(Shape.of(0), Evaluate.first(slice, Tensor.of(new float[0], 0), Tensor.of(new long[] {-1}, 1),
                Tensor.of(new long[] {-1}, 1), null, Tensor.of(new long[] {-2}, 1)).shape());
    }

    @Test
    void windowsThatAreLargerThanTheImageCountIfRoundedUp() {
        Tensor x = Tensor.of(new float[] {1, 2, 6}, 1, 1, 3);
        for (String op : List.of("MaxPool", "AveragePool")) {
            for (int counts = 0; counts < 2; counts++) {
                Node pool = Node.of(op, 19, List.of("x"), "y").with("kernel_shape", List.of(5L))
                        .with("strides", List.of(3L)).with("ceil_mode", 1).with("count_include_pad", counts);
                assertArrayEquals(new float[] {op.equals("MaxPool") ? 6 : 3}, Evaluate.first(pool, x).toFloats());
            }
        }
        assertMessage("kernel_shape=5: must fit into extent=3 with pads 0 and 0",
                Node.of("MaxPool", 12, List.of("x"), "y").with("kernel_shape", List.of(5L))
                        .with("strides", List.of(2L)).with("ceil_mode", 1),
                x);
    }

    @Test
    void whatIsNoNumberIsTheGreatestAndTheLeast() {
        float nan = Float.NaN;
        Tensor x = Tensor.of(new float[] {1, nan, 3, nan}, 4);
        for (String op : List.of("ArgMax", "ArgMin")) {
            Node node = Node.of(op, 13, List.of("x"), "y");
            assertArrayEquals(new long[] {1}, Evaluate.first(node, x).toLongs());
            assertArrayEquals(new long[] {3}, Evaluate.first(node.with("select_last_index", 1), x).toLongs());
        }
        Node pool = Node.of("MaxPool", 12, List.of("x"), "y", "at").with("kernel_shape", List.of(2L));
        Tensor image = Tensor.of(new float[] {nan, 3, 1, nan}, 1, 1, 4);
        List<Tensor> results = Evaluate.all(Evaluate.call(pool, Set.of(), image), image);
        assertArrayEquals(new float[] {nan, 3, nan}, results.get(0).toFloats());
        assertArrayEquals(new long[] {0, 1, 3}, results.get(1).toLongs());
    }

    @Test
    void theLastOfEqualInfinitiesIsFound() {
        Tensor x = Tensor.of(new float[] {1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY}, 3);
        Node node = Node.of("ArgMax", 13, List.of("x"), "y");
        assertArrayEquals(new long[] {1}, Evaluate.first(node, x).toLongs());
        assertArrayEquals(new long[] {2}, Evaluate.first(node.with("select_last_index", 1), x).toLongs());
    }

    @Test
    void theLeastThereIsHasAPlaceToo() {
        Node pool = Node.of("MaxPool", 12, List.of("x"), "y", "at").with("kernel_shape", List.of(1L));
        float least = Float.NEGATIVE_INFINITY;
        Tensor image = Tensor.of(new float[] {1, least, least}, 1, 1, 3);
        assertArrayEquals(new long[] {0, 1, 2},
                Evaluate.all(Evaluate.call(pool, Set.of(), image), image).get(1).toLongs());
    }

    @Test
    void momentsOfALayerAreFloatsUnlessSaid() {
        Node node = Node.of("LayerNormalization", 17, List.of("x", "s"), "y", "mean", "inverse");
        TensorType half = new TensorType(ElementType.FLOAT16, Shape.of(2, 3));
        Call call = new Call(node, List.of(half, half), Arrays.asList(null, null), List.of());
        assertEquals(List.of(half, new TensorType(ElementType.FLOAT, Shape.of(2, 1)),
                new TensorType(ElementType.FLOAT, Shape.of(2, 1))), Evaluate.operator(node).infer(call));
        Call stashed = new Call(node.with("stash_type", ElementType.BFLOAT16.ordinal() + 1), List.of(half, half),
                Arrays.asList(null, null), List.of());
        assertEquals(ElementType.BFLOAT16, Evaluate.operator(node).infer(stashed).get(1).type());
        assertMessage("stash_type=int64: must be a floating point type",
                node.with("stash_type", ElementType.INT64.ordinal() + 1), integers(2, 3), integers(3));
    }

    @Test
    void widthsOfIntegersAreKept() {
        Node add = Node.of("Add", 13, List.of("a", "b"), "y");
        IntegerTensor bytes = new IntegerTensor(ElementType.UINT8, Shape.of(1), 200);
        assertArrayEquals(new long[] {144}, Evaluate.first(add, bytes, bytes).toLongs());
    }

    @Test
    void largestBoundsOfIntegersHold() {
        Node clip = Node.of("Clip", 12, List.of("x", "low", "high"), "y");
        Tensor x = Tensor.of(new long[] {-5, 7}, 2);
        assertArrayEquals(new long[] {0, 7}, Evaluate
                .first(clip, x, Tensor.of(new long[] {0}), Tensor.of(new long[] {Long.MAX_VALUE})).toLongs());
        assertArrayEquals(new long[] {-5, 3}, Evaluate.first(clip, x, null, Tensor.of(new long[] {3})).toLongs());
    }

    @Test
    void olderResizesTakeTheNextElementWhereTheImageShrinks() {
        Node resize = Node.of("Resize", 10, List.of("x", "scales"), "y");
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 1, 2, 4);
        assertArrayEquals(new float[] {1, 3},
                Evaluate.withKnown(resize, x, Tensor.of(new float[] {1, 1, 0.6f, 0.6f}, 4)).toFloats());
        assertArrayEquals(new float[] {1, 3, 1, 3, 5, 7, 5, 7},
                Evaluate.withKnown(resize, x, Tensor.of(new float[] {1, 1, 2, 0.5f}, 4)).toFloats());
    }

    @Test
    void olderResizesPlaceElementsAtTheirOrigin() {
        Tensor x = Tensor.of(new float[] {0, 4}, 1, 1, 2);
        Tensor scales = Tensor.of(new float[] {1, 1, 2}, 3);
        Node resize = Node.of("Resize", 10, List.of("x", "scales"), "y").with("mode", "linear");
        assertArrayEquals(new float[] {0, 2, 4, 4}, Evaluate.withKnown(resize, x, scales).toFloats());
        Node upsample = Node.of("Upsample", 7, List.of("x"), "y").with("scales", List.of(1f, 1f, 2f));
        assertArrayEquals(new float[] {0, 0, 4, 4}, Evaluate.first(upsample, x).toFloats());
    }

    @Test
    void messagesNameWhatDoesNotFit() {
        Tensor x = integers(2, 3);
        assertMessage("shape=[4, -1]: must divide the elements of [2, 3]",
                Node.of("Reshape", 13, List.of("x", "s"), "y"), x, Tensor.of(new long[] {4, -1}, 2));
        assertMessage("input 1=[2, 3]: must have as many rows as input 0=[2, 3] has columns",
                Node.of("MatMul", 13, List.of("a", "b"), "y"), x, x);
        assertMessage("mode=mirror: must be constant, edge, reflect or wrap",
                Node.of("Pad", 13, List.of("x", "p"), "y").with("mode", "mirror"), x,
                Tensor.of(new long[] {1, 0, 0, 0}, 4));
        assertMessage("indices=3: must lie between -2 and 1", Node.of("Gather", 13, List.of("x", "i"), "y"), x,
                Tensor.of(new long[] {3}, 1));
        assertMessage("kernel_shape=4: must fit into extent=3 with pads 0 and 0",
                Node.of("MaxPool", 12, List.of("x"), "y").with("kernel_shape", List.of(4L)), integers(1, 1, 3));
        assertMessage("kernel_shape=[65536, 65536]: must be at most 16777216 taps",
                Node.of("MaxPool", 12, List.of("x"), "y").with("kernel_shape", List.of(65536L, 65536L)),
                integers(1, 1, 3, 3));
        assertMessage("num_groups=2: must divide channels=3",
                Node.of("GroupNormalization", 21, List.of("x", "s", "b"), "y").with("num_groups", 2), integers(1, 3, 2),
                integers(3), integers(3));
        assertMessage("mode=sinc: must be nearest, linear or cubic",
                Node.of("Resize", 13, List.of("x", "r", "s"), "y").with("mode", "sinc"), x, null,
                Tensor.of(new float[] {1, 2}, 2));
        assertMessage("scales=[2.0], sizes=[]: must be one of both, for each of 2 axes",
                Node.of("Resize", 13, List.of("x", "r", "s"), "y"), x, null, Tensor.of(new float[] {2}, 1));
        assertMessage("perm=[0, 0]: must name each of the axes of [2, 3] once",
                Node.of("Transpose", 13, List.of("x"), "y").with("perm", List.of(0L, 0L)), x);
        assertMessage("split=[1, 3]: must be extent 3 together",
                Node.of("Split", 11, List.of("x"), "a", "b").with("axis", 1).with("split", List.of(1L, 3L)), x);
        assertMessage("inputs=[a, ]: must be at least 2", Node.of("Add", 13, List.of("a", ""), "y"), x, null);
    }

    private static void assertMessage(String message, Node node, Tensor... inputs) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Evaluate.withKnown(node, inputs))
                .getMessage());
    }

    private static Node last(Node node, Tensor... inputs) {
        return Evaluate.operator(node).channelsLast(Evaluate.call(node, Set.of(), inputs)).orElseThrow().node();
    }

    /** Small ones, as floats: sums are exact in any order. */
    private Tensor integers(int... extents) {
        float[] values = new float[Shape.of(extents).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-9, 10);
        }
        return Tensor.of(values, extents);
    }
}
