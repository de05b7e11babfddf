package adjoint.dialect;

import adjoint.geometry.Axis;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import org.junit.jupiter.api.Test;

import static adjoint.dialect.Small.assertRefused;
import static adjoint.dialect.Small.axis;
import static adjoint.dialect.Small.isRefused;
import static adjoint.dialect.Small.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class KerasTest {

    @Test
    void lengthsWithoutOutputPaddingFollowTheFormulas() {
        eachLayer((y, window) -> {
            int before = (y - 1) * window.stride();
            assertEquals(before + Math.max(window.span(), window.stride()), axis(transposed(y, window)).xExtent());
            assertEquals(y * window.stride(), axis(transposed(y, window).padding("same")).xExtent());
        });
    }

    @Test
    void lengthsWithOutputPaddingFollowTheFormulas() {
        eachLayer((y, window) -> {
            int before = (y - 1) * window.stride();
            for (int extra = 0; extra < window.stride(); extra++) {
                Keras.ConvTranspose layer = transposed(y, window).outputPadding(extra).backend("jax");
                assertEquals(before + window.span() + extra, axis(layer).xExtent());
                int same = before + window.span() % 2 + extra;
                assertEquals(same, axis(layer.padding("same")).xExtent());
            }
        });
    }

    @Test
    void theTensorFlowBackendComputesWhatTensorFlowDoesAndRefusesTheRest() {
        eachLayer((y, window) -> {
            for (int extra = 0; extra < window.stride(); extra++) {
                Keras.ConvTranspose layer = transposed(y, window).padding("same").outputPadding(extra);
                int x = axis(layer.backend("torch")).xExtent();
                TensorFlow.ConvTranspose call = TensorFlow
                        .convTranspose(shape(1, y, 1), shape(window.kernel(), 1, 1), 1, x, 1)
                        .strides(window.stride()).dilations(window.dilation());
                assertEquals(isRefused(call::problem), isRefused(layer::problem), window + " extra=" + extra);
                if (!isRefused(layer::problem)) {
                    assertEquals(axis(call), axis(layer), window + " extra=" + extra);
                }
            }
        });
    }

    @Test
    void theOtherBackendsPadTheInputWithZerosInBetween() {
        eachLayer((y, window) -> {
            int span = window.span();
            for (int extra = -1; extra < window.stride(); extra++) {
                int all = extra < 0 ? window.stride() + span - 2 : span + span % 2 - 2 + extra;
                int left = Math.min(all / 2 + all % 2, span - 1);
                Keras.ConvTranspose layer = transposed(y, window).padding("same").backend("jax");
                Axis axis = axis(extra < 0 ? layer : layer.outputPadding(extra));
                assertEquals(span - 1 - left, axis.lo(), window + " extra=" + extra);
                assertEquals((y - 1) * window.stride() + 1 + all - span + 1, axis.xExtent(),
                        window + " extra=" + extra);
            }
        });
    }

    @Test
    void validIsLongerThanInPyTorchWhereTheKernelIsSmallerThanTheStride() {
        Window window = new Window(2, 3, 1);
        assertEquals(6, axis(transposed(2, window)).xExtent());
        assertEquals(5, axis(PyTorch.convTranspose(shape(1, 1, 2), 1, 1, 2).stride(3)).xExtent());
    }

    @Test
    void causalPadsBeforeTheFirstElementOnly() {
        Small.each((x, window) -> {
            if (window.stride() == 1 || window.dilation() == 1) {
                Axis axis = axis(conv(x, window).padding("causal"));
                assertEquals(window.span() - 1, axis.lo());
                assertEquals(Math.ceilDiv(x, window.stride()), axis.yExtent());
            }
        });
    }

    @Test
    void sameAndValidAreThoseOfTensorFlow() {
        Small.each((x, window) -> {
            if ((window.stride() == 1 || window.dilation() == 1) && x >= window.span()) {
                TensorFlow.Conv conv = TensorFlow.conv(shape(1, x, 1), shape(window.kernel(), 1, 1))
                        .strides(window.stride()).dilations(window.dilation());
                assertEquals(axis(conv), axis(conv(x, window)));
                assertEquals(axis(conv.padding("SAME")), axis(conv(x, window).padding("same")));
            }
        });
    }

    @Test
    void channelsFollowTheDataFormat() {
        Problem last = Keras.conv(shape(2, 8, 9, 4), 6, 3).groups(2).problem();
        assertArrayEquals(shape(2, 6, 7, 6), last.yShape());
        assertArrayEquals(shape(3, 3, 2, 6), last.filterShape());
        Problem first = Keras.convTranspose(shape(2, 4, 8, 9), 6, 3, 2).dataFormat("channels_first").problem();
        assertEquals(Layout.NCHW, first.layout());
        assertEquals(FilterLayout.HWIO, first.filterLayout());
        assertArrayEquals(shape(2, 6, 10, 10), first.xShape());
        assertArrayEquals(shape(3, 2, 6, 4), first.filterShape());
    }

    @Test
    void whatIsInadmissibleIsNamed() {
        Keras.Conv conv = Keras.conv(shape(1, 8, 8, 3), 4, 3);
        Keras.ConvTranspose transposed = Keras.convTranspose(shape(1, 8, 8, 3), 4, 2);
        assertRefused("dilation_rate=[2, 2]: must be 1 where strides=[2, 2] has one above 1",
                () -> conv.strides(2).dilationRate(2));
        assertRefused("dilation_rate=[1, 2]: must be 1 where strides=[2, 1] has one above 1",
                () -> transposed.strides(2, 1).dilationRate(1, 2));
        assertRefused("padding=causal: must not be used with 2 spatial axes, only 1", () -> conv.padding("causal"));
        assertRefused("padding=SAME: must be one of causal, same, valid", () -> conv.padding("SAME"));
        assertRefused("padding=causal: must be one of same, valid", () -> transposed.padding("causal"));
        assertRefused("groups=2: must divide input channels=3", conv.groups(2)::problem);
        assertRefused("groups=3: must divide filters=4", conv.groups(3)::problem);
        assertRefused("groups=0: must be at least 1", () -> conv.groups(0));
        assertRefused("filters=0: must be at least 1", () -> Keras.conv(shape(1, 8, 3), 0, 3));
        assertRefused("kernel_size[0]=0: must be at least 1", () -> Keras.conv(shape(1, 8, 3), 4, 0));
        assertRefused("output_padding=[2, 2]: must be below strides=[2, 2]",
                () -> transposed.strides(2).outputPadding(2));
        assertRefused(
                "output_padding[0]=0: must be in 1..1 or None for padding=same and the even span 2 on backend=tensorflow",
                transposed.strides(2).padding("same").outputPadding(0)::problem);
        assertRefused("input_shape[1]=1: must be at least 2 for padding 0, kernel 3, stride 1 and dilation 1",
                Keras.conv(shape(1, 1, 3), 4, 3)::problem);
        assertRefused("backend=theano: must be one of jax, tensorflow, torch", () -> transposed.backend("theano"));
        assertRefused("data_format=NCHW: must be one of channels_first, channels_last", () -> conv.dataFormat("NCHW"));
    }

    private static void eachLayer(Small.Case each) {
        Small.each((extent, window) -> {
            if (window.stride() == 1 || window.dilation() == 1) {
                each.check(extent, window);
            }
        });
    }

    private static Keras.Conv conv(int x, Window window) {
        return Keras.conv(shape(1, x, 1), 1, window.kernel()).strides(window.stride()).dilationRate(window.dilation());
    }

    private static Keras.ConvTranspose transposed(int y, Window window) {
        return Keras.convTranspose(shape(1, y, 1), 1, window.kernel()).strides(window.stride())
                .dilationRate(window.dilation());
    }
}
