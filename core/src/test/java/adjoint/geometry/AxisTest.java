package adjoint.geometry;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AxisTest {

    private static final Window THREE = new Window(3, 2, 2);

    @Test
    void windowsSpanTheirTapsAndGaps() {
        assertEquals(1, new Window(1, 1, 100).span());
        assertEquals(5, THREE.span());
        assertEquals(5, THREE.natural(1));
        assertEquals(9, THREE.natural(3));
        assertEquals(3, THREE.natural(0), "a stride less than one window");
        assertEquals((1L << 31) * 1000 - 2000 + 1, new Window(1, 1000, 1).natural(Integer.MAX_VALUE),
                "beyond int, without overflow");
    }

    @Test
    void windowsCheckTheirNumbers() {
        assertRefused("kernel=0: must be at least 1", () -> new Window(0, 1, 1));
        assertRefused("stride=0: must be at least 1", () -> new Window(1, 0, 1));
        assertRefused("dilation=-1: must be at least 1", () -> new Window(1, 1, -1));
        assertRefused("window span=2147483648: must lie between -2147483648 and 2147483647",
                () -> new Window(2, 1, Integer.MAX_VALUE));
    }

    @Test
    void tapsLieWhereTheFormulaSays() {
        Axis axis = new Axis(10, 4, THREE, 1, BorderMode.ZEROS);
        assertEquals(3, axis.kernel());
        assertEquals(2, axis.stride());
        assertEquals(2, axis.dilation());
        for (int i = 0; i < 4; i++) {
            for (int t = 0; t < 3; t++) {
                int position = i * 2 + t * 2 - 1;
                assertEquals(position, axis.position(i, t));
                assertEquals(position < 0 || position >= 10 ? BorderMode.OUTSIDE : position, axis.source(i, t));
            }
        }
        assertEquals(0, axis.hi());
        assertEquals(-4, new Axis(14, 4, THREE, 1, BorderMode.ZEROS).hi(), "four elements that no window reaches");
        assertEquals(-3, new Axis(10, 4, THREE, -2, BorderMode.ZEROS).position(0, 0) - 5, "cropped: starts inside");
    }

    @Test
    void elementsBetweenAndBehindTheWindowsAreRead() {
        Axis even = new Axis(8, 3, THREE, 0, BorderMode.ZEROS);
        for (int x = 0; x < 8; x++) {
            assertEquals(x % 2 == 0, even.reads(x), "x=" + x);
        }
        Axis folded = new Axis(3, 4, new Window(3, 1, 1), 3, BorderMode.REFLECT);
        assertTrue(folded.reads(2), "through the mirror");
        assertFalse(new Axis(3, 0, THREE, 0, BorderMode.ZEROS).reads(0), "no window at all");
    }

    @Test
    void axesCheckTheirNumbers() {
        assertRefused("xExtent=-1: must be at least 0", () -> new Axis(-1, 1, THREE, 0, BorderMode.ZEROS));
        assertRefused("yExtent=-1: must be at least 0", () -> new Axis(1, -1, THREE, 0, BorderMode.ZEROS));
        assertRefused("xExtent=0: must be at least 1 for border=REFLECT",
                () -> new Axis(0, 1, THREE, 0, BorderMode.REFLECT));
        assertRefused("first position=2147483648: must lie between -2147483648 and 2147483647",
                () -> new Axis(1, 1, THREE, Integer.MIN_VALUE, BorderMode.ZEROS));
        assertRefused("last position=2147483649: must lie between -2147483648 and 2147483647",
                () -> new Axis(1, 1 << 30, new Window(3, 2, 1), 0, BorderMode.ZEROS));
        assertRefused("hi=-2147483651: must lie between -2147483648 and 2147483647",
                () -> new Axis(Integer.MAX_VALUE, 1, new Window(1, 1, 1), 5, BorderMode.ZEROS));
        assertEquals("window: must not be null", assertThrows(NullPointerException.class,
                () -> new Axis(1, 1, null, 0, BorderMode.ZEROS)).getMessage());
        assertEquals("border: must not be null",
                assertThrows(NullPointerException.class, () -> new Axis(1, 1, THREE, 0, null)).getMessage());
        assertEquals(0, new Axis(0, 0, THREE, 0, BorderMode.REFLECT).xExtent(),
                "nothing is read, so nothing is missing");
    }

    @Test
    void intervalsAreClosed() {
        Interval interval = new Interval(2, 4);
        assertTrue(interval.contains(2) && interval.contains(4));
        assertFalse(interval.contains(1) || interval.contains(5));
        assertEquals("2..4", interval.toString());
        assertEquals("3", new Interval(3, 3).toString());
        assertRefused("min=3: must be at most max=2", () -> new Interval(3, 2));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
