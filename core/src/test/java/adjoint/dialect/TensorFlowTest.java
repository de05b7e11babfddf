package adjoint.dialect;

import adjoint.geometry.FilterLayout;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

import static adjoint.dialect.Small.assertRefused;
import static adjoint.dialect.Small.axis;
import static adjoint.dialect.Small.isRefused;
import static adjoint.dialect.Small.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class TensorFlowTest {

    @Test
    void admissibleOutputShapesAreThoseFromWhichAConvolutionLeadsBack() {
        Small.each((y, window) -> {
            for (String padding : List.of("SAME", "VALID")) {
                for (int x = 0; x <= y * window.stride() + window.span() + 4; x++) {
                    int extent = x;
                    TensorFlow.Conv conv = conv(x, window).padding(padding);
                    boolean leadsBack = !isRefused(conv::problem) && axis(conv).yExtent() == y;
                    TensorFlow.ConvTranspose transposed = transposed(y, extent, window).padding(padding);
                    assertEquals(leadsBack, !isRefused(transposed::problem), padding + " " + window + " x=" + x);
                    if (leadsBack) {
                        assertEquals(axis(conv), axis(transposed), padding + " " + window + " x=" + x);
                    }
                }
            }
        });
    }

    @Test
    void admissibleOutputShapesFollowTheFormulas() {
        Small.each((y, window) -> {
            int stride = window.stride();
            int natural = (int) window.natural(y);
            for (int x = 0; x <= natural + stride; x++) {
                TensorFlow.ConvTranspose call = transposed(y, x, window);
                assertEquals((y - 1) * stride + 1 <= x && x <= y * stride, !isRefused(call::problem));
                assertEquals(natural <= x && x <= y * stride + window.span() - 1,
                        !isRefused(call.padding("VALID")::problem));
            }
        });
    }

    @Test
    void explicitPaddingsAreAdmissibleWhereTheForwardFormulaLeadsBack() {
        Small.each((y, window) -> {
            for (int x = 0; x <= y * window.stride() + window.span(); x++) {
                TensorFlow.ConvTranspose call = TensorFlow
                        .convTranspose(shape(1, 1, y, 1), shape(1, window.kernel(), 1, 1), 1, x)
                        .strides(1, window.stride()).dilations(1, window.dilation())
                        .explicitPaddings(new int[][] {{0, 0}, {2, 1}});
                boolean leadsBack = Math.floorDiv(x + 3 - window.span(), window.stride()) + 1 == y;
                assertEquals(leadsBack, !isRefused(call::problem), window + " x=" + x + " y=" + y);
                if (leadsBack) {
                    assertEquals(2, axis(call).lo());
                }
            }
        });
    }

    @Test
    void divisionTruncatesSoThatAnImageTooSmallByLessThanAStrideHasAnEmptyResult() {
        Window window = new Window(7, 3, 1);
        for (int x = 2; x <= 6; x++) { // (x - 7 + 3) / 3 lies between -1 and 1, both excluded
            assertEquals(0, axis(conv(x, window)).yExtent());
        }
        assertRefused("input[1]=1: must be at least 2 for padding VALID, kernel 7, stride 3 and dilation 1",
                conv(1, window)::problem);
        assertEquals(0, axis(conv(0, window).padding("SAME")).yExtent());
    }

    @Test
    void aSmallerOutputUnderSameIsNoCropOfALargerOne() {
        Window window = new Window(3, 2, 1);
        assertEquals(0, axis(transposed(2, 4, window)).lo());
        assertEquals(1, axis(transposed(2, 3, window)).lo());
    }

    @Test
    void filterDepthDeterminesTheGroups() {
        Problem problem = TensorFlow.conv(shape(2, 8, 9, 6), shape(3, 3, 2, 9)).problem();
        assertEquals(3, problem.geometry().groups());
        assertEquals(FilterLayout.HWIO, problem.filterLayout());
        assertArrayEquals(shape(2, 6, 7, 9), problem.yShape());
        assertRefused("input=[1, 4, 4, 3]: must have a multiple of 2 channels, the depth of filters=[3, 3, 2, 4]",
                TensorFlow.conv(shape(1, 4, 4, 3), shape(3, 3, 2, 4))::problem);
        assertRefused(
                "filters=[3, 3, 2, 3]: must have a multiple of 2 output channels, as input=[1, 4, 4, 4] makes 2 groups",
                TensorFlow.conv(shape(1, 4, 4, 4), shape(3, 3, 2, 3))::problem);
        assertEquals(0, TensorFlow.conv(shape(1, 4, 4, 0), shape(3, 3, 0, 3)).problem().geometry().xChannels());
    }

    @Test
    void depthwiseFiltersHaveAGroupPerChannel() {
        Problem problem = TensorFlow.depthwise(shape(1, 4, 4, 3), shape(3, 3, 3, 2)).problem();
        assertEquals(3, problem.geometry().groups());
        assertEquals(6, problem.geometry().yChannels());
        assertEquals(problem.geometry(),
                TensorFlow.depthwiseTranspose(shape(1, 2, 2, 6), shape(3, 3, 3, 2), 1, 4, 4, 3).padding("VALID")
                        .problem()
                        .geometry());
        assertRefused("input=[1, 4, 4, 3]: must have as many channels as filter=[3, 3, 2, 2], at least 1",
                TensorFlow.depthwise(shape(1, 4, 4, 3), shape(3, 3, 2, 2))::problem);
        assertRefused("filter=[3, 2, 2]: must have 4 dimensions for a depthwise convolution",
                () -> TensorFlow.depthwise(shape(1, 4, 2), shape(3, 2, 2)));
    }

    @Test
    void channelsFirstIsTheSameProblemInAnotherOrder() {
        Problem problem = TensorFlow.conv(shape(1, 3, 8, 9), shape(3, 3, 3, 4)).dataFormat("NCHW").problem();
        assertEquals(Layout.NCHW, problem.layout());
        assertArrayEquals(shape(1, 4, 6, 7), problem.yShape());
        assertRefused("data_format=NHWC: must be one of NCW, NWC",
                () -> TensorFlow.conv(shape(1, 9, 3), shape(3, 3, 4)).dataFormat("NHWC"));
    }

    @Test
    void anOutputShapeMayHaveSpatialExtentsOnly() {
        TensorFlow.ConvTranspose whole = TensorFlow.convTranspose(shape(2, 2, 2, 3), shape(2, 2, 4, 3), 2, 4, 3, 4);
        TensorFlow.ConvTranspose spatial = TensorFlow.convTranspose(shape(2, 2, 2, 3), shape(2, 2, 4, 3), 4, 3);
        assertEquals(whole.strides(2).problem(), spatial.strides(2).problem());
        assertEquals(whole.text(), spatial.text());
    }

    @Test
    void aFilterGradientNeedsTheShapeOfTheResult() {
        TensorFlow.Conv conv = TensorFlow.conv(shape(1, 4, 4, 3), shape(3, 3, 3, 4)).padding("SAME");
        assertEquals(conv.problem(), conv.filterGradient(1, 4, 4, 4));
        assertRefused(
                "out_backprop=[1, 4, 3, 4]: must be [1, 4, 4, 4], what the convolution makes of input=[1, 4, 4, 3]",
                () -> conv.filterGradient(1, 4, 3, 4));
    }

    @Test
    void whatIsInadmissibleIsNamed() {
        TensorFlow.ConvTranspose same = TensorFlow.convTranspose(shape(1, 3, 3, 3), shape(3, 3, 2, 3), 1, 8, 9, 2);
        assertRefused("output_shape[1]=8: must be in 9..12 for padding SAME, kernel 3, stride 4 and dilation 1, given"
                + " input[1]=3", same.strides(4)::problem);
        assertRefused(
                "output_shape[1]=8: must be 3 for padding SAME, kernel 3, stride 1 and dilation 1, given input[1]=3",
                same::problem);
        assertRefused(
                "output_shape[2]=9: must be in 10..13 for padding (0, 1), kernel 3, stride 4 and dilation 1, given"
                        + " input[2]=3",
                same.strides(4).explicitPaddings(shape(2, 1), shape(0, 1))::problem);
        assertRefused(
                "output_shape[1]=0: no extent is admissible for padding 9, kernel 3, stride 1 and dilation 1, given"
                        + " input[1]=1",
                TensorFlow.convTranspose(shape(1, 1, 1, 3), shape(3, 3, 2, 3), 1, 0, 0, 2)
                        .explicitPaddings(shape(9, 9), shape(9, 9))::problem);
        assertRefused("output_shape=[2, 4, 4]: must have 4 values, or only the 2 of the spatial axes",
                () -> TensorFlow.convTranspose(shape(2, 2, 2, 3), shape(2, 2, 4, 3), 2, 4, 4));
        assertRefused("output_shape[1]=-1: must be at least 0",
                () -> TensorFlow.convTranspose(shape(2, 2, 2, 3), shape(2, 2, 4, 3), 2, -1, 4, 4));
        assertRefused("output_shape=[1, 2, 2, 4]: must have the same batch size as input=[2, 2, 2, 3]",
                TensorFlow.convTranspose(shape(2, 2, 2, 3), shape(2, 2, 4, 3), 1, 2, 2, 4)::problem);
        assertRefused(
                "output_shape=[2, 2, 2, 5]: must have a multiple of 4 channels, the depth of filters=[2, 2, 4, 3]",
                TensorFlow.convTranspose(shape(2, 2, 2, 3), shape(2, 2, 4, 3), 2, 2, 2, 5)::problem);
        assertRefused("input=[2, 2, 2, 3]: must have 2 channels, as many as filters=[2, 2, 4, 2] yields",
                TensorFlow.convTranspose(shape(2, 2, 2, 3), shape(2, 2, 4, 2), 2, 2, 2, 4)::problem);
        assertRefused("input[1]=2: must be at least 3 for padding VALID, kernel 4, stride 1 and dilation 1",
                TensorFlow.conv(shape(1, 2, 4, 2), shape(4, 3, 2, 3))::problem);
        TensorFlow.Conv conv = TensorFlow.conv(shape(1, 4, 4, 3), shape(3, 3, 3, 4));
        assertRefused("strides[0]=-1: must be at least 1", () -> conv.strides(-1, 1));
        assertRefused("dilations[1]=0: must be at least 1", () -> conv.dilations(1, 0));
        assertRefused("padding=same: must be one of SAME, VALID", () -> conv.padding("same"));
        assertRefused("filters=[3, 3, 3]: must have as many dimensions as input=[1, 4, 4, 3]",
                () -> TensorFlow.conv(shape(1, 4, 4, 3), shape(3, 3, 3)));
        assertRefused("input=[4, 3]: must have 3 to 5 dimensions, of which 1 to 3 are spatial axes",
                () -> TensorFlow.conv(shape(4, 3), shape(3, 3, 3)));
    }

    @Test
    void explicitPaddingsAreCheckedAsTensorFlowDoes() {
        TensorFlow.Conv conv = TensorFlow.conv(shape(1, 4, 4, 3), shape(3, 3, 3, 4));
        assertEquals(conv.explicitPaddings(shape(1, 2), shape(0, 1)),
                conv.explicitPaddings(shape(0, 0), shape(1, 2), shape(0, 1), shape(0, 0)));
        assertRefused("explicit_paddings=[[-1, 0], [0, 0]]: must be pairs of numbers from 0",
                () -> conv.explicitPaddings(shape(-1, 0), shape(0, 0)));
        assertRefused("explicit_paddings=[[1], [0, 0]]: must be pairs of numbers from 0",
                () -> conv.explicitPaddings(shape(1), shape(0, 0)));
        String three = "explicit_paddings=[[1, 0], [0, 0], [0, 0]]: must have 2 pairs, one for each spatial axis, or 4 with zeros"
                + " for batch and channels";
        assertRefused(three, () -> conv.explicitPaddings(shape(1, 0), shape(0, 0), shape(0, 0)));
        assertRefused(
                "explicit_paddings=[[1, 0]]: must not be given with 1 spatial axes, only with 2; tf.pad and padding VALID"
                        + " do it",
                () -> TensorFlow.conv(shape(1, 4, 3), shape(3, 3, 4)).explicitPaddings(shape(1, 0)));
    }

    private static TensorFlow.Conv conv(int x, Window window) {
        return TensorFlow.conv(shape(1, x, 1), shape(window.kernel(), 1, 1)).strides(window.stride())
                .dilations(window.dilation());
    }

    private static TensorFlow.ConvTranspose transposed(int y, int x, Window window) {
        return TensorFlow.convTranspose(shape(1, y, 1), shape(window.kernel(), 1, 1), 1, x, 1).strides(window.stride())
                .dilations(window.dilation());
    }
}
