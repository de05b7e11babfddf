package adjoint.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class GeometryTest {

    private static Axis axis(int x, int y, int kernel) {
        return new Axis(x, y, new Window(kernel, 1, 1), 0, BorderMode.ZEROS);
    }

    private static final List<Axis> VOLUME = List.of(axis(4, 3, 2), axis(6, 4, 3), axis(5, 5, 1));

    @Test
    void absentAxesHaveOneElementAndOneTap() {
        Geometry line = new Geometry(2, 1, 3, 4, VOLUME.subList(2, 3));
        assertEquals(List.of(Axis.UNIT, Axis.UNIT, VOLUME.get(2)), List.of(line.depth(), line.height(), line.width()));
        Geometry plane = new Geometry(2, 1, 3, 4, VOLUME.subList(1, 3));
        assertEquals(List.of(Axis.UNIT, VOLUME.get(1), VOLUME.get(2)),
                List.of(plane.depth(), plane.height(), plane.width()));
        Geometry volume = new Geometry(2, 1, 3, 4, VOLUME);
        assertEquals(VOLUME, List.of(volume.depth(), volume.height(), volume.width()));
        assertEquals(List.of(1, 2, 3), List.of(line.rank(), plane.rank(), volume.rank()));
    }

    @Test
    void sizesAreProducts() {
        Geometry g = new Geometry(2, 3, 6, 9, VOLUME);
        assertEquals(2, g.xGroupChannels());
        assertEquals(3, g.yGroupChannels());
        assertEquals(6, g.taps());
        assertEquals(2 * 6 * 4 * 6 * 5, g.xElements());
        assertEquals(2 * 9 * 3 * 4 * 5, g.yElements());
        assertEquals(9 * 2 * 6, g.filterElements());
        assertEquals((long) 2 * 9 * 3 * 4 * 5 * 2 * 6, g.multiplyAdds());
    }

    @Test
    void nothingMayBeEmpty() {
        assertEquals(0, new Geometry(0, 1, 3, 4, VOLUME).xElements());
        assertEquals(0, new Geometry(1, 4, 0, 4, VOLUME).filterElements());
        assertEquals(0, new Geometry(1, 1, 3, 0, VOLUME).yElements());
        assertEquals(0, new Geometry(1, 1, 3, 4, List.of(axis(0, 0, 1))).multiplyAdds());
        assertEquals(0, new Geometry(0, 1, Integer.MAX_VALUE, 0, VOLUME).xElements(), "however large the rest");
    }

    @Test
    void axesAreCopied() {
        List<Axis> axes = new ArrayList<>(VOLUME);
        Geometry g = new Geometry(1, 1, 1, 1, axes);
        axes.clear();
        assertEquals(VOLUME, g.axes());
    }

    @Test
    void numbersAreChecked() {
        assertRefused("batch=-1: must be at least 0", () -> new Geometry(-1, 1, 1, 1, VOLUME));
        assertRefused("groups=0: must be at least 1", () -> new Geometry(1, 0, 1, 1, VOLUME));
        assertRefused("xChannels=-1: must be at least 0", () -> new Geometry(1, 1, -1, 1, VOLUME));
        assertRefused("yChannels=-2: must be at least 0", () -> new Geometry(1, 1, 1, -2, VOLUME));
        assertRefused("groups=3: must divide xChannels=64", () -> new Geometry(1, 3, 64, 3, VOLUME));
        assertRefused("groups=3: must divide yChannels=64", () -> new Geometry(1, 3, 3, 64, VOLUME));
        assertRefused("rank=0: must be 1, 2 or 3", () -> new Geometry(1, 1, 1, 1, List.of()));
        assertRefused("rank=4: must be 1, 2 or 3", () -> new Geometry(1, 1, 1, 1, Collections.nCopies(4, Axis.UNIT)));
        assertEquals("axes: must not be null",
                assertThrows(NullPointerException.class, () -> new Geometry(1, 1, 1, 1, null)).getMessage());
    }

    @Test
    void tensorsFitIntoArrays() {
        assertRefused("x shape=[1, 2147483647, 4, 6, 5]: must have at most 2147483647 elements",
                () -> new Geometry(1, 1, Integer.MAX_VALUE, 1, VOLUME));
        assertRefused("y shape=[1, 2147483647, 3, 4, 5]: must have at most 2147483647 elements",
                () -> new Geometry(1, 1, 1, Integer.MAX_VALUE, VOLUME));
        assertRefused("filter shape=[50000, 50000, 1, 1, 1]: must have at most 2147483647 elements",
                () -> new Geometry(1, 1, 50_000, 50_000, List.of(axis(1, 1, 1))));
    }

    @ParameterizedTest
    @EnumSource
    void imageStridesWalkTheShapeInOrder(Layout layout) {
        for (int from = 0; from < 3; from++) {
            Geometry g = new Geometry(2, 1, 3, 7, VOLUME.subList(from, 3));
            Problem problem = new Problem(g, layout, FilterLayout.OIHW);
            int rank = g.rank();
            List<Integer> spatial = g.axes().stream().map(Axis::xExtent).toList();
            List<Integer> shape = new ArrayList<>(spatial);
            shape.addFirst(2);
            shape.add(layout == Layout.NCHW ? 1 : rank + 1, 3);
            assertArrayEquals(shape.stream().mapToInt(i -> i).toArray(), problem.xShape());
            assertEquals(7, problem.yShape()[layout == Layout.NCHW ? 1 : rank + 1]);
            int[] at = new int[rank + 2];
            int expected = 0;
            do {
                int c = at[layout == Layout.NCHW ? 1 : rank + 1];
                int[] pixel = new int[3];
                System.arraycopy(at, layout == Layout.NCHW ? 2 : 1, pixel, 3 - rank, rank);
                assertEquals(expected++, problem.xStrides().index(at[0], c, pixel[0], pixel[1], pixel[2]));
            } while (advance(at, problem.xShape()));
            assertEquals(g.xElements(), expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void filterStridesWalkTheShapeInOrder(FilterLayout.Order order) {
        for (int from = 0; from < 3; from++) {
            Geometry g = new Geometry(1, 3, 6, 12, VOLUME.subList(from, 3));
            int rank = g.rank();
            boolean tapsFirst = order == FilterLayout.Order.HWIO || order == FilterLayout.Order.HWOI;
            boolean xFirst = order == FilterLayout.Order.IOHW || order == FilterLayout.Order.HWIO;
            boolean xWhole = order == FilterLayout.Order.IOHW || order == FilterLayout.Order.HWOI;
            for (boolean flipped : new boolean[] {false, true}) {
                Problem problem = new Problem(g, Layout.NCHW, new FilterLayout(order, flipped));
                int[] shape = problem.filterShape();
                int[] at = new int[rank + 2];
                int expected = 0;
                do {
                    int first = at[tapsFirst ? rank : 0];
                    int second = at[tapsFirst ? rank + 1 : 1];
                    int c = xFirst ? first : second;
                    int o = xFirst ? second : first;
                    int group = xWhole ? c / 2 : o / 4;
                    int[] tap = new int[3];
                    for (int axis = 0; axis < rank; axis++) {
                        int t = at[axis + (tapsFirst ? 0 : 2)];
                        tap[3 - rank + axis] = flipped ? g.axes().get(axis).kernel() - 1 - t : t;
                    }
                    assertEquals(expected++,
                            problem.filterStrides().index(group, xWhole ? o : o % 4, xWhole ? c % 2 : c,
                                    tap[0], tap[1], tap[2]),
                            order + " " + Arrays.toString(at));
                } while (advance(at, shape));
                assertEquals(g.filterElements(), expected);
            }
        }
    }

    @Test
    void filterShapesFollowTheirNames() {
        Geometry g = new Geometry(1, 3, 6, 12, VOLUME);
        assertArrayEquals(new int[] {12, 2, 2, 3, 1}, FilterLayout.OIHW.shape(g));
        assertArrayEquals(new int[] {6, 4, 2, 3, 1}, FilterLayout.IOHW.shape(g));
        assertArrayEquals(new int[] {2, 3, 1, 2, 12}, FilterLayout.HWIO.shape(g));
        assertArrayEquals(new int[] {2, 3, 1, 4, 6}, FilterLayout.HWOI.shape(g));
        assertEquals("HWOI flipped", FilterLayout.HWOI.flip().toString());
        assertEquals(FilterLayout.HWOI, FilterLayout.HWOI.flip().flip());
    }

    @Test
    void problemsNameWhatIsMissing() {
        Geometry g = new Geometry(1, 1, 1, 1, VOLUME);
        assertEquals("geometry: must not be null", assertThrows(NullPointerException.class,
                () -> new Problem(null, Layout.NCHW, FilterLayout.OIHW)).getMessage());
        assertEquals("layout: must not be null",
                assertThrows(NullPointerException.class, () -> new Problem(g, null, FilterLayout.OIHW)).getMessage());
        assertEquals("filterLayout: must not be null",
                assertThrows(NullPointerException.class, () -> new Problem(g, Layout.NCHW, null)).getMessage());
        assertEquals("order: must not be null",
                assertThrows(NullPointerException.class, () -> new FilterLayout(null, false)).getMessage());
    }

    /** The next coordinates of a shape, the last running fastest; false after the last. */
    private static boolean advance(int[] at, int[] shape) {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++at[axis] < shape[axis]) {
                return true;
            }
            at[axis] = 0;
        }
        return false;
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
