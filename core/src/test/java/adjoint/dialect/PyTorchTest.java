package adjoint.dialect;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import org.junit.jupiter.api.Test;

import static adjoint.dialect.Small.assertRefused;
import static adjoint.dialect.Small.axis;
import static adjoint.dialect.Small.isRefused;
import static adjoint.dialect.Small.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class PyTorchTest {

    @Test
    void lengthsFollowTheFormulas() {
        Small.each((extent, window) -> {
            for (int pad = 0; pad <= 2; pad++) {
                int windows = Math.floorDiv(extent + 2 * pad - window.span(), window.stride()) + 1;
                PyTorch.Conv conv = conv(extent, window).padding(pad);
                assertEquals(windows < 1, isRefused(conv::problem));
                if (windows >= 1) {
                    assertEquals(windows, axis(conv).yExtent());
                    assertEquals(pad, axis(conv).lo());
                }
                for (int extra = 0; extra <= 4; extra++) {
                    int x = (extent - 1) * window.stride() - 2 * pad + window.span() + extra;
                    boolean admissible = x >= 1 && (extra < window.stride() || extra < window.dilation());
                    PyTorch.ConvTranspose call = transposed(extent, window).padding(pad).outputPadding(extra);
                    assertEquals(admissible, !isRefused(call::problem));
                    if (admissible) {
                        assertEquals(x, axis(call).xExtent());
                        assertEquals(pad, axis(call).lo());
                    }
                }
            }
        });
    }

    @Test
    void aConvolutionLeadsBackExactlyWhereOutputPaddingIsBelowTheStride() {
        Small.each((y, window) -> {
            for (int extra = 0; extra < Math.max(window.stride(), window.dilation()); extra++) {
                int x = axis(transposed(y, window).outputPadding(extra)).xExtent();
                assertEquals(y + extra / window.stride(), axis(conv(x, window)).yExtent());
            }
        });
    }

    @Test
    void everyInputSizeOfAConvolutionCanBeAskedFor() {
        for (int x = 13; x <= 23; x++) {
            for (int kernel = 2; kernel <= 4; kernel++) {
                for (int dilation = 1; dilation <= 4; dilation++) {
                    for (int stride = 1; stride <= 3; stride++) {
                        for (int pad = 0; pad <= 2; pad++) {
                            Window window = new Window(kernel, stride, dilation);
                            Axis conv = axis(conv(x, window).padding(pad));
                            assertEquals(conv, axis(transposed(conv.yExtent(), window).padding(pad).outputSize(x)));
                        }
                    }
                }
            }
        }
    }

    @Test
    void anOutputSizeIsAdmissibleUpToAStrideAboveTheSmallest() {
        Small.each((y, window) -> {
            int min = (int) window.natural(y);
            for (int x = 1; x <= min + window.stride(); x++) {
                PyTorch.ConvTranspose call = transposed(y, window).outputSize(x);
                assertEquals(min <= x && x < min + window.stride(), !isRefused(call::problem));
            }
        });
        PyTorch.ConvTranspose square = PyTorch.convTranspose(shape(2, 3, 6, 6), 3, 4, 3, 3).stride(3);
        assertEquals(square.outputPadding(1, 2).problem(), square.outputSize(19, 20).problem());
        assertEquals(square.outputPadding(1, 2).problem(), square.outputSize(2, 4, 19, 20).problem());
    }

    @Test
    void samePutsTheExtraElementLast() {
        Small.each((x, window) -> {
            if (window.stride() == 1) {
                Axis axis = axis(conv(x, window).padding("same"));
                assertEquals(x, axis.yExtent());
                assertEquals((window.span() - 1) / 2, axis.lo());
            }
        });
        assertEquals(axis(conv(5, new Window(3, 2, 1)).padding(0)),
                axis(conv(5, new Window(3, 2, 1)).padding("valid")));
    }

    @Test
    void anInputMayLackTheBatch() {
        assertEquals(PyTorch.conv(shape(1, 2, 5, 5), 3, 2, 3, 3).problem(),
                PyTorch.conv(shape(2, 5, 5), 3, 2, 3, 3).problem());
        assertEquals(PyTorch.convTranspose(shape(1, 2, 5), 2, 3, 3).problem(),
                PyTorch.convTranspose(shape(2, 5), 2, 3, 3).problem());
    }

    @Test
    void bothWeightsHaveTheOrderOfOneLayer() {
        Problem down = PyTorch.conv(shape(1, 4, 9, 9), 6, 2, 3, 3).groups(2).problem();
        Problem up = PyTorch.convTranspose(shape(1, 6, 7, 7), 6, 2, 3, 3).groups(2).problem();
        assertEquals(down, up);
        assertEquals(FilterLayout.OIHW, up.filterLayout());
        assertArrayEquals(shape(6, 2, 3, 3), up.filterShape());
        assertArrayEquals(shape(1, 4, 9, 9), up.xShape());
    }

    @Test
    void paddingModesSayWhatLiesOutside() {
        PyTorch.Conv conv = conv(5, new Window(3, 1, 1)).padding(1);
        assertEquals(BorderMode.REFLECT, axis(conv.paddingMode("reflect")).border());
        assertEquals(BorderMode.REPLICATE, axis(conv.paddingMode("replicate")).border());
        assertEquals(BorderMode.CIRCULAR, axis(conv.paddingMode("circular")).border());
        assertEquals(BorderMode.ZEROS, axis(conv.paddingMode("zeros")).border());
    }

    @Test
    void whatIsInadmissibleIsNamed() {
        PyTorch.Conv conv = PyTorch.conv(shape(1, 4, 5, 5), 6, 2, 3, 3).groups(2);
        PyTorch.ConvTranspose transposed = PyTorch.convTranspose(shape(1, 4, 2, 2), 4, 3, 3, 3).stride(2);
        assertRefused("padding[0]=-1: must be at least 0", () -> conv.padding(-1, 0));
        assertRefused("padding=[1, 1, 1]: must have 1 value or 2, one for each spatial axis",
                () -> conv.padding(1, 1, 1));
        assertRefused("padding=SAME: must be one of same, valid", () -> conv.padding("SAME"));
        assertRefused("stride=[2, 1]: must be 1 for padding='same', which strided convolutions do not have",
                () -> conv.stride(2, 1).padding("same"));
        assertRefused("stride[1]=0: must be at least 1", () -> conv.stride(1, 0));
        assertRefused("dilation[0]=0: must be at least 1", () -> conv.dilation(0));
        assertRefused("groups=-1: must be at least 1", () -> conv.groups(-1));
        assertRefused("padding_mode=wrap: must be one of circular, reflect, replicate, zeros",
                () -> conv.paddingMode("wrap"));
        assertRefused("weight=[6, 2, 3, 3]: must have a first dimension that is a multiple of groups=4",
                conv.groups(4)::problem);
        assertRefused("weight=[6, 2, 3, 3]: must have a first dimension that is a multiple of groups=12",
                conv.groups(12)::problem);
        assertRefused("input=[1, 4, 5, 5]: must have 6 channels in 3 groups for weight=[6, 2, 3, 3]",
                conv.groups(3)::problem);
        assertRefused("input=[1, 3, 5, 5]: must have 4 channels in all for weight=[4, 2, 3, 3]",
                PyTorch.convTranspose(shape(1, 3, 5, 5), 4, 2, 3, 3)::problem);
        assertRefused("input extent 0=4: must be at least 5 for padding 0, kernel 3, stride 1 and dilation 2",
                PyTorch.conv(shape(1, 2, 4, 4), 3, 2, 3, 3).dilation(2)::problem);
        assertRefused("input extent 1=3: must be at least 4 for padding 3 of padding_mode=reflect",
                PyTorch.conv(shape(1, 2, 9, 3), 3, 2, 3, 3).padding(3).paddingMode("reflect")::problem);
        assertRefused("input extent 1=2: must be at least 3 for padding 3 of padding_mode=circular",
                PyTorch.conv(shape(1, 2, 9, 2), 3, 2, 3, 3).padding(3).paddingMode("circular")::problem);
        assertRefused("input extent 0=0: must be at least 1 for padding 3 of padding_mode=replicate",
                PyTorch.conv(shape(1, 2, 0), 3, 2, 3).padding(3).paddingMode("replicate")::problem);
        assertRefused("input extent 0=0: must be at least 1",
                PyTorch.conv(shape(1, 2, 0), 3, 2, 3).padding("same")::problem);
        assertRefused("input=[1, 1, 4, 3]: must have 3 dimensions for weight=[1, 2, 2], or 2 without batch",
                () -> PyTorch.conv(shape(1, 1, 4, 3), 1, 2, 2));
        assertRefused("output_padding[0]=2: must be below stride 2 or below dilation 1",
                transposed.outputPadding(2)::problem);
        assertRefused(
                "padding[0]=3: must leave at least 1 of the 5 elements that kernel 3, stride 2 and dilation 1 make of 2",
                transposed.padding(3)::problem);
        assertRefused(
                "output_size=[5, 7]: must have 5..6 on spatial axis 1 for padding 0, kernel 3, stride 2 and dilation 1,"
                        + " given input extent 2",
                transposed.outputSize(5, 7)::problem);
        assertRefused(
                "output_size=[5, 7]: must have no extent on spatial axis 0 for padding 9, kernel 3, stride 2 and dilation"
                        + " 1, given input extent 2",
                transposed.padding(9).outputSize(5, 7)::problem);
        assertRefused("output_size=[5, 7, 7]: must have 2 values, one for each spatial axis, or 4",
                () -> transposed.outputSize(5, 7, 7));
    }

    private static PyTorch.Conv conv(int x, Window window) {
        return PyTorch.conv(shape(1, 1, x), 1, 1, window.kernel()).stride(window.stride()).dilation(window.dilation());
    }

    private static PyTorch.ConvTranspose transposed(int y, Window window) {
        return PyTorch.convTranspose(shape(1, 1, y), 1, 1, window.kernel()).stride(window.stride())
                .dilation(window.dilation());
    }
}
