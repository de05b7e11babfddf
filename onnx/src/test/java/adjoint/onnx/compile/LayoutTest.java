package adjoint.onnx.compile;

import adjoint.onnx.NodeCase;
import adjoint.onnx.Tensor;
import adjoint.onnx.format.OnnxFile;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LayoutTest {

    private static final String CONV = "Conv{adjoint.channels_last=1}";

    @Test
    void theGraphBehindAConvolutionHasItsChannelsLast() {
        Graphs graph = conv(new Graphs(13).input("x"), "a", "x").node("Relu", "b", "a")
                .node("GlobalAveragePool", "g", "b")
                .node("Mul", "y", "b", "g").output("y");
        Rewriting.of(graph, 1, 2, 5, 7).by(new Layout()).yields(
                "x:last = Transpose{perm=[0, 2, 3, 1]}(x)",
                "a:last = " + CONV + "(x:last, w)",
                "b:last = Relu(a:last)",
                "g:last = GlobalAveragePool{adjoint.channels_last=1}(b:last)",
                "y:last = Mul(b:last, g:last)",
                "y = Transpose{perm=[0, 3, 1, 2]}(y:last)");
    }

    @Test
    void axesAndConstantsFollowTheirTensors() {
        Graphs graph = conv(new Graphs(13).input("x"), "a", "x").constant("each", new int[] {2, 1, 1}, 3, 4)
                .constant("one", new int[] {1}, 2).node("Add", "b", "a", "each").node("Mul", "c", "one", "b")
                .node("Concat", Attributes.NONE.with("axis", 1), "d", "b", "c", "x").output("d");
        Graph after = Rewriting.of(graph, 1, 2, 5, 7).by(new Layout()).yields(
                "x:last = Transpose{perm=[0, 2, 3, 1]}(x)",
                "a:last = " + CONV + "(x:last, w)",
                "b:last = Add(a:last, each:last)",
                "c:last = Mul(one, b:last)",
                "d:last = Concat{axis=3}(b:last, c:last, x:last)",
                "d = Transpose{perm=[0, 3, 1, 2]}(d:last)");
        assertEquals("[1, 1, 1, 2]", after.constants().get("each:last").shape().toString());
    }

    @Test
    void slicesOfRowsStayThat() {
        Graphs graph = conv(new Graphs(13).input("x"), "a", "x")
                .constant("starts", Tensor.of(new long[] {1, -3}, 2))
                .constant("ends", Tensor.of(new long[] {4, -1}, 2))
                .constant("axes", Tensor.of(new long[] {2, 3}, 2))
                .node("Slice", "y", "a", "starts", "ends", "axes").output("y");
        Rewriting.of(graph, 1, 2, 5, 7).by(new Layout()).same(1e-5f);
    }

    @Test
    void aNodeThatNeedsTheOrderOfTheFileGetsIt() {
        Graphs graph = conv(new Graphs(13).input("x"), "a", "x")
                .constant("shape", Tensor.of(new long[] {1, 70}, 2)).node("Relu", "b", "a")
                .node("Reshape", "y", "b", "shape").output("y");
        Rewriting.of(graph, 1, 2, 5, 7).by(new Layout()).yields(
                "x:last = Transpose{perm=[0, 2, 3, 1]}(x)",
                "a:last = " + CONV + "(x:last, w)",
                "b:last = Relu(a:last)",
                "b = Transpose{perm=[0, 3, 1, 2]}(b:last)",
                "y = Reshape(b, shape)");
    }

    @Test
    void modelsThatPutTheirChannelsLastThemselvesNeedNoTranspose() {
        Graphs graph = new Graphs(13).input("x")
                .node("Transpose", Attributes.NONE.withIntegers("perm", 0, 3, 1, 2), "p", "x");
        conv(graph, "a", "p").node("Transpose", Attributes.NONE.withIntegers("perm", 0, 2, 3, 1), "y", "a").output("y");
        Rewriting.of(graph, 1, 5, 7, 2).by(new Layout()).yields("a:last = " + CONV + "(x, w)",
                "y = Identity(a:last)");
    }

    @Test
    void residualsHaveTheirChannelsLastToo() {
        Graphs graph = conv(conv(new Graphs(13).input("x"), "a", "x"), "b", "a").node("Add", "y", "b", "x").output("y");
        Rewriting.of(graph, 1, 2, 5, 7).by(new FuseResidual(), new Layout()).yields(
                "x:last = Transpose{perm=[0, 2, 3, 1]}(x)",
                "a:last = " + CONV + "(x:last, w)",
                "y:last = Conv{adjoint.channels_last=1, adjoint.residual=BEFORE_ACTIVATION}(a:last, w, , x:last)",
                "y = Transpose{perm=[0, 3, 1, 2]}(y:last)");
    }

    @Test
    void aGraphWithoutConvolutionsStaysAsItIs() {
        Graphs graph = new Graphs(13).input("x").node("GlobalAveragePool", "g", "x").node("Mul", "y", "x", "g")
                .output("y");
        Rewriting.of(graph, 1, 2, 5, 7).by(new Layout()).yields("g = GlobalAveragePool(x)", "y = Mul(x, g)");
    }

    @Test
    void otherRanksOfImagesAreImagesToo() {
        for (int[] shape : new int[][] {{2, 3, 9}, {1, 3, 4, 5, 6}}) {
            int[] filter = shape.clone();
            Arrays.fill(filter, 2);
            filter[1] = 3;
            int size = Arrays.stream(filter).reduce(1, (a, b) -> a * b);
            Graphs graph = new Graphs(13).input("x").constant("w", filter, numbers(size)).node("Conv", "a", "x", "w")
                    .node("Sigmoid", "b", "a").node("Concat", Attributes.NONE.with("axis", -1), "y", "b", "a")
                    .output("y");
            Graph after = Rewriting.of(graph, shape).by(new Layout()).same(1e-5f);
            assertEquals(5, after.nodes().size());
        }
    }

    /** One element of an image with fewer axes is in any order, but must be there under that name. */
    @Test
    void aSingleElementOfAnImageScalesOneWithMoreAxes() {
        Graphs graph = new Graphs(13).input("x").constant("w", new int[] {1, 2, 5, 7}, numbers(70))
                .constant("shape", Tensor.of(new long[] {1, 2, 1, 5, 7}, 5))
                .constant("w3", new int[] {2, 2, 1, 1, 1}, numbers(4)).node("Conv", "one", "x", "w")
                .node("Reshape", "x3", "x", "shape").node("Conv", "a", "x3", "w3").node("Mul", "y", "a", "one")
                .output("y");
        Rewriting.of(graph, 1, 2, 5, 7).by(new Layout()).same(1e-5f);
    }

    /** On the node tests of ONNX, as if each node asked for channels last. */
    @Test
    void whateverCanHaveItsChannelsLastComputesTheSame() {
        int rewritten = 0;
        for (NodeCase test : NodeCase.applicable()) {
            Graph graph = OnnxFile.read(test.name(), test.model(0), 1 << 24);
            Map<String, Tensor> inputs = new HashMap<>();
            for (int i = 0; i < graph.inputs().size(); i++) {
                inputs.put(graph.inputs().get(i).name(), test.inputs(0).get(i));
            }
            Rewriting rewriting = Rewriting.of(graph, inputs).by(new Layout(node -> true));
            if (!rewriting.after().equals(rewriting.before())) {
                rewritten++;
                try {
                    rewriting.same(1e-4f);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(test + ":\n" + rewriting.after(), e);
                }
            }
        }
        assertTrue(rewritten > 400, rewritten + " graphs");
    }

    /** A convolution of 2 channels that does not change the shape. */
    private static Graphs conv(Graphs graph, String result, String argument) {
        return graph.constant("w", new int[] {2, 2, 1, 1}, numbers(4)).node("Conv", result, argument, "w");
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (i * 37 % 11 - 5) / 4f;
        }
        return numbers;
    }
}
