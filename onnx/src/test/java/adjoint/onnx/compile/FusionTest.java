package adjoint.onnx.compile;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FusionTest {

    private static final Attributes STRIDED = Attributes.NONE.with("strides", List.of(2L, 2L)).with("group", 2);

    @Test
    void normalisationsBiasesAndScalesBecomePartOfTheFilter() {
        Graphs graph = conv().constant("scale", new int[] {4}, 1, -2, 0.5f, 3).constant("b", new int[] {4}, 1, 2, 3, 4)
                .constant("mean", new int[] {4}, 0.5f, 0, 1, -1).constant("var", new int[] {4}, 1, 2, 3, 0.25f)
                .constant("two", new int[] {1}, 2).constant("each", new int[] {4, 1, 1}, 5, 6, 7, 8)
                .node("BatchNormalization", "d", "c", "scale", "b", "mean", "var").node("Mul", "e", "two", "d")
                .node("Add", "f", "e", "each").node("Sub", "g", "two", "f").node("Div", "y", "g", "two").output("y");
        Rewriting.of(graph, 1, 2, 5, 5).by(new FuseScale()).yields("y = Conv(x, w#2, c.bias)");
    }

    @Test
    void filtersOfTransposedConvolutionsAreScaledByTheirOutputChannels() {
        Graphs graph = new Graphs(13).input("x").constant("w", new int[] {4, 3, 2, 2}, numbers(48))
                .constant("each", new int[] {1, 6, 1, 1}, 1, 2, 3, 4, 5, 6)
                .node("ConvTranspose", STRIDED, "c", "x", "w").node("Mul", "y", "c", "each").output("y");
        Rewriting.of(graph, 1, 4, 3, 3).by(new FuseScale())
                .yields("y = ConvTranspose{group=2, strides=[2, 2]}(x, w#2, c.bias)");
    }

    @Test
    void aScaleThatSomebodyElseDoesNotWantStays() {
        Graphs graph = conv().constant("two", new int[] {1}, 2).node("Mul", "y", "c", "two").output("y").output("c");
        Rewriting.of(graph, 1, 2, 5, 5).by(new FuseScale()).yields("c = Conv(x, w)", "y = Mul(c, two)");
    }

    @Test
    void aConstantThatDiffersAmongPixelsStays() {
        Graphs graph = conv().constant("rows", new int[] {3, 1}, 1, 2, 3).node("Mul", "y", "c", "rows").output("y");
        Rewriting.of(graph, 1, 2, 5, 5).by(new FuseScale()).yields("c = Conv(x, w)", "y = Mul(c, rows)");
    }

    @Test
    void activationsAreAppliedByTheConvolution() {
        Graphs graph = conv().node("LeakyRelu", Attributes.NONE.with("alpha", 0.5f), "y", "c").output("y");
        Rewriting.of(graph, 1, 2, 5, 5).by(new FuseActivation())
                .yields("y = Conv{adjoint.activation=LeakyRelu[slope=0.5]}(x, w)");
    }

    @Test
    void aScaleOfTheWholeTensorBehindAnActivationToo() {
        Graphs graph = conv().constant("two", new int[] {1}, 2).constant("b", new int[] {}, -3).node("Relu", "d", "c")
                .node("Mul", "e", "two", "d").node("Add", "y", "e", "b").output("y");
        Rewriting.of(graph, 1, 2, 5, 5).by(new FuseActivation()).yields("y = Conv{adjoint.activation=Scaled["
                + "inner=Clip[min=0.0, max=Infinity], factor=2.0, offset=-3.0]}(x, w)");
    }

    @Test
    void scalesWhoseProductNoFloatHoldsStay() {
        Graphs graph = conv().constant("large", new int[] {1}, 1e30f).node("Relu", "d", "c")
                .node("Mul", "e", "d", "large")
                .node("Mul", "y", "e", "large").output("y");
        Rewriting.of(graph, 1, 2, 5, 5).by(new FuseActivation())
                .yields("e = Conv{adjoint.activation=Scaled[inner=Clip[min=0.0, max=Infinity], "
                        + "factor=1.0000000150474662E30, offset=0.0]}(x, w)", "y = Mul(e, large)");
    }

    @Test
    void aHardSigmoidIsAScaledClip() {
        for (float alpha : new float[] {0.2f, 1 / 6f, 3}) {
            Graphs graph = conv().node("HardSigmoid", Attributes.NONE.with("alpha", alpha), "y", "c").output("y");
            assertEquals(1,
                    Rewriting.of(graph, 1, 2, 5, 5).by(new FuseActivation()).same(1e-6f).nodes().size());
        }
        Graphs falling = conv().node("HardSigmoid", Attributes.NONE.with("alpha", -1f), "y", "c").output("y");
        assertEquals(2, Rewriting.of(falling, 1, 2, 5, 5).by(new FuseActivation()).same(0).nodes().size());
    }

    @Test
    void aResidualIsAddedBeforeTheActivationBehindIt() {
        Graphs graph = pointwise().node("Relu", "s", "x").node("Add", "d", "s", "c").node("Relu", "y", "d").output("y");
        Rewriting.of(graph, 1, 4, 3, 3).by(new FuseResidual(), new FuseActivation()).yields("s = Relu(x)",
                "y = Conv{adjoint.activation=Clip[min=0.0, max=Infinity], adjoint.residual=BEFORE_ACTIVATION}(x, w, , s)");
    }

    @Test
    void aResidualIsAddedBehindAnActivationThatComesFirst() {
        Graphs graph = pointwise().node("Relu", "d", "c").node("Add", "y", "d", "x").output("y");
        Rewriting.of(graph, 1, 4, 3, 3).by(new FuseActivation(), new FuseResidual()).yields(
                "y = Conv{adjoint.activation=Clip[min=0.0, max=Infinity], adjoint.residual=AFTER_ACTIVATION}(x, w, , x)");
    }

    @Test
    void ofTwoConvolutionsTheLaterOneAddsTheOther() {
        Graphs graph = new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, numbers(16))
                .node("Conv", "a", "x", "w").node("Conv", "b", "x", "w").node("Add", "y", "b", "a").output("y");
        Rewriting.of(graph, 1, 4, 3, 3).by(new FuseResidual()).yields("a = Conv(x, w)",
                "y = Conv{adjoint.residual=BEFORE_ACTIVATION}(x, w, , a)");
    }

    @Test
    void aConvolutionMultipliesItsChannelsByFactors() {
        Graphs graph = pooled().node("Mul", "m", "f", "x").node("Conv", "y", "m", "w").output("y");
        Rewriting.of(graph, 2, 4, 5, 5).by(new FuseFactors()).yields("p = GlobalAveragePool(x)", "f = Sigmoid(p)",
                "y = Conv(x, w, , , f)");
        Rewriting.of(graph, 2, 4, 5, 5).by(new FuseFactors(), new Layout()).same(1e-5f);
    }

    @Test
    void aTransposedConvolutionMultipliesItsChannelsByFactors() {
        Graphs graph = pooled().node("Mul", "m", "x", "f").node("ConvTranspose", "y", "m", "w").output("y");
        Rewriting.of(graph, 2, 4, 5, 5).by(new FuseFactors()).yields("p = GlobalAveragePool(x)", "f = Sigmoid(p)",
                "y = ConvTranspose(x, w, , , f)");
    }

    @Test
    void aProductThatOthersReadToo() {
        Graphs graph = pooled().node("Mul", "m", "x", "f").node("Conv", "c", "m", "w").node("Add", "y", "m", "c")
                .output("y");
        Rewriting.of(graph, 2, 4, 5, 5).by(new FuseFactors()).yields("p = GlobalAveragePool(x)", "f = Sigmoid(p)",
                "m = Mul(x, f)", "c = Conv(m, w)", "y = Add(m, c)");
    }

    @Test
    void factorsOfRowsOrOfOneChannelAreNone() {
        Graphs rows = new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, numbers(16))
                .constant("f", new int[] {1, 4, 5, 1}, numbers(20)).node("Mul", "m", "x", "f")
                .node("Conv", "y", "m", "w").output("y");
        assertEquals(2, Rewriting.of(rows, 1, 4, 5, 5).by(new FuseFactors()).after().nodes().size());
        Graphs one = new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, numbers(16))
                .constant("f", new int[] {1, 1, 1, 1}, 0.5f).node("Mul", "m", "x", "f").node("Conv", "y", "m", "w")
                .output("y");
        assertEquals(2, Rewriting.of(one, 1, 4, 5, 5).by(new FuseFactors()).after().nodes().size());
    }

    @Test
    void aFilterThatIsLargeBesideTheImageIsNotMultiplied() {
        Graphs graph = pooled().node("Mul", "m", "x", "f").node("Conv", "y", "m", "w").output("y");
        assertEquals(4, Rewriting.of(graph, 2, 4, 3, 3).by(new FuseFactors()).after().nodes().size());
    }

    /** An image x of four channels, a factor f for each of them, and a filter w. */
    private static Graphs pooled() {
        return new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, numbers(16))
                .node("GlobalAveragePool", "p", "x").node("Sigmoid", "f", "p");
    }

    @Test
    void aResidualOfAnotherShapeIsNone() {
        Graphs graph = new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, numbers(16))
                .node("Conv", "a", "x", "w").node("GlobalAveragePool", "p", "x").node("Add", "y", "p", "a").output("y");
        Rewriting.of(graph, 1, 4, 3, 3).by(new FuseResidual()).yields("a = Conv(x, w)", "p = GlobalAveragePool(x)",
                "y = Add(p, a)");
    }

    @Test
    void hardSwishIsKnownInEveryFormThatExportersWrite() {
        for (String[] nodes : new String[][] {
            {"Add a x three", "Clip c a zero six", "Mul m x c", "Div y m six"},
            {"Add a three x", "Clip c a zero six", "Mul m c x", "Mul y m sixth"},
            {"Add a x three", "Clip c a zero six", "Div d c six", "Mul y d x"},
            {"HardSigmoid h x", "Mul y x h"}}) {
            Graphs graph = new Graphs(13).input("x").constant("three", new int[0], 3).constant("zero", new int[0], 0)
                    .constant("six", new int[0], 6).constant("sixth", new int[0], 1 / 6f);
            for (String node : nodes) {
                String[] words = node.split(" ");
                Attributes attributes = words[0].equals("HardSigmoid")
                        ? Attributes.NONE.with("alpha", 1 / 6f)
                        : Attributes.NONE;
                graph.node(words[0], attributes, words[1], Arrays.copyOfRange(words, 2, words.length));
            }
            Rewriting.of(graph.output("y"), 3, 7).by(new NameActivations())
                    .yields("y = adjoint.Activation{adjoint.activation=HardSwish[]}(x)");
        }
    }

    @Test
    void whatIsNotQuiteHardSwishIsLeftAlone() {
        Graphs graph = new Graphs(13).input("x").constant("three", new int[0], 3).constant("zero", new int[0], 0)
                .constant("five", new int[0], 5).node("Add", "a", "x", "three").node("Clip", "c", "a", "zero", "five")
                .node("Mul", "m", "x", "c").node("Div", "y", "m", "five").output("y");
        Graph same = Rewriting.of(graph, 3, 7).by(new NameActivations()).same(0);
        assertEquals(4, same.nodes().size());
    }

    @Test
    void siluIsKnown() {
        Graphs graph = new Graphs(13).input("x").node("Sigmoid", "s", "x").node("Mul", "y", "s", "x").output("y");
        Rewriting.of(graph, 3, 7).by(new NameActivations())
                .yields("y = adjoint.Activation{adjoint.activation=Silu[]}(x)");
    }

    @Test
    void paddingBecomesThatOfTheConvolution() {
        for (String mode : new String[] {"constant", "edge", "reflect", "wrap"}) {
            Graph after = Rewriting.of(padded(mode, 0, 0, 2, 1, 0, 0, 1, 3), 1, 2, 5, 5).by(new FusePad()).same(1e-5f);
            assertEquals(1, after.nodes().size());
            assertEquals(List.of(2, 1, 1, 3), after.nodes().getFirst().attributes().integers("pads"));
        }
    }

    @Test
    void paddingOfChannelsStays() {
        Graph after = Rewriting.of(padded("constant", 0, 1, 0, 0, 0, 0, 0, 0), 1, 1, 5, 5).by(new FusePad()).same(0);
        assertEquals(2, after.nodes().size());
    }

    @Test
    void zerosAroundABorderStay() {
        Graphs graph = new Graphs(13).input("x").constant("w", new int[] {4, 2, 3, 3}, numbers(72))
                .constant("pads", Tensor.of(new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8))
                .node("Pad", Attributes.NONE.with("mode", "edge"), "p", "x", "pads")
                .node("Conv", Attributes.NONE.withIntegers("pads", 1, 0, 0, 0), "y", "p", "w").output("y");
        assertEquals(2, Rewriting.of(graph, 1, 2, 5, 5).by(new FusePad()).same(0).nodes().size());
    }

    /** The zeros of the convolution stand in place of what was cut off. */
    @Test
    void aCutImageIsPaddedBehindTheCut() {
        for (int[] own : new int[][] {{1, 0, 0, 0}, {0, 0, 0, 2}}) {
            Graphs graph = new Graphs(13).input("x").constant("w", new int[] {4, 2, 3, 3}, numbers(72))
                    .constant("pads", Tensor.of(new long[] {0, 0, -1, 2, 0, 0, 0, -1}, 8))
                    .node("Pad", "p", "x", "pads")
                    .node("Conv", Attributes.NONE.withIntegers("pads", own), "y", "p", "w").output("y");
            assertEquals(2, Rewriting.of(graph, 1, 2, 5, 5).by(new FusePad()).same(0).nodes().size());
        }
        Graph after = Rewriting.of(padded("constant", 0, 0, -1, 2, 0, 0, 0, -1), 1, 2, 5, 5).by(new FusePad())
                .same(1e-5f);
        assertEquals(1, after.nodes().size());
    }

    private static Graphs padded(String mode, long... pads) {
        return new Graphs(13).input("x").constant("w", new int[] {4, 2, 3, 3}, numbers(72))
                .constant("pads", Tensor.of(pads, 8))
                .node("Pad", Attributes.NONE.with("mode", mode), "p", "x", "pads").node("Conv", "y", "p", "w")
                .output("y");
    }

    @Test
    void elementWiseNodesWalkThroughMemoryTogether() {
        Graphs graph = new Graphs(13).input("x").constant("row", new int[] {7}, 1, 2, 3, 4, 5, 6, 7)
                .node("GlobalAveragePool", "g", "x").node("Sigmoid", "s", "g").node("Mul", "m", "x", "s")
                .node("Add", "a", "m", "x").node("Max", "d", "a", "a").node("Add", "b", "row", "a")
                .node("Mul", "c", "b", "b").node("Relu", "y", "c").output("y").output("d");
        Rewriting.of(graph, 2, 3, 5, 7).by(new FuseElementwise()).yields("g = GlobalAveragePool(x)", "s = Sigmoid(g)",
                "a = adjoint.Elementwise{adjoint.links=[Mul, Add]}(x, s)", "d = Max(a, a)",
                "y = adjoint.Elementwise{adjoint.links=[Add, Mul, Relu]}(row, a)");
    }

    @Test
    void aNormalisationWithoutAConvolutionIsElementWise() {
        Graphs graph = new Graphs(13).input("x").constant("scale", new int[] {3}, 1, -2, 0.5f)
                .constant("b", new int[] {3}, 1, 2, 3).constant("mean", new int[] {3}, 0.5f, 0, 1)
                .constant("var", new int[] {3}, 1, 2, 3)
                .node("BatchNormalization", "n", "x", "scale", "b", "mean", "var").node("Relu", "y", "n").output("y");
        Rewriting.of(graph, 2, 3, 5, 7).by(new ElementwiseNormalization(), new FuseElementwise())
                .yields("y = adjoint.Elementwise{adjoint.links=[Line, Relu]}(x, n.factors, n.offsets)");
    }

    @Test
    void constantsAreComputedBeforehand() {
        Graphs graph = new Graphs(13).input("x").constant("a", new int[] {3}, 1, 2, 3)
                .constant("b", new int[] {1}, -2).node("Add", "c", "a", "b").node("Relu", "d", "c")
                .node("Add", "y", "x", "d").output("y");
        Graph specialised = Rewriting.of(graph, 3).yields("y = Add(x, d)");
        assertTrue(Arrays.equals(new float[] {0, 0, 1}, specialised.constants().get("d").toFloats()));
    }

    private static Graphs conv() {
        return new Graphs(13).input("x").constant("w", new int[] {4, 2, 3, 3}, numbers(72)).node("Conv", "c", "x", "w");
    }

    private static Graphs pointwise() {
        return new Graphs(13).input("x").constant("w", new int[] {4, 4, 1, 1}, numbers(16)).node("Conv", "c", "x", "w");
    }

    private static float[] numbers(int count) {
        Random random = new Random(count);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat(-1, 1);
        }
        return numbers;
    }
}
