package adjoint.dialect;

import adjoint.geometry.Axis;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

import static adjoint.dialect.Small.assertRefused;
import static adjoint.dialect.Small.axis;
import static adjoint.dialect.Small.isRefused;
import static adjoint.dialect.Small.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;

class OnnxTest {

    @Test
    void sameOfConvIsThatOfTensorFlowAndOfTheFormulaInItsText() {
        Small.each((x, window) -> {
            Axis axis = axis(conv(x, window).autoPad("SAME_UPPER"));
            assertEquals(axis(TensorFlow.conv(shape(1, x, 1), shape(window.kernel(), 1, 1)).strides(window.stride())
                    .dilations(window.dilation()).padding("SAME")), axis);
            int rest = x % window.stride() == 0 ? window.stride() : x % window.stride();
            int total = Math.max(0, window.span() - rest);
            assertEquals(total / 2, axis.lo());
            assertEquals(total - total / 2, axis(conv(x, window).autoPad("SAME_LOWER")).lo());
        });
    }

    @Test
    void sameOfConvTransposeYieldsInputTimesStride() {
        Small.each((y, window) -> {
            for (int extra = 0; extra < Math.max(window.stride(), window.dilation()); extra++) {
                int total = (int) window.natural(y) + extra - y * window.stride();
                Onnx.ConvTranspose node = transposed(y, window).outputPadding(extra);
                Axis upper = axis(node.autoPad("SAME_UPPER"));
                Axis lower = axis(node.autoPad("SAME_LOWER"));
                assertEquals(y * window.stride(), upper.xExtent());
                assertEquals(y * window.stride(), lower.xExtent());
                assertEquals(Math.floorDiv(total, 2), upper.lo());
                assertEquals(total - Math.floorDiv(total, 2), lower.lo());
            }
        });
    }

    @Test
    void sameUpperOfConvTransposeIsThatOfTensorFlowWhereTheKernelIsNotBelowTheStride() {
        Small.each((y, window) -> {
            if (window.span() >= window.stride()) {
                assertEquals(axis(TensorFlow.convTranspose(shape(1, y, 1), shape(window.kernel(), 1, 1), 1,
                        y * window.stride(), 1).strides(window.stride()).dilations(window.dilation())),
                        axis(transposed(y, window).autoPad("SAME_UPPER")));
            }
        });
    }

    @Test
    void anOutputShapeCropsTheLargerHalfFirstUnlessSameUpper() {
        Onnx.ConvTranspose node = transposed(3, new Window(3, 2, 1)).outputShape(6);
        assertEquals(1, axis(node).lo());
        assertEquals(1, axis(node.autoPad("SAME_LOWER")).lo());
        assertEquals(1, axis(node.autoPad("VALID")).lo());
        assertEquals(0, axis(node.autoPad("SAME_UPPER")).lo());
    }

    @Test
    void aSurplusOfTheOutputShapeIsSplitByTheFormulaRoundingDown() {
        Onnx.ConvTranspose node = transposed(3, new Window(3, 2, 1)); // 7 elements
        assertEquals(0, axis(node.outputShape(8)).lo());
        assertEquals(-1, axis(node.outputShape(9)).lo());
        assertEquals(-1, axis(node.outputShape(10)).lo());
        assertEquals(-2, axis(node.outputShape(10).autoPad("SAME_UPPER")).lo());
        assertEquals(9, axis(node.outputShape(9)).xExtent());
    }

    @Test
    void anOutputShapeReplacesThePads() {
        Onnx.ConvTranspose node = transposed(3, new Window(3, 2, 1)).outputShape(5);
        assertEquals(axis(node), axis(node.pads(0, 0)));
    }

    @Test
    void lengthsFollowTheFormulas() {
        Small.each((extent, window) -> {
            int windows = Math.floorDiv(extent + 3 - window.span(), window.stride()) + 1;
            Onnx.Conv conv = conv(extent, window).pads(1, 2);
            assertEquals(windows < 1, isRefused(conv::problem));
            if (windows >= 1) {
                assertEquals(windows, axis(conv).yExtent());
                assertEquals(1, axis(conv).lo());
            }
            int x = (int) window.natural(extent) - 3;
            Onnx.ConvTranspose transposed = transposed(extent, window).pads(1, 2);
            assertEquals(x < 1, isRefused(transposed::problem));
            if (x >= 1) {
                assertEquals(x, axis(transposed).xExtent());
                assertEquals(1, axis(transposed).lo());
            }
        });
    }

    @Test
    void negativePadsExtendATransposedConvolution() {
        Axis axis = axis(transposed(2, new Window(3, 2, 1)).pads(-1, 0));
        assertEquals(List.of(6, -1), List.of(axis.xExtent(), axis.lo()));
    }

    @Test
    void bothFiltersHaveTheOrderOfOneLayer() {
        assertEquals(Onnx.conv(shape(1, 4, 9, 9), 6, 2, 3, 3).group(2).problem(),
                Onnx.convTranspose(shape(1, 6, 7, 7), 6, 2, 3, 3).group(2).kernelShape(3, 3).problem());
        assertEquals(FilterLayout.OIHW, Onnx.conv(shape(1, 4, 9), 6, 4, 3).problem().filterLayout());
    }

    @Test
    void whatIsInadmissibleIsNamed() {
        Onnx.Conv conv = Onnx.conv(shape(1, 2, 4, 4), 3, 2, 3, 3);
        Onnx.ConvTranspose transposed = Onnx.convTranspose(shape(1, 2, 3, 3), 2, 3, 3, 3).strides(2, 2);
        assertRefused("strides=[2]: must have 2 values, one for each spatial axis", () -> conv.strides(2));
        assertRefused("strides[0]=0: must be at least 1", () -> conv.strides(0, 1));
        assertRefused("dilations[0]=0: must be at least 1", () -> conv.dilations(0, 1));
        assertRefused("group=0: must be at least 1", () -> conv.group(0));
        assertRefused("auto_pad=SAME: must be one of NOTSET, SAME_LOWER, SAME_UPPER, VALID",
                () -> conv.autoPad("SAME"));
        assertRefused("pads=[1, 1]: must have 4 values, the starts of the spatial axes and then their ends",
                () -> conv.pads(1, 1));
        assertRefused("pads=[1, 1, 1, 1]: must not be given together with auto_pad=VALID",
                () -> conv.pads(1, 1, 1, 1).autoPad("VALID"));
        assertRefused("kernel_shape=[3, 2]: must be that of W=[3, 2, 3, 3]", conv.kernelShape(3, 2)::problem);
        assertRefused("X=[1, 2, 4, 4]: must have 4 channels for W=[3, 2, 3, 3] and group=2", conv.group(2)::problem);
        assertRefused("X=[1, 2, 3, 3]: must have 3 channels for W=[3, 3, 3, 3]",
                Onnx.convTranspose(shape(1, 2, 3, 3), 3, 3, 3, 3)::problem);
        assertRefused("W=[3, 3, 3, 3]: must have a first dimension that is a multiple of group=2",
                Onnx.convTranspose(shape(1, 3, 3, 3), 3, 3, 3, 3).group(2)::problem);
        assertRefused("X[2]=2: must be at least 3 for padding 0, kernel 3, stride 1 and dilation 1",
                Onnx.conv(shape(1, 2, 2, 2), 3, 2, 3, 3)::problem);
        assertRefused("X[2]=0: must be at least 1", Onnx.conv(shape(1, 2, 0), 3, 2, 3).autoPad("SAME_UPPER")::problem);
        assertRefused("output_padding[0]=2: must be below stride 2 or below dilation 1",
                transposed.outputPadding(2, 2)::problem);
        assertRefused("output_padding[0]=-1: must be at least 0", () -> transposed.outputPadding(-1, 0));
        assertRefused("output_shape=[1, 3, 6, 6]: must have 2 values, one for each spatial axis",
                () -> transposed.outputShape(1, 3, 6, 6));
        assertRefused("output_shape[0]=0: must be at least 1", () -> transposed.outputShape(0, 6));
        assertRefused(
                "pads=[4, 0, 3, 0]: must leave at least 1 of the 7 elements that kernel 3, stride 2 and dilation 1 make of"
                        + " X[2]=3",
                transposed.pads(4, 0, 3, 0)::problem);
        assertRefused("X[2]=0: must be at least 1 for auto_pad=SAME_UPPER",
                Onnx.convTranspose(shape(1, 2, 0), 2, 3, 3).autoPad("SAME_UPPER")::problem);
    }

    private static Onnx.Conv conv(int x, Window window) {
        return Onnx.conv(shape(1, 1, x), 1, 1, window.kernel()).strides(window.stride()).dilations(window.dilation());
    }

    private static Onnx.ConvTranspose transposed(int y, Window window) {
        return Onnx.convTranspose(shape(1, 1, y), 1, 1, window.kernel()).strides(window.stride())
                .dilations(window.dilation());
    }
}
