package adjoint.conformance;

import adjoint.geometry.Axis;
import adjoint.geometry.FilterLayout.Order;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The oracle against a second opinion that shares no code with it: tensors taken apart along their shapes;
 * convolution by cutting windows out of a padded image, transposed convolution by stuffing zeros between the elements of y and
 * correlating with the reversed filter, the filter gradient as a convolution with y as the filter.
 */
class ReferenceDefinitionTest {

    @Property(tries = 400)
    void convolutionCutsWindowsOutOfThePaddedImage(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        Geometry g = problem.geometry();
        Dense x = padded(problem, in.x());
        Dense w = filter(problem, in.w());
        Dense y = new Dense(sizes(g, g.yChannels(), Side.Y));
        y.fill(at -> {
            int o = at[1];
            int group = o / g.yGroupChannels();
            double sum = 0;
            for (int[] tap : coordinates(kernel(g))) {
                for (int c = 0; c < g.xGroupChannels(); c++) {
                    sum += w.get(o, c, tap[0], tap[1], tap[2]) * x.get(at[0], group * g.xGroupChannels() + c,
                            at[2] * g.depth().stride() + tap[0] * g.depth().dilation(),
                            at[3] * g.height().stride() + tap[1] * g.height().dilation(),
                            at[4] * g.width().stride() + tap[2] * g.width().dilation());
                }
            }
            return sum;
        });
        Compare.exact(word, flat(problem, y, Side.Y), Operator.CONVOLUTION.apply(Compare.reference(), problem, in));
    }

    @Property(tries = 400)
    void transposedConvolutionCorrelatesStuffedZerosWithTheReversedFilter(
            @ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        Geometry g = problem.geometry();
        Dense w = filter(problem, in.w());
        Dense y = image(problem, in.y(), Side.Y);
        // Of each axis: y with stride - 1 zeros between its elements and span - 1 zeros around them.
        List<Axis> axes = List.of(g.depth(), g.height(), g.width());
        int[] natural = axes.stream().mapToInt(ReferenceDefinitionTest::natural).toArray();
        int[] stuffedSizes = new int[] {g.batch(), g.yChannels(), 0, 0, 0};
        for (int axis = 0; axis < 3; axis++) {
            stuffedSizes[2 + axis] = natural[axis] + axes.get(axis).window().span() - 1;
        }
        Dense stuffed = new Dense(stuffedSizes);
        for (int[] at : coordinates(y.sizes)) {
            int[] to = at.clone();
            for (int axis = 0; axis < 3; axis++) {
                to[2 + axis] = at[2 + axis] * axes.get(axis).stride() + axes.get(axis).window().span() - 1;
            }
            stuffed.add(y.get(at), to);
        }
        Dense uncropped = new Dense(g.batch(), g.xChannels(), natural[0], natural[1], natural[2]);
        uncropped.fill(at -> {
            int group = at[1] / g.xGroupChannels();
            double sum = 0;
            for (int[] tap : coordinates(kernel(g))) {
                for (int o = group * g.yGroupChannels(); o < (group + 1) * g.yGroupChannels(); o++) {
                    sum += w.get(o, at[1] % g.xGroupChannels(), g.depth().kernel() - 1 - tap[0],
                            g.height().kernel() - 1 - tap[1], g.width().kernel() - 1 - tap[2])
                            * stuffed.get(at[0], o, at[2] + tap[0] * g.depth().dilation(),
                                    at[3] + tap[1] * g.height().dilation(), at[4] + tap[2] * g.width().dilation());
                }
            }
            return sum;
        });
        Dense x = new Dense(sizes(g, g.xChannels(), Side.X));
        for (int[] at : coordinates(uncropped.sizes)) {
            int[] to = at.clone();
            boolean inside = true;
            for (int axis = 0; axis < 3; axis++) {
                to[2 + axis] = read(axes.get(axis), at[2 + axis] - axes.get(axis).lo());
                inside &= to[2 + axis] >= 0;
            }
            if (inside) {
                x.add(uncropped.get(at), to);
            }
        }
        Compare.exact(word, flat(problem, x, Side.X),
                Operator.TRANSPOSED_CONVOLUTION.apply(Compare.reference(), problem, in));
    }

    @Property(tries = 400)
    void filterGradientIsAConvolutionWithYAsTheFilter(@ForAll(supplier = Cases.Any.class) ConvCase word,
            @ForAll long seed) {
        Problem problem = word.problem();
        Tensors in = Tensors.integers(problem, seed);
        Geometry g = problem.geometry();
        Dense x = padded(problem, in.x());
        Dense y = image(problem, in.y(), Side.Y);
        // Stride and dilation change places: the windows of this convolution lie a dilation apart, its taps a stride.
        Dense w = new Dense(g.yChannels(), g.xGroupChannels(), g.depth().kernel(), g.height().kernel(),
                g.width().kernel());
        w.fill(at -> {
            int group = at[0] / g.yGroupChannels();
            double sum = 0;
            for (int n = 0; n < g.batch(); n++) {
                for (int[] i : coordinates(g.depth().yExtent(), g.height().yExtent(), g.width().yExtent())) {
                    sum += y.get(n, at[0], i[0], i[1], i[2]) * x.get(n, group * g.xGroupChannels() + at[1],
                            at[2] * g.depth().dilation() + i[0] * g.depth().stride(),
                            at[3] * g.height().dilation() + i[1] * g.height().stride(),
                            at[4] * g.width().dilation() + i[2] * g.width().stride());
                }
            }
            return sum;
        });
        float[] expected = new float[in.w().length];
        Dense positions = filter(problem, counting(expected.length));
        for (int[] at : coordinates(w.sizes)) {
            expected[(int) positions.get(at)] = (float) w.get(at);
        }
        Compare.exact(word, expected, Operator.FILTER_GRADIENT.apply(Compare.reference(), problem, in));
    }

    private enum Side {
        X, Y
    }

    /** A tensor of five extents. */
    private static final class Dense {
        final int[] sizes;
        final double[] values;

        Dense(int... sizes) {
            this.sizes = sizes;
            this.values = new double[Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
        }

        private int position(int... at) {
            int position = 0;
            for (int axis = 0; axis < sizes.length; axis++) {
                if (at[axis] < 0 || at[axis] >= sizes[axis]) {
                    throw new IndexOutOfBoundsException(Arrays.toString(at) + " in " + Arrays.toString(sizes));
                }
                position = position * sizes[axis] + at[axis];
            }
            return position;
        }

        double get(int... at) {
            return values[position(at)];
        }

        void add(double value, int... at) {
            values[position(at)] += value;
        }

        void fill(Element element) {
            int position = 0;
            for (int[] at : coordinates(sizes)) {
                values[position++] = element.at(at);
            }
        }
    }

    private interface Element {
        double at(int[] coordinates);
    }

    /** All coordinates, the last running fastest. */
    private static List<int[]> coordinates(int... sizes) {
        List<int[]> all = List.of(new int[0]);
        for (int size : sizes) {
            List<int[]> longer = new ArrayList<>();
            for (int[] start : all) {
                for (int at = 0; at < size; at++) {
                    int[] next = Arrays.copyOf(start, start.length + 1);
                    next[start.length] = at;
                    longer.add(next);
                }
            }
            all = longer;
        }
        return all;
    }

    private static int[] kernel(Geometry g) {
        return new int[] {g.depth().kernel(), g.height().kernel(), g.width().kernel()};
    }

    private static int[] sizes(Geometry g, int channels, Side side) {
        return side == Side.X
                ? new int[] {g.batch(), channels, g.depth().xExtent(), g.height().xExtent(), g.width().xExtent()}
                : new int[] {g.batch(), channels, g.depth().yExtent(), g.height().yExtent(), g.width().yExtent()};
    }

    private static int natural(Axis axis) {
        return axis.yExtent() == 0
                ? 0
                : (axis.yExtent() - 1) * axis.stride() + (axis.kernel() - 1) * axis.dilation() + 1;
    }

    /** The element of an image that lies at a position: walks from there towards the image as the mode says. */
    private static int read(Axis axis, int position) {
        int extent = axis.xExtent();
        int at = position;
        while (at < 0 || at >= extent) {
            switch (axis.border()) {
                case ZEROS -> {
                    return -1;
                }
                case REPLICATE -> at += at < 0 ? 1 : -1;
                case CIRCULAR -> at += at < 0 ? extent : -extent;
                case REFLECT -> at = extent == 1 ? 0 : at < 0 ? -at : 2 * extent - 2 - at;
            }
        }
        return at;
    }

    private static Dense padded(Problem problem, float[] flat) {
        Geometry g = problem.geometry();
        Dense x = image(problem, flat, Side.X);
        Dense padded = new Dense(g.batch(), g.xChannels(), natural(g.depth()), natural(g.height()), natural(g.width()));
        padded.fill(at -> {
            int d = read(g.depth(), at[2] - g.depth().lo());
            int h = read(g.height(), at[3] - g.height().lo());
            int w = read(g.width(), at[4] - g.width().lo());
            return d < 0 || h < 0 || w < 0 ? 0 : x.get(at[0], at[1], d, h, w);
        });
        return padded;
    }

    /** Reads [N, C, ...] or [N, ..., C]. */
    private static Dense image(Problem problem, float[] flat, Side side) {
        Geometry g = problem.geometry();
        Dense image = new Dense(sizes(g, side == Side.X ? g.xChannels() : g.yChannels(), side));
        float[] positions = counting(flat.length);
        float[] inOrder = flat(problem, dense(image.sizes, positions), side);
        for (int at = 0; at < flat.length; at++) {
            image.values[(int) inOrder[at]] = flat[at];
        }
        return image;
    }

    private static Dense dense(int[] sizes, float[] values) {
        Dense dense = new Dense(sizes);
        for (int at = 0; at < values.length; at++) {
            dense.values[at] = values[at];
        }
        return dense;
    }

    /** Writes [N, C, ...] or [N, ..., C]. */
    private static float[] flat(Problem problem, Dense image, Side side) {
        float[] flat = new float[image.values.length];
        int[] s = image.sizes;
        int position = 0;
        boolean channelsLast = problem.layout() == Layout.NHWC;
        for (int[] at : channelsLast ? coordinates(s[0], s[2], s[3], s[4], s[1]) : coordinates(s)) {
            flat[position++] = (float) (channelsLast ? image.get(at[0], at[4], at[1], at[2], at[3]) : image.get(at));
        }
        return flat;
    }

    /** Reads a filter in any order into [O, C/g, kd, kh, kw]. */
    private static Dense filter(Problem problem, float[] flat) {
        Geometry g = problem.geometry();
        int cg = g.xGroupChannels();
        int og = g.yGroupChannels();
        int[] k = kernel(g);
        Order order = problem.filterLayout().order();
        Dense filter = new Dense(g.yChannels(), cg, k[0], k[1], k[2]);
        int position = 0;
        for (int[] at : switch (order) {
            case OIHW -> coordinates(g.yChannels(), cg, k[0], k[1], k[2]);
            case IOHW -> coordinates(g.xChannels(), og, k[0], k[1], k[2]);
            case HWIO -> coordinates(k[0], k[1], k[2], cg, g.yChannels());
            case HWOI -> coordinates(k[0], k[1], k[2], og, g.xChannels());
        }) {
            boolean tapsFirst = order == Order.HWIO || order == Order.HWOI;
            int[] tap = tapsFirst ? new int[] {at[0], at[1], at[2]} : new int[] {at[2], at[3], at[4]};
            int first = tapsFirst ? at[3] : at[0];
            int second = tapsFirst ? at[4] : at[1];
            int o = switch (order) {
                case OIHW -> first;
                case HWIO -> second;
                case IOHW -> first / cg * og + second;
                case HWOI -> second / cg * og + first;
            };
            int c = switch (order) {
                case OIHW -> second;
                case HWIO -> first;
                case IOHW -> first % cg;
                case HWOI -> second % cg;
            };
            if (problem.filterLayout().flipped()) {
                for (int axis = 0; axis < 3; axis++) {
                    tap[axis] = k[axis] - 1 - tap[axis];
                }
            }
            filter.add(flat[position++], o, c, tap[0], tap[1], tap[2]);
        }
        return filter;
    }

    /** 0, 1, 2, ...: exact in float for these sizes. */
    private static float[] counting(int size) {
        float[] values = new float[size];
        for (int at = 0; at < size; at++) {
            values[at] = at;
        }
        return values;
    }
}
