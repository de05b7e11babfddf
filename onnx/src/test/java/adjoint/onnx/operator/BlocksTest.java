package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is computed block by block is what the formula says, whether it fills a block, a part of one, or many. */
class BlocksTest {

    private final Random random = new Random(1);

    /** Sums of small integers are exact in any order. */
    @ParameterizedTest
    @CsvSource({
        "2x5000x96, 1, few results of many terms",
        "1x300x3, 1, many terms side by side",
        "2x70x1500, 1, rows longer than a block",
        "2x3x70000, 2, long rows that become one",
        "20000x2, 1, short rows that become one",
        "200000, 0, one result",
        "4x5x6x7, 0 2, axes apart",
        "3x40x50x60, 1 3, axes apart and rows"})
    void reductionsAreThoseOfTheFormula(String extents, String reduced, String what) {
        Shape shape = Shape.of(Arrays.stream(extents.split("x")).mapToInt(Integer::parseInt).toArray());
        Tensor x = integers(shape);
        List<Long> axes = Arrays.stream(reduced.split(" ")).map(Long::valueOf).toList();
        for (String op : List.of("ReduceSum", "ReduceL1", "ReduceMax", "ReduceMin")) {
            Node node = Node.of(op, 11, List.of("x"), "y").with("axes", axes);
            assertArrayEquals(reduced(op, x, axes), Evaluate.first(node, x).toFloats(), what);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 1", "200, 2", "200, 1", "3, 2"})
    void poolsOfChannelsThatComeLastAreThoseOfPlanes(int channels, long stride) {
        Tensor planes = integers(Shape.of(2, channels, 9, 30));
        assertPoolsAgree(planes, stride);
        assertPoolsAgree(integers(Shape.of(1, 1030, 3, 4)), stride);
    }

    private static void assertPoolsAgree(Tensor planes, long stride) {
        for (String op : List.of("MaxPool", "AveragePool")) {
            Node node = Node.of(op, 13, List.of("x"), "y").with("kernel_shape", List.of(3L, 2L))
                    .with("strides", List.of(stride, stride)).with("pads", List.of(1L, 1L, 1L, 0L));
            Tensor expected = Evaluate.first(node, planes);
            Tensor last = Evaluate.first(node.with(ChannelsLast.ATTRIBUTE, 1), moved(planes, 0L, 2L, 3L, 1L));
            assertArrayEquals(expected.toFloats(), moved(last, 0L, 3L, 1L, 2L).toFloats());
        }
    }

    @Test
    void softmaxOfLongRowsAndOfManyColumnsIsThatOfTheFormula() {
        for (int n : new int[] {3, 1500, 3000}) {
            double[] terms = new double[n];
            Tensor x = integers(Shape.of(2, n));
            Arrays.setAll(terms, i -> Math.exp(x.toFloats()[n + i]));
            double sum = Arrays.stream(terms).sum();
            Tensor columns = moved(x, 1L, 0L);
            for (String op : List.of("Softmax", "LogSoftmax")) {
                Node node = Node.of(op, 13, List.of("x"), "y");
                float[] rows = Evaluate.first(node, x).toFloats();
                float[] sideBySide = Evaluate.first(node.with("axis", 0), columns).toFloats();
                for (int i = 0; i < n; i++) {
                    double expected = op.equals("Softmax") ? terms[i] / sum : Math.log(terms[i] / sum);
                    assertEquals(expected, rows[n + i], 1e-6 * Math.max(1, Math.abs(expected)));
                    assertEquals(expected, sideBySide[2 * i + 1], 1e-6 * Math.max(1, Math.abs(expected)));
                }
            }
        }
    }

    /** Short rows are computed side by side. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 31, 32})
    void softmaxOfManyShortRowsIsThatOfColumns(int n) {
        Tensor x = integers(Shape.of(200, n));
        for (String op : List.of("Softmax", "LogSoftmax")) {
            Node node = Node.of(op, 13, List.of("x"), "y");
            Tensor columns = Evaluate.first(node.with("axis", 0), moved(x, 1L, 0L));
            assertArrayEquals(moved(columns, 1L, 0L).toFloats(), Evaluate.first(node, x).toFloats(), 1e-5f);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "3, 700", "9, 140", "48, 30", "1100, 3"})
    void resizedChannelsThatComeLastAreThoseOfPlanes(int channels, int width) {
        Tensor planes = integers(Shape.of(2, channels, 3, width));
        Tensor last = moved(planes, 0L, 2L, 3L, 1L);
        for (String mode : List.of("linear", "cubic")) {
            for (String places : List.of("half_pixel", "align_corners", "tf_crop_and_resize")) {
                Node node = Node.of("Resize", 13, List.of("x", "roi", "", "sizes"), "y").with("mode", mode)
                        .with("coordinate_transformation_mode", places);
                Tensor roi = Tensor.of(new float[] {0, 0, -0.2f, 0.1f, 1, 1, 1, 1.2f}, 8);
                Tensor expected = Evaluate.withKnown(node, planes, roi, null,
                        Tensor.of(new long[] {2, channels, 4, 2L * width + 1}, 4));
                Tensor result = Evaluate.withKnown(node, last,
                        Tensor.of(new float[] {0, -0.2f, 0.1f, 0, 1, 1, 1.2f, 1}, 8), null,
                        Tensor.of(new long[] {2, 4, 2L * width + 1, channels}, 4));
                assertArrayEquals(expected.toFloats(), moved(result, 0L, 3L, 1L, 2L).toFloats(), 1e-5f, mode + places);
            }
        }
    }

    /** An axis that keeps its extent is none that is walked along, wherever it lies. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 48})
    void anAxisOfItsOwnSizeStaysWhatItIs(int extent) {
        for (String mode : List.of("asymmetric", "half_pixel", "align_corners", "half_pixel_symmetric")) {
            ResizeAxis axis = new ResizeAxis(extent, extent, 1, mode, 0, 1);
            assertTrue(Resampling.of(axis, Resampling.LINEAR, false, false).isIdentity(extent), mode);
            assertTrue(Resampling.of(axis, Resampling.cubic(-0.75), false, true).isIdentity(extent), mode);
        }
        ResizeAxis other = new ResizeAxis(extent, extent, 2, "asymmetric", 0, 1);
        assertEquals(extent == 1, Resampling.of(other, Resampling.LINEAR, false, false).isIdentity(extent));
    }

    /** Large matrices that are data are packed first. */
    @Test
    void productsOfLargeMatricesAreThoseOfTheFormula() {
        int rows = 40;
        int terms = 130;
        int columns = 60;
        Tensor left = integers(Shape.of(2, 1, rows, terms));
        Tensor right = integers(Shape.of(3, terms, columns));
        float[] lefts = left.toFloats();
        float[] rights = right.toFloats();
        float[] products = Evaluate.first(Node.of("MatMul", 13, List.of("a", "b"), "y"), left, right).toFloats();
        for (int i = 0; i < products.length; i++) {
            int matrix = i / columns / rows;
            int a = (matrix / 3 * rows + i / columns % rows) * terms;
            int b = matrix % 3 * terms * columns + i % columns;
            double sum = 0;
            for (int k = 0; k < terms; k++) {
                sum += lefts[a + k] * rights[b + k * columns];
            }
            assertEquals(sum, products[i]);
        }
    }

    /** One row, one plane, and pixels with all channels side by side or 64 of them have the same moments. */
    @Test
    void normsOfLongRowsAreThoseOfTheFormula() {
        int n = 2500;
        int channels = 70;
        float[] values = integers(Shape.of(n)).toFloats();
        double mean = IntStream.range(0, n).mapToDouble(i -> values[i]).average().orElseThrow();
        double variance = IntStream.range(0, n).mapToDouble(i -> Math.pow(values[i] - mean, 2)).average().orElseThrow();
        Node layer = Node.of("LayerNormalization", 17, List.of("x", "s", "b"), "y");
        Node instance = Node.of("InstanceNormalization", 6, List.of("x", "s", "b"), "y");
        float[] row = Evaluate.first(layer, Tensor.of(values, 1, n), all(2, n), all(3, n)).toFloats();
        float[] plane = Evaluate.first(instance, Tensor.of(values, 1, 1, 50, n / 50), all(2, 1), all(3, 1)).toFloats();
        for (int c : new int[] {3, channels}) {
            float[] pixels = new float[n * c];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = values[i / c] + i % c;
            }
            float[] last = Evaluate.first(instance.with(ChannelsLast.ATTRIBUTE, 1), Tensor.of(pixels, 1, 50, n / 50, c),
                    all(2, c), all(3, c)).toFloats();
            for (int i = 0; i < n; i++) {
                double expected = 2 * (values[i] - mean) / Math.sqrt(variance + 1e-5) + 3;
                assertEquals(expected, row[i], 1e-5);
                assertEquals(expected, plane[i], 1e-5);
                assertEquals(expected, last[i * c], 1e-5);
                assertEquals(expected, last[i * c + c - 1], 1e-4);
            }
        }
    }

    private static Tensor all(float value, int n) {
        float[] values = new float[n];
        Arrays.fill(values, value);
        return Tensor.of(values, n);
    }

    private Tensor integers(Shape shape) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-8, 9);
        }
        return Tensor.of(values, shape.toArray());
    }

    private static Tensor moved(Tensor tensor, Long... order) {
        return Evaluate.first(Node.of("Transpose", 13, List.of("x"), "y").with("perm", List.of(order)), tensor);
    }

    private static float[] reduced(String op, Tensor x, List<Long> axes) {
        Shape shape = x.shape();
        Shape result = shape;
        for (long axis : axes) {
            result = result.with((int) axis, 1);
        }
        double[] all = new double[result.elements()];
        Arrays.fill(all, op.equals("ReduceMax") ? -100 : op.equals("ReduceMin") ? 100 : 0);
        float[] values = x.toFloats();
        int[] strides = Broadcast.strides(result, shape);
        for (int i = 0; i < values.length; i++) {
            int at = Broadcast.offset(i, shape, strides);
            all[at] = switch (op) {
                case "ReduceSum" -> all[at] + values[i];
                case "ReduceL1" -> all[at] + Math.abs(values[i]);
                case "ReduceMax" -> Math.max(all[at], values[i]);
                default -> Math.min(all[at], values[i]);
            };
        }
        float[] floats = new float[all.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) all[i];
        }
        return floats;
    }
}
