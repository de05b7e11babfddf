package adjoint.dialect;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static adjoint.dialect.Small.assertRefused;
import static adjoint.dialect.Small.isRefused;
import static adjoint.dialect.Small.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** From each dialect to each, and what comes out as code. */
class ExpressionTest {

    @Test
    void aConvolutionComesBackWithTheSameGeometry() {
        eachConv(call -> assertExpressed(call, false));
    }

    @Test
    void aTransposedConvolutionComesBackWithTheSameGeometry() {
        eachConvTranspose(call -> assertExpressed(call, true));
    }

    @Test
    void eachDialectExpressesItself() {
        eachConv(call -> assertInstanceOf(Expression.Call.class, own(call).conv(call.problem()), call::text));
        eachConvTranspose(
                call -> assertInstanceOf(Expression.Call.class, own(call).convTranspose(call.problem()), call::text));
    }

    @Test
    void anyImageThatWindowsReachIsWithinJax() {
        eachAxis(axis -> {
            Problem problem = problem(1, axis);
            assertInstanceOf(Expression.Call.class, Jax.DIALECT.conv(problem));
            assertInstanceOf(Expression.Call.class, Jax.DIALECT.convTranspose(problem));
        });
    }

    @Test
    void whatIsImpossibleHasAReason() {
        eachAxis(axis -> {
            for (Dialect dialect : Dialect.all()) {
                for (Problem problem : List.of(problem(1, axis), problem(2, axis), problem(1, axis, axis))) {
                    for (Expression found : List.of(dialect.conv(problem), dialect.convTranspose(problem))) {
                        switch (found) {
                            case Expression.Call call -> assertEquals(problem.geometry(), call.problem().geometry());
                            case Expression.Impossible(String reason) -> assertFalse(reason.isEmpty());
                        }
                    }
                }
            }
        });
    }

    @Test
    void aBorderThatNoWindowReachesDoesNotMatter() {
        Axis inside = new Axis(5, 3, new Window(3, 1, 1), 0, BorderMode.REFLECT);
        for (Dialect dialect : Dialect.all()) {
            assertInstanceOf(Expression.Call.class, dialect.conv(problem(1, inside)));
            assertInstanceOf(Expression.Call.class, dialect.convTranspose(problem(1, inside)));
        }
    }

    @Test
    void theSameTransposedConvolutionInEachDialect() {
        assertTexts(TensorFlow.convTranspose(shape(1, 3, 3, 1), shape(3, 3, 1, 1), 1, 5, 5, 1).strides(2), true,
                "tf.nn.conv2d_transpose(y, w, output_shape=[1, 5, 5, 1], strides=2, padding=\"SAME\")",
                "keras.layers.Conv2DTranspose(1, 3, strides=2, padding=\"same\", output_padding=0, use_bias=False)(y)",
                "torch.nn.functional.conv_transpose2d(y, w, stride=2, padding=1)",
                "x = ConvTranspose <pads = [1, 1, 1, 1], strides = [2, 2]> (y, w)",
                "jax.lax.conv_transpose(y, w, strides=(2, 2), padding=((1, 1), (1, 1)), transpose_kernel=True)");
    }

    @Test
    void theSameConvolutionInEachDialect() {
        assertTexts(PyTorch.conv(shape(1, 4, 9, 8), 6, 2, 3, 5).groups(2).stride(1, 2).padding(1, 2), false,
                "tf.nn.conv2d(x, w, strides=[1, 2], padding=[[0, 0], [1, 1], [2, 1], [0, 0]])",
                "Keras has no padding of one's own choice, this needs ((1, 1), (2, 1)); keras.layers.ZeroPadding2D(((1, 1), (2,"
                        + " 1))) before it and padding=\"valid\" do it",
                "torch.nn.functional.conv2d(x, w, stride=(1, 2), padding=(1, 2), groups=2)",
                "y = Conv <group = 2, pads = [1, 2, 1, 1], strides = [1, 2]> (x, w)",
                "jax.lax.conv_general_dilated(x, w, window_strides=(1, 2), padding=\"SAME_LOWER\", feature_group_count=2)");
    }

    @Test
    void theOtherHalfOfAnOddPaddingHasToBeAddedBeforehandInPyTorch() {
        assertTexts(TensorFlow.conv(shape(1, 4, 4, 1), shape(3, 3, 1, 1)).strides(2).padding("SAME"), false,
                "tf.nn.conv2d(x, w, strides=2, padding=\"SAME\")",
                "keras.layers.Conv2D(1, 3, strides=2, padding=\"same\", use_bias=False)(x)",
                "PyTorch pads both sides by the same number, this needs ((0, 1), (0, 1)); torch.nn.functional.pad(x, (0, 1, 0,"
                        + " 1)) and padding=0 do it",
                "y = Conv <pads = [0, 0, 1, 1], strides = [2, 2]> (x, w)",
                "jax.lax.conv_general_dilated(x, w, window_strides=(2, 2), padding=\"SAME\")");
    }

    @Test
    void theOtherHalfOfAnOddCropHasToBeCutOffAfterwardsInPyTorch() {
        assertTexts(TensorFlow.convTranspose(shape(1, 2, 1), shape(3, 1, 1), 1, 4, 1).strides(2), true,
                "tf.nn.conv1d_transpose(y, w, output_shape=[1, 4, 1], strides=2, padding=\"SAME\")",
                "keras.layers.Conv1DTranspose(1, 3, strides=2, padding=\"same\", use_bias=False)(y)",
                "PyTorch crops both ends by the same padding and extends the end by less than stride or dilation, this crops by"
                        + " ((0, 1),); padding=0 does it if you keep [..., 0:4] of the uncropped result",
                "x = ConvTranspose <pads = [0, 1], strides = [2]> (y, w)",
                "jax.lax.conv_transpose(y, w, strides=(2,), padding=\"SAME\", transpose_kernel=True)");
    }

    @Test
    void causalPaddingIsExplicitElsewhere() {
        assertTexts(Keras.conv(shape(1, 8, 3), 4, 3).padding("causal").dilationRate(2), false,
                "TensorFlow has padding of one's own choice with two spatial axes only, this needs [[4, 0]]; tf.pad(x, [[0, 0],"
                        + " [4, 0], [0, 0]]) and padding=\"VALID\" do it",
                "keras.layers.Conv1D(4, 3, padding=\"causal\", dilation_rate=2, use_bias=False)(x)",
                "PyTorch pads both sides by the same number, this needs ((4, 0),); torch.nn.functional.pad(x, (4, 0)) and"
                        + " padding=0 do it",
                "y = Conv <dilations = [2], pads = [4, 0]> (x, w)",
                "jax.lax.conv_general_dilated(x, w, window_strides=(1,), padding=((4, 0),), rhs_dilation=(2,))");
    }

    @Test
    void depthwiseHasAFunctionOfItsOwnInTensorFlow() {
        assertTexts(TensorFlow.depthwise(shape(1, 8, 8, 3), shape(3, 3, 3, 2)).strides(2).padding("SAME"), false,
                "tf.nn.depthwise_conv2d(x, w, strides=[1, 2, 2, 1], padding=\"SAME\")",
                "keras.layers.Conv2D(6, 3, strides=2, padding=\"same\", groups=3, use_bias=False)(x)",
                "PyTorch pads both sides by the same number, this needs ((0, 1), (0, 1)); torch.nn.functional.pad(x, (0, 1, 0,"
                        + " 1)) and padding=0 do it",
                "y = Conv <group = 3, pads = [0, 0, 1, 1], strides = [2, 2]> (x, w)",
                "jax.lax.conv_general_dilated(x, w, window_strides=(2, 2), padding=\"SAME\", feature_group_count=3)");
        assertTexts(
                TensorFlow.depthwiseTranspose(shape(1, 4, 4, 6), shape(3, 3, 3, 2), 8, 8).strides(2).dilations(1, 2),
                true,
                "tf.nn.depthwise_conv2d_backprop_input(input_sizes=[1, 8, 8, 3], filter=w, out_backprop=y, strides=[1, 2, 2,"
                        + " 1], padding=\"SAME\", dilations=[1, 1, 2, 1])",
                "Keras's transposed layers have no groups",
                "PyTorch crops both ends by the same padding and extends the end by less than stride or dilation, this crops by"
                        + " ((0, 1), (1, 2)); padding=0 does it if you keep [..., 0:8, 1:9] of the uncropped result",
                "x = ConvTranspose <dilations = [1, 2], group = 3, pads = [0, 1, 1, 2], strides = [2, 2]> (y, w)",
                "jax.lax.conv_transpose has no groups; jax.lax.conv_general_dilated with lhs_dilation=(2, 2), padding=((2, 1),"
                        + " (3, 2)) and feature_group_count=3 does it, with the taps of w reversed and its channels swapped"
                        + " within each group");
    }

    @Test
    void threeSpatialAxes() {
        assertTexts(TensorFlow.conv(shape(1, 5, 6, 7, 2), shape(3, 3, 3, 2, 4)).strides(1, 2, 2).padding("SAME"), false,
                "tf.nn.conv3d(x, w, strides=[1, 1, 2, 2, 1], padding=\"SAME\")",
                "keras.layers.Conv3D(4, 3, strides=(1, 2, 2), padding=\"same\", use_bias=False)(x)",
                "PyTorch pads both sides by the same number, this needs ((1, 1), (0, 1), (1, 1)); torch.nn.functional.pad(x, (1,"
                        + " 1, 0, 1, 1, 1)) and padding=0 do it",
                "y = Conv <pads = [1, 0, 1, 1, 1, 1], strides = [1, 2, 2]> (x, w)",
                "jax.lax.conv_general_dilated(x, w, window_strides=(1, 2, 2), padding=\"SAME\")");
    }

    @Test
    void aBorderOtherThanZerosIsPaddedBeforehand() {
        PyTorch.Conv reflect = PyTorch.conv(shape(1, 1, 8, 8), 4, 1, 3, 3).padding(1).stride(2).paddingMode("reflect");
        assertTexts(reflect, false,
                "TensorFlow pads with zeros only; tf.pad(x, [[0, 0], [1, 0], [1, 0], [0, 0]], mode=\"REFLECT\") and"
                        + " padding=\"VALID\" do it",
                "Keras pads with zeros only; extending x beforehand and padding=\"valid\" do it",
                "torch.nn.Conv2d(1, 4, kernel_size=3, stride=2, padding=1, bias=False, padding_mode=\"reflect\")(x)",
                "Conv pads with zeros only; Pad <mode = \"reflect\"> with pads [0, 0, 1, 1, 0, 0, 0, 0] before it does it",
                "JAX pads with zeros only; jnp.pad(x, ((0, 0), (0, 0), (1, 0), (1, 0)), mode=\"reflect\") and padding=\"VALID\""
                        + " do it");
        for (String mode : List.of("edge", "wrap")) {
            Problem problem = reflect.paddingMode(mode.equals("edge") ? "replicate" : "circular").problem();
            assertTrue(text(Onnx.DIALECT.conv(problem)).contains("\"" + mode + "\""));
            assertTrue(text(Jax.DIALECT.conv(problem)).contains("\"" + mode + "\""));
            assertEquals("TensorFlow pads with zeros only; extending x beforehand and padding=\"VALID\" do it",
                    text(TensorFlow.DIALECT.conv(problem)));
        }
        for (Dialect dialect : Dialect.all()) {
            assertEquals(dialect.name() + " has no transposed convolution that folds what lands outside the image back"
                    + " (border REFLECT)", text(dialect.convTranspose(reflect.problem())));
        }
    }

    @Test
    void bordersThatDifferBetweenAxesArePaddedOneAfterTheOther() {
        Window window = new Window(3, 1, 1);
        Problem problem = problem(1, new Axis(5, 5, window, 1, BorderMode.REFLECT),
                new Axis(5, 5, window, 1, BorderMode.CIRCULAR));
        assertEquals(
                "PyTorch has one padding_mode for all axes, this needs [REFLECT, CIRCULAR]; torch.nn.functional.pad on one"
                        + " axis after the other and padding=0 do it",
                text(PyTorch.DIALECT.conv(problem)));
        assertEquals("Conv pads with zeros only; one Pad before it for each of the axes, of different modes, does it",
                text(Onnx.DIALECT.conv(problem)));
        assertEquals("JAX pads with zeros only; extending x beforehand and padding=\"VALID\" do it",
                text(Jax.DIALECT.conv(problem)));
    }

    @Test
    void zerosOnOneAxisAreNoOtherModeOnAnother() {
        Window window = new Window(3, 1, 1);
        for (BorderMode other : List.of(BorderMode.REFLECT, BorderMode.REPLICATE, BorderMode.CIRCULAR)) {
            Problem problem = problem(1, new Axis(5, 5, window, 1, other), new Axis(5, 5, window, 1, BorderMode.ZEROS));
            assertEquals("PyTorch has one padding_mode for all axes, this needs [" + other + ", ZEROS];"
                    + " torch.nn.functional.pad on one axis after the other and padding=0 do it",
                    text(PyTorch.DIALECT.conv(problem)));
            assertEquals(
                    "Conv pads with zeros only; one Pad before it for each of the axes, of different modes, does it",
                    text(Onnx.DIALECT.conv(problem)));
            assertEquals("JAX pads with zeros only; extending x beforehand and padding=\"VALID\" do it",
                    text(Jax.DIALECT.conv(problem)));
            assertEquals("TensorFlow pads with zeros only; extending x beforehand and padding=\"VALID\" do it",
                    text(TensorFlow.DIALECT.conv(problem)));
        }
    }

    @Test
    void negativePaddingIsACrop() {
        assertTexts(Jax.conv(shape(1, 2, 9), 2, 2, 3).padding(shape(-1, 2)), false,
                "TensorFlow's padding is at least 0, this needs [[-1, 2]]; cropping x beforehand does it",
                "Keras has no negative padding, this needs ((-1, 2),); cropping x beforehand does it",
                "PyTorch pads both sides by the same number, this needs ((-1, 2),); torch.nn.functional.pad(x, (-1, 2)) and"
                        + " padding=0 do it",
                "Conv's pads are at least 0, this needs [-1, 2]; Pad <mode = \"constant\"> with pads [0, 0, -1, 0, 0, 2] before"
                        + " it does it",
                "jax.lax.conv_general_dilated(x, w, window_strides=(1,), padding=((-1, 2),))");
        assertTexts(Onnx.convTranspose(shape(1, 2, 3), 2, 3, 3).strides(2).outputShape(9), true,
                "TensorFlow's padding is at least 0, this needs [[-1, 0]]; padding=\"VALID\" does it if you keep [:, 0:7] of the"
                        + " uncropped result and pad it with zeros to [1, 9, 3]",
                "Keras has no padding and output_padding that yield [1, 9, 3] cropped by ((-1, -1),); padding=\"valid\" does it"
                        + " if you keep [:, 0:7] of the uncropped result and pad it with zeros to [1, 9, 3]",
                "PyTorch crops both ends by the same padding and extends the end by less than stride or dilation, this crops by"
                        + " ((-1, -1),); padding=0 does it if you keep [..., 0:7] of the uncropped result and pad it with zeros to"
                        + " [1, 3, 9]",
                "ConvTranspose's pads are at least 0 and its output_padding is below stride or dilation, this crops by [-1, -1];"
                        + " pads of 0 do it if you keep [..., 0:7] of the uncropped result and pad it with zeros to [1, 3, 9]",
                "jax.lax.conv_transpose(y, w, strides=(2,), padding=((3, 3),), transpose_kernel=True)");
    }

    @Test
    void emptyTensorsAreWithinTensorFlowAndJaxOnly() {
        Problem empty = TensorFlow.conv(shape(1, 2, 4, 2), shape(3, 3, 2, 3)).problem();
        assertEquals("tf.nn.conv2d(x, w, strides=1, padding=\"VALID\")", text(TensorFlow.DIALECT.conv(empty)));
        assertEquals("PyTorch refuses tensors without elements", text(PyTorch.DIALECT.conv(empty)));
        assertEquals("ONNX Runtime refuses tensors without elements", text(Onnx.DIALECT.conv(empty)));
        assertEquals("Keras refuses tensors without elements", text(Keras.DIALECT.convTranspose(empty)));
    }

    @Test
    void kerasHasEitherStridesOrDilationRates() {
        Problem problem = PyTorch.conv(shape(1, 1, 9), 1, 1, 3).stride(2).dilation(2).problem();
        String reason = "Keras has no layer with both a stride and a dilation rate above 1";
        assertEquals(reason, text(Keras.DIALECT.conv(problem)));
        assertEquals(reason, text(Keras.DIALECT.convTranspose(problem)));
    }

    @Test
    void parametersThatNoWayBackUsesAreSaidTheirOwnWay() {
        assertEquals("tf.nn.conv1d(x, w, stride=1, padding=\"VALID\", data_format=\"NCW\", dilations=2)",
                TensorFlow.conv(shape(1, 1, 9), shape(3, 1, 1)).dataFormat("NCW").dilations(2).text());
        assertEquals("torch.nn.ConvTranspose2d(4, 6, kernel_size=3, stride=2, groups=2, bias=False, dilation=3)(y,"
                + " output_size=[15, 15])",
                PyTorch.convTranspose(shape(2, 4, 5, 5), 4, 3, 3, 3).stride(2).dilation(3).groups(2)
                        .outputSize(15, 15).text());
        assertEquals("y = Conv <auto_pad = \"SAME_UPPER\", kernel_shape = [3]> (x, w)",
                Onnx.conv(shape(1, 1, 9), 1, 1, 3).autoPad("SAME_UPPER").kernelShape(3).text());
        assertEquals("x = ConvTranspose <output_padding = [1], output_shape = [18], strides = [2]> (y, w)",
                Onnx.convTranspose(shape(1, 1, 9), 1, 1, 3).strides(2).outputPadding(1).outputShape(18).text());
        assertEquals("x = ConvTranspose (y, w)", Onnx.convTranspose(shape(1, 1, 9), 1, 1, 3).text());
        assertEquals(
                "jax.lax.conv_transpose(y, w, strides=(1,), padding=((1, 1),), dimension_numbers=(\"NCH\", \"OIH\", \"NCH\"),"
                        + " use_consistent_padding=True)",
                Jax.convTranspose(shape(1, 1, 9), 1, 1, 3)
                        .dimensionNumbers("NCH", "OIH", "NCH").padding(shape(1, 1)).useConsistentPadding(true).text());
        assertEquals("keras.layers.Conv1D(1, 3, data_format=\"channels_first\", use_bias=False)(x)",
                Keras.conv(shape(1, 1, 9), 1, 3).dataFormat("channels_first").text());
    }

    @Test
    void whatAFrameworkLacksInPlacesIsNoted() {
        TensorFlow.ConvTranspose grouped = TensorFlow.convTranspose(shape(1, 3, 3, 6), shape(3, 3, 2, 6), 1, 3, 3, 4);
        assertEquals(
                List.of("TensorFlow's CPU kernels have no groups of transposed convolutions, except depthwise ones"),
                grouped.notes());
        assertEquals(2, grouped.dilations(2).notes().size());
        assertEquals(List.of(), TensorFlow.convTranspose(shape(1, 3, 3, 6), shape(3, 3, 2, 6), 1, 3, 3, 2).notes());
        assertEquals(2,
                TensorFlow.depthwise(shape(1, 9, 9, 6), shape(3, 3, 6, 1)).strides(1, 2).dilations(2).notes().size());
        assertEquals(List.of("TensorFlow's CPU kernels have no dilation with three spatial axes"),
                TensorFlow.conv(shape(1, 9, 9, 9, 1), shape(3, 3, 3, 1, 1)).dilations(2).notes());
        assertEquals(List.of("ONNX Runtime computes wrong values where output_padding reaches the stride"),
                Onnx.convTranspose(shape(1, 1, 9), 1, 1, 3).dilations(2).outputPadding(1).notes());
        assertEquals(List.of("with the backend jax"), Keras.convTranspose(shape(1, 9, 1), 1, 3).backend("jax").notes());
    }

    @Test
    void parametersGivenWholeAreCheckedToo() {
        List<Integer> image = List.of(1, 4, 4, 1);
        List<Integer> filter = List.of(3, 3, 1, 1);
        List<Integer> one = List.of(1);
        assertRefused("padding=[VALID, EXPLICIT(0,1)]: must be one of SAME, VALID for all axes, or explicit for all",
                () -> new TensorFlow.Conv(image, filter, false, one, one,
                        List.of(Padding.VALID, Padding.explicit(0, 1)),
                        Layout.NHWC));
        assertRefused("padding=[FULL, FULL]: must be one of SAME, VALID for all axes, or explicit for all",
                () -> new TensorFlow.Conv(image, filter, false, one, one, List.of(Padding.FULL), Layout.NHWC));
        assertRefused("explicit_paddings=[[0, -1], [0, -1]]: must be pairs of numbers from 0",
                () -> new TensorFlow.Conv(image, filter, false, one, one, List.of(Padding.explicit(0, -1)),
                        Layout.NHWC));
        assertRefused("padding=[EXPLICIT(0,1), EXPLICIT(0,1)]: must be the same on both sides, at least 0",
                () -> new PyTorch.Conv(image, filter, one, List.of(Padding.explicit(0, 1)), one, 1, BorderMode.ZEROS));
        assertRefused("padding=FULL: must be one of causal, same, valid",
                () -> new Keras.Conv(image, 1, one, one, Padding.FULL, Layout.NHWC, one, 1));
    }

    private static void assertExpressed(Expression.Call call, boolean transposed) {
        Problem problem = call.problem();
        for (Dialect dialect : Dialect.all()) {
            Expression found = transposed ? dialect.convTranspose(problem) : dialect.conv(problem);
            switch (found) {
                case Expression.Call other ->
                    assertEquals(problem.geometry(), other.problem().geometry(),
                            () -> call.text() + " " + other.text());
                case Expression.Impossible(String reason) -> assertFalse(reason.isEmpty());
            }
        }
    }

    private static void assertTexts(Expression.Call call, boolean transposed, String... texts) {
        Problem problem = call.problem();
        List<String> found = Dialect.all().stream()
                .map(dialect -> text(transposed ? dialect.convTranspose(problem) : dialect.conv(problem))).toList();
        assertEquals(String.join("\n", texts), String.join("\n", found));
    }

    private static String text(Expression expression) {
        return switch (expression) {
            case Expression.Call call -> call.text();
            case Expression.Impossible(String reason) -> reason;
        };
    }

    private static Dialect own(Expression.Call call) {
        return Dialect.all().stream().filter(dialect -> call.getClass().getEnclosingClass() == dialect.getClass())
                .findFirst()
                .orElseThrow();
    }

    /** All that the dialects can say about one small axis and refuse neither there nor in the making. */
    private static void eachConv(Consumer<Expression.Call> each) {
        Small.each((x, window) -> {
            int[] image = shape(1, x, 1);
            int k = window.kernel();
            int s = window.stride();
            int d = window.dilation();
            for (String padding : List.of("SAME", "VALID")) {
                accept(each, () -> TensorFlow.conv(image, shape(k, 1, 1)).strides(s).dilations(d).padding(padding));
            }
            for (String padding : List.of("same", "valid", "causal")) {
                accept(each, () -> Keras.conv(image, 1, k).strides(s).dilationRate(d).padding(padding));
            }
            for (int pad = 0; pad <= 2; pad++) {
                int[] both = shape(pad);
                accept(each, () -> PyTorch.conv(shape(1, 1, x), 1, 1, k).stride(s).dilation(d).padding(both));
                int lo = pad;
                accept(each, () -> Onnx.conv(shape(1, 1, x), 1, 1, k).strides(s).dilations(d).pads(lo, 1));
                accept(each, () -> Jax.conv(shape(1, 1, x), 1, 1, k).windowStrides(s).rhsDilation(d)
                        .padding(shape(lo - 1, 1)));
            }
            accept(each, () -> PyTorch.conv(shape(1, 1, x), 1, 1, k).stride(s).dilation(d).padding("same"));
            accept(each, () -> Jax.conv(shape(1, 1, x), 1, 1, k).windowStrides(s).rhsDilation(d).padding("SAME_LOWER"));
        });
    }

    private static void eachConvTranspose(Consumer<Expression.Call> each) {
        Small.each((y, window) -> {
            int[] image = shape(1, y, 1);
            int k = window.kernel();
            int s = window.stride();
            int d = window.dilation();
            for (String padding : List.of("SAME", "VALID")) {
                IntStream.range(0, y * s + window.span()).forEach(x -> accept(each, () -> TensorFlow
                        .convTranspose(image, shape(k, 1, 1), 1, x, 1).strides(s).dilations(d).padding(padding)));
                accept(each, () -> Jax.convTranspose(image, k, 1, 1).strides(s).rhsDilation(d).padding(padding));
            }
            for (int extra = 0; extra < Math.max(s, d); extra++) {
                int[] op = shape(extra);
                for (String padding : List.of("same", "valid")) {
                    accept(each, () -> Keras.convTranspose(image, 1, k).strides(s).dilationRate(d).padding(padding)
                            .outputPadding(op));
                    accept(each, () -> Keras.convTranspose(image, 1, k).strides(s).dilationRate(d).padding(padding));
                }
                for (int pad = 0; pad <= 2; pad++) {
                    int[] both = shape(pad);
                    accept(each,
                            () -> PyTorch.convTranspose(shape(1, 1, y), 1, 1, k).stride(s).dilation(d).padding(both)
                                    .outputPadding(op));
                    int lo = pad;
                    accept(each, () -> Onnx.convTranspose(shape(1, 1, y), 1, 1, k).strides(s).dilations(d).pads(lo, 1)
                            .outputPadding(op));
                }
            }
            accept(each, () -> Jax.convTranspose(image, k, 1, 1).strides(s).rhsDilation(d).padding(shape(k, -1)));
        });
    }

    private interface Making {
        Expression.Call make();
    }

    private static void accept(Consumer<Expression.Call> each, Making making) {
        if (!isRefused(() -> making.make().problem())) {
            each.accept(making.make());
        }
    }

    /** Axes that no formula chose: any padding, and more or fewer elements than windows reach. */
    private static void eachAxis(Consumer<Axis> each) {
        for (int kernel = 1; kernel <= 3; kernel++) {
            for (int stride = 1; stride <= 3; stride++) {
                for (int dilation = 1; dilation <= 2; dilation++) {
                    for (int y = 1; y <= 3; y++) {
                        for (int x = 1; x <= 9; x++) {
                            for (int lo = -2; lo <= 2; lo++) {
                                each.accept(new Axis(x, y, new Window(kernel, stride, dilation), lo, BorderMode.ZEROS));
                            }
                        }
                    }
                }
            }
        }
    }

    private static Problem problem(int groups, Axis... axes) {
        return new Problem(new Geometry(2, groups, groups, 2 * groups, new ArrayList<>(List.of(axes))), Layout.NHWC,
                FilterLayout.IOHW.flip());
    }
}
