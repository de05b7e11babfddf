package adjoint.cli.upscale;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class UpsampleFilterTest {

    @Property
    void tapsThatMeetInOnePixelSumToOne(@ForAll Method method, @ForAll @IntRange(min = 1, max = 8) int factor) {
        double[] taps = new UpsampleFilter(method, factor).taps();
        for (int phase = 0; phase < factor; phase++) {
            double sum = 0;
            for (int t = phase; t < taps.length; t += factor) {
                sum += taps[t];
            }
            assertEquals(1, sum, 1e-15);
        }
    }

    @Property
    void leftAndRightAreAlike(@ForAll Method method, @ForAll @IntRange(min = 1, max = 8) int factor) {
        double[] taps = new UpsampleFilter(method, factor).taps();
        for (int t = 0; t < taps.length; t++) {
            assertEquals(taps[t], taps[taps.length - 1 - t], 1e-15);
        }
    }

    @Property
    void factor1LeavesThePictureAlone(@ForAll Method method) {
        double[] taps = new UpsampleFilter(method, 1).taps();
        for (int t = 0; t < taps.length; t++) {
            assertEquals(t == taps.length / 2 ? 1 : 0, taps[t], 1e-15);
        }
    }

    @Example
    void bilinearTapsAreThoseOfTheTriangle() {
        assertArrayEquals(new double[] {0.25, 0.75, 0.75, 0.25}, new UpsampleFilter(Method.BILINEAR, 2).taps(), 1e-15);
        assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0, 1, 2 / 3.0, 1 / 3.0},
                new UpsampleFilter(Method.BILINEAR, 3).taps(), 1e-15);
    }

    @Example
    void bicubicTapsAreThoseOfKeys() {
        // Of Keys' cubic at distances 7/4, 5/4, 3/4 and 1/4.
        double[] half = {-3 / 128.0, -9 / 128.0, 29 / 128.0, 111 / 128.0};
        double[] taps = new UpsampleFilter(Method.BICUBIC, 2).taps();
        for (int t = 0; t < half.length; t++) {
            assertEquals(half[t], taps[t], 1e-15);
        }
    }
}
