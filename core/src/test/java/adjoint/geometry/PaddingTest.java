package adjoint.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Every padding on every small window: what one direction says against what the other one says. */
class PaddingTest {

    private static final List<Padding> PADDINGS = List.of(Padding.SAME, Padding.SAME_LOWER, Padding.VALID,
            Padding.CAUSAL, Padding.FULL, Padding.explicit(1, 0), Padding.explicit(0, 2), Padding.explicit(3, 1),
            Padding.explicit(-1, 1), Padding.explicit(0, -2));

    @Test
    void validOutputSizesAreThoseFromWhichAConvolutionLeadsBack() {
        everyPaddingAndWindow((padding, window) -> {
            for (int y = 0; y <= 5; y++) {
                List<Integer> found = new ArrayList<>();
                for (int x = 0; x <= 50; x++) {
                    if (windowsThatFit(padding, x, window) == y) {
                        found.add(x);
                    }
                }
                String where = padding + " " + window + " y=" + y;
                if (found.isEmpty()) {
                    int extent = y;
                    assertThrows(IllegalArgumentException.class, () -> padding.validOutputSizes(extent, window), where);
                } else {
                    assertEquals(new Interval(found.getFirst(), found.getLast()), padding.validOutputSizes(y, window),
                            where);
                }
            }
        });
    }

    @Test
    void bothSidesOfAConvolutionMakeUpTheSameAxis() {
        everyPaddingAndWindow((padding, window) -> {
            for (int x = 0; x <= 20; x++) {
                if (windowsThatFit(padding, x, window) >= 0) {
                    Axis axis = padding.fromX(x, window, BorderMode.ZEROS);
                    assertEquals(axis, padding.between(x, axis.yExtent(), window, BorderMode.ZEROS));
                }
            }
        });
    }

    @Test
    void countsAreThoseOfTheWindowsOneByOne() {
        everyPaddingAndWindow((padding, window) -> {
            for (int x = 0; x <= 20; x++) {
                int counted = windowsThatFit(padding, x, window);
                if (counted > 0) {
                    assertEquals(counted, padding.fromX(x, window, BorderMode.ZEROS).yExtent(),
                            padding + " " + window + " x=" + x);
                }
            }
        });
    }

    @Test
    void theUsualOutputSizeIsAdmissible() {
        everyPaddingAndWindow((padding, window) -> {
            for (int x = 0; x <= 20; x++) {
                int y = windowsThatFit(padding, x, window);
                if (y >= 0) {
                    Axis axis = padding.fromY(y, window, BorderMode.ZEROS);
                    assertEquals(axis, padding.between(axis.xExtent(), y, window, BorderMode.ZEROS));
                }
            }
        });
    }

    @Test
    void askingForAnotherSizeUnderSameMovesThePadding() {
        Window window = new Window(3, 2, 1);
        assertEquals(0, Padding.SAME.between(4, 2, window, BorderMode.ZEROS).lo());
        assertEquals(1, Padding.SAME.between(3, 2, window, BorderMode.ZEROS).lo());
    }

    @Test
    void ofAnOddTotalSamePutsTheExtraElementLastAndSameLowerFirst() {
        Window window = new Window(2, 1, 1);
        Axis upper = Padding.SAME.fromX(5, window, BorderMode.ZEROS);
        Axis lower = Padding.SAME_LOWER.fromX(5, window, BorderMode.ZEROS);
        assertEquals(List.of(0, 1), List.of(upper.lo(), upper.hi()));
        assertEquals(List.of(1, 0), List.of(lower.lo(), lower.hi()));
    }

    @Test
    void sameNeverPadsNegatively() {
        Axis axis = Padding.SAME.fromX(8, new Window(1, 4, 1), BorderMode.ZEROS);
        assertEquals(0, axis.lo());
        assertEquals(2, axis.yExtent());
    }

    @Test
    void anImageThatIsTooShortIsRefusedWithTheSmallestThatIsNot() {
        assertMessage("xExtent=2: with padding VALID it must have at least 3 elements for a window of span 4",
                () -> Padding.VALID.fromX(2, new Window(4, 1, 1), BorderMode.ZEROS));
        assertMessage("xExtent=-1: must be at least 0",
                () -> Padding.SAME.fromX(-1, new Window(4, 1, 1), BorderMode.ZEROS));
    }

    @Test
    void anInadmissibleOutputSizeIsRefusedWithTheAdmissibleOnes() {
        assertMessage("xExtent=8: with padding SAME, kernel=3, stride=4, dilation=1 and yExtent=3 it must be in 9..12",
                () -> Padding.SAME.between(8, 3, new Window(3, 4, 1), BorderMode.ZEROS));
        assertMessage(
                "xExtent=3: with padding EXPLICIT(0,1), kernel=2, stride=1, dilation=1 and yExtent=2 it must be 2",
                () -> Padding.explicit(0, 1).between(3, 2, new Window(2, 1, 1), BorderMode.ZEROS));
    }

    @Test
    void paddingThatTakesAwayEverythingIsRefused() {
        assertMessage(
                "yExtent=1: padding EXPLICIT(3,3) takes away more than the 3 elements that a window of span 3 and stride"
                        + " 1 yields",
                () -> Padding.explicit(3, 3).validOutputSizes(1, new Window(3, 1, 1)));
        assertMessage("yExtent=-1: must be at least 0", () -> Padding.VALID.validOutputSizes(-1, new Window(3, 1, 1)));
    }

    /** Windows laid down one after the other; below 0 where the image is too short by a stride or more. */
    private static int windowsThatFit(Padding padding, int x, Window window) {
        if (padding == Padding.SAME || padding == Padding.SAME_LOWER || padding == Padding.CAUSAL) {
            int count = 0;
            while (count * window.stride() < x) {
                count++;
            }
            return count;
        }
        int full = padding == Padding.FULL ? window.span() - 1 : 0;
        int lo = padding instanceof Padding.Explicit pads ? pads.lo() : full;
        int hi = padding instanceof Padding.Explicit pads ? pads.hi() : full;
        int count = 0;
        while (count * window.stride() + window.span() <= lo + x + hi) {
            count++;
        }
        return lo + x + hi - window.span() < -window.stride() ? -1 : count;
    }

    private static void everyPaddingAndWindow(BiConsumer<Padding, Window> check) {
        for (Padding padding : PADDINGS) {
            for (int kernel = 1; kernel <= 7; kernel++) {
                for (int stride = 1; stride <= 4; stride++) {
                    for (int dilation = 1; dilation <= 3; dilation++) {
                        check.accept(padding, new Window(kernel, stride, dilation));
                    }
                }
            }
        }
    }

    private static void assertMessage(String message, Runnable refused) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, refused::run).getMessage());
    }
}
