package adjoint;

import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Interval;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ConvSpecTest {

    @Test
    void downAndUpAgainAsDocumented() {
        ConvSpec layer = ConvSpec.of(64, 32, 4, 4).stride(2).padding(Padding.SAME).layout(Layout.NHWC);
        Problem down = layer.fromX(1, 128, 128);
        assertArrayEquals(new int[] {1, 128, 128, 64}, down.xShape());
        assertArrayEquals(new int[] {1, 64, 64, 32}, down.yShape());
        assertArrayEquals(new int[] {32, 64, 4, 4}, down.filterShape());
        assertEquals(down, layer.fromY(1, 64, 64));
    }

    @Test
    void oneValueServesAllAxes() {
        ConvSpec spread = ConvSpec.of(2, 3, 3, 5, 1).stride(2).dilation(3).padding(Padding.SAME)
                .border(BorderMode.REFLECT);
        assertEquals(spread,
                ConvSpec.of(2, 3, 3, 5, 1).stride(2, 2, 2).dilation(3, 3, 3)
                        .padding(Padding.SAME, Padding.SAME, Padding.SAME)
                        .border(BorderMode.REFLECT, BorderMode.REFLECT, BorderMode.REFLECT));
        assertEquals(List.of(new Window(3, 2, 3), new Window(5, 2, 3), new Window(1, 2, 3)), spread.windows());
        assertEquals(3, spread.rank());
    }

    @Test
    void eachAxisMayDiffer() {
        ConvSpec spec = ConvSpec.of(2, 3, 3, 5).stride(2, 1).dilation(1, 2).padding(Padding.VALID, Padding.CAUSAL)
                .border(BorderMode.ZEROS, BorderMode.CIRCULAR).groups(1).filterLayout(FilterLayout.HWIO);
        assertEquals(List.of(new Window(3, 2, 1), new Window(5, 1, 2)), spec.windows());
        Problem problem = spec.fromX(4, 9, 9);
        assertArrayEquals(new int[] {4, 3, 4, 9}, problem.yShape());
        assertEquals(8, problem.geometry().width().lo());
        assertEquals(BorderMode.CIRCULAR, problem.geometry().width().border());
        assertEquals(FilterLayout.HWIO, problem.filterLayout());
    }

    @Test
    void depthwiseHasAGroupForEachChannel() {
        ConvSpec spec = ConvSpec.depthwise(6, 2, 3);
        assertEquals(6, spec.groups());
        assertEquals(12, spec.yChannels());
        assertArrayEquals(new int[] {12, 1, 3}, spec.fromX(1, 5).filterShape());
    }

    @Test
    void specificationsDoNotChange() {
        ConvSpec spec = ConvSpec.of(2, 2, 3);
        spec.stride(2).dilation(2).padding(Padding.SAME).groups(2).layout(Layout.NHWC);
        assertEquals(ConvSpec.of(2, 2, 3), spec);
    }

    @Test
    void theSideThatIsAskedForIsChecked() {
        ConvSpec spec = ConvSpec.of(1, 1, 3).stride(2);
        assertEquals(List.of(new Interval(9, 10)), spec.validOutputSizes(4));
        assertEquals(10, spec.between(1, new int[] {10}, new int[] {4}).geometry().width().xExtent());
        assertRefused(
                "xExtent=11: with padding VALID, kernel=3, stride=2, dilation=1 and yExtent=4 it must be in 9..10",
                () -> spec.between(1, new int[] {11}, new int[] {4}));
        assertRefused("xExtent=0: with padding VALID it must have at least 1 elements for a window of span 3",
                () -> spec.fromX(1, 0));
    }

    @Test
    void numbersAreChecked() {
        assertRefused("xChannels=-1: must be at least 0", () -> ConvSpec.of(-1, 1, 3));
        assertRefused("yChannels=-1: must be at least 0", () -> ConvSpec.of(1, -1, 3));
        assertRefused("kernel=0: must be at least 1", () -> ConvSpec.of(1, 1, 0));
        assertRefused("rank=0: must be 1, 2 or 3", () -> ConvSpec.of(1, 1));
        assertRefused("rank=4: must be 1, 2 or 3", () -> ConvSpec.of(1, 1, 1, 1, 1, 1));
        assertRefused("groups=3: must divide xChannels=4", () -> ConvSpec.of(4, 3, 1).groups(3));
        assertRefused("groups=3: must divide yChannels=4", () -> ConvSpec.of(3, 4, 1).groups(3));
        assertRefused("groups=0: must be at least 1", () -> ConvSpec.of(4, 3, 1).groups(0));
        assertRefused("stride=[1, 2]: must have 1 value or 3, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1, 1, 1).stride(1, 2));
        assertRefused("dilation=[]: must have 1 value or 1, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1).dilation());
        assertRefused("paddings=[SAME, SAME]: must have 1 value or 1, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1).padding(Padding.SAME, Padding.SAME));
        assertRefused("borders=[]: must have 1 value or 1, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1).border());
        assertRefused("extents=[1, 2]: must have 1 values, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1).fromX(1, 1, 2));
        assertRefused("yExtents=[]: must have 1 values, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1).validOutputSizes());
        assertRefused("yExtents=[1, 1]: must have 1 values, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1).between(1, new int[] {1}, new int[] {1, 1}));
        assertRefused("xExtents=[1, 1]: must have 1 values, one for each spatial axis",
                () -> ConvSpec.of(1, 1, 1).between(1, new int[] {1, 1}, new int[] {1}));
        assertRefused("channels=0: must be at least 1", () -> ConvSpec.depthwise(0, 1, 3));
        assertRefused("yChannels=4294967294: must lie between -2147483648 and 2147483647",
                () -> ConvSpec.depthwise(Integer.MAX_VALUE, 2, 1));
    }

    @Test
    void missingPartsAreNamed() {
        ConvSpec spec = ConvSpec.of(1, 1, 1);
        assertMissing("kernel", () -> ConvSpec.of(1, 1, (int[]) null));
        assertMissing("stride", () -> spec.stride((int[]) null));
        assertMissing("paddings", () -> spec.padding((Padding[]) null));
        assertMissing("paddings", () -> spec.padding((Padding) null));
        assertMissing("borders", () -> spec.border((BorderMode[]) null));
        assertMissing("borders", () -> spec.border((BorderMode) null));
        assertMissing("layout", () -> spec.layout(null));
        assertMissing("filterLayout", () -> spec.filterLayout(null));
        assertMissing("extents", () -> spec.fromX(1, (int[]) null));
        assertMissing("extents", () -> spec.fromY(1, (int[]) null));
    }

    private static void assertMissing(String name, Runnable call) {
        String message = assertThrows(NullPointerException.class, call::run).getMessage();
        assertEquals(name + ": must not be null", message);
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
