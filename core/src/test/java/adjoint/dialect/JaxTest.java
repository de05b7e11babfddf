package adjoint.dialect;

import adjoint.geometry.Axis;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

import static adjoint.dialect.Small.assertRefused;
import static adjoint.dialect.Small.axis;
import static adjoint.dialect.Small.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class JaxTest {

    @Test
    void sameOfConvTransposeIsThatOfTensorFlowAtInputTimesStride() {
        Small.each((y, window) -> assertEquals(
                axis(TensorFlow.convTranspose(shape(1, y, 1), shape(window.kernel(), 1, 1), 1, y * window.stride(), 1)
                        .strides(window.stride()).dilations(window.dilation())),
                axis(transposed(y, window).padding("SAME"))));
    }

    @Test
    void validOfConvTransposeHasAtLeastAStrideForEachElement() {
        Small.each((y, window) -> {
            Axis axis = axis(transposed(y, window));
            assertEquals((y - 1) * window.stride() + Math.max(window.span(), window.stride()), axis.xExtent());
            assertEquals(0, axis.lo());
        });
    }

    @Test
    void pairsOfConvTransposePadTheInputUnlessConsistent() {
        Small.each((y, window) -> {
            int last = window.span() - 1;
            Axis padded = axis(transposed(y, window).padding(shape(last - 1, last + 1)));
            Axis consistent = axis(transposed(y, window).useConsistentPadding(true).padding(shape(1, -1)));
            assertEquals(padded, consistent);
            assertEquals(1, padded.lo());
            assertEquals(window.natural(y), padded.xExtent());
        });
    }

    @Test
    void sameOfConvIsThatOfTensorFlowAndSameLowerItsMirrorImage() {
        Small.each((x, window) -> {
            Axis same = axis(conv(x, window).padding("SAME"));
            assertEquals(axis(TensorFlow.conv(shape(1, x, 1), shape(window.kernel(), 1, 1)).strides(window.stride())
                    .dilations(window.dilation()).padding("SAME")), same);
            Axis lower = axis(conv(x, window).padding("SAME_LOWER"));
            assertEquals(Padding.SAME_LOWER.fromX(x, window, same.border()), lower);
        });
    }

    @Test
    void aConvolutionThatDoesNotFitIsEmpty() {
        Small.each((x, window) -> {
            int windows = Math.floorDiv(x - 1 - window.span(), window.stride()) + 1;
            Axis axis = axis(conv(x, window).padding(shape(-1, 0)));
            assertEquals(Math.max(0, windows), axis.yExtent());
            assertEquals(-1, axis.lo());
        });
        assertEquals(0, axis(transposed(0, new Window(3, 2, 1)).padding(shape(1, 0))).xExtent());
    }

    @Test
    void dimensionNumbersOrderTheTensors() {
        Problem first = Jax.conv(shape(2, 4, 8, 9), 6, 2, 3, 2).featureGroupCount(2).problem();
        assertEquals(List.of(Layout.NCHW, FilterLayout.OIHW), List.of(first.layout(), first.filterLayout()));
        Problem last = Jax.conv(shape(2, 8, 9, 4), 3, 2, 2, 6).featureGroupCount(2)
                .dimensionNumbers("NHWC", "HWIO", "NHWC")
                .problem();
        assertEquals(List.of(Layout.NHWC, FilterLayout.HWIO), List.of(last.layout(), last.filterLayout()));
        assertEquals(first.geometry(), last.geometry());
        assertArrayEquals(shape(2, 6, 8, 6), last.yShape());
    }

    @Test
    void convTransposeReadsItsFilterReversedUnlessTransposed() {
        Problem plain = Jax.convTranspose(shape(1, 4, 4, 5), 3, 2, 5, 7).problem();
        assertEquals(FilterLayout.HWOI.flip(), plain.filterLayout());
        assertArrayEquals(shape(3, 2, 5, 7), plain.filterShape());
        Problem transposed = Jax.convTranspose(shape(1, 4, 4, 5), 3, 2, 7, 5).transposeKernel(true).problem();
        assertEquals(FilterLayout.HWIO, transposed.filterLayout());
        assertArrayEquals(shape(3, 2, 7, 5), transposed.filterShape());
        assertEquals(plain.geometry(), transposed.geometry());
        Jax.ConvTranspose first = Jax.convTranspose(shape(1, 5, 4, 4), 7, 5, 3, 2).dimensionNumbers("NCHW", "OIHW",
                "NCHW");
        assertEquals(FilterLayout.IOHW.flip(), first.problem().filterLayout());
        assertArrayEquals(shape(7, 5, 3, 2), first.problem().filterShape());
    }

    @Test
    void whatIsInadmissibleIsNamed() {
        Jax.Conv conv = Jax.conv(shape(1, 4, 5, 5), 6, 4, 3, 3);
        Jax.ConvTranspose transposed = Jax.convTranspose(shape(1, 5, 5, 4), 3, 3, 4, 6);
        assertRefused("window_strides[0]=0: must be at least 1", () -> conv.windowStrides(0));
        assertRefused("rhs_dilation[0]=0: must be at least 1", () -> transposed.rhsDilation(0));
        assertRefused("padding=FULL: must be one of SAME, SAME_LOWER, VALID", () -> conv.padding("FULL"));
        assertRefused("padding=SAME_LOWER: must be one of SAME, VALID", () -> transposed.padding("SAME_LOWER"));
        assertRefused("padding=[[1, 2]]: must have 2 pairs, one for each spatial axis",
                () -> conv.padding(shape(1, 2)));
        assertRefused("padding=[[1]]: must be (low, high) pairs", () -> conv.padding(shape(1)));
        assertRefused("feature_group_count=0: must be at least 1", () -> conv.featureGroupCount(0));
        assertRefused("lhs=[1, 4, 5, 5]: must have 8 channels for rhs=[6, 4, 3, 3] and feature_group_count=2",
                conv.featureGroupCount(2)::problem);
        assertRefused("feature_group_count=2: must divide output channels=3",
                Jax.conv(shape(1, 4, 5), 3, 2, 3).featureGroupCount(2)::problem);
        assertRefused("lhs[2]=5: must have room for the negative padding (-3, -4)",
                conv.padding(shape(-3, -4), shape(0, 0))::problem);
        assertRefused("lhs=[1, 5, 5, 4]: must have 6 channels for rhs=[3, 3, 4, 6] with HWIO and transpose_kernel",
                transposed.transposeKernel(true)::problem);
        assertRefused("out_spec=NHWC: must be lhs_spec=NCHW", () -> conv.dimensionNumbers("NCHW", "OIHW", "NHWC"));
        assertRefused("lhs_spec=CNHW: must be as NCHW or NHWC, with 1 to 3 spatial axes",
                () -> conv.dimensionNumbers("CNHW", "OIHW", "CNHW"));
        assertRefused("rhs_spec=OIWH: must be OIHW, IOHW, HWIO or HWOI for lhs_spec=NCHW",
                () -> conv.dimensionNumbers("NCHW", "OIWH", "NCHW"));
        assertRefused("dimension_numbers=(NCH, OIH, NCH): must have the 4 dimensions of lhs=[1, 4, 5, 5]",
                () -> conv.dimensionNumbers("NCH", "OIH", "NCH"));
        assertRefused("rhs: must have 3 to 5 dimensions, not 2", () -> Jax.conv(shape(1, 4, 5), 3, 3));
    }

    private static Jax.Conv conv(int x, Window window) {
        return Jax.conv(shape(1, 1, x), 1, 1, window.kernel()).windowStrides(window.stride())
                .rhsDilation(window.dilation());
    }

    private static Jax.ConvTranspose transposed(int y, Window window) {
        return Jax.convTranspose(shape(1, y, 1), window.kernel(), 1, 1).strides(window.stride())
                .rhsDilation(window.dilation());
    }
}
