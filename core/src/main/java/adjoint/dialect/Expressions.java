package adjoint.dialect;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the ways back from a geometry to a framework's parameters have in common. */
final class Expressions {

    private Expressions() {
    }

    /**
     * The first of several calls that says exactly what is wanted. Whether one does, its own way in decides, so that a call
     * handed out can be neither inadmissible nor of another geometry.
     */
    @SafeVarargs
    static Expression first(Geometry wanted, Supplier<String> reason, Supplier<? extends Expression.Call>... calls) {
        for (Supplier<? extends Expression.Call> each : calls) {
            try {
                Expression.Call call = each.get();
                if (same(call.problem().geometry(), wanted)) {
                    return call;
                }
            } catch (IllegalArgumentException refused) {
                // The next call may be admissible; why none is, the reason says.
            }
        }
        return new Expression.Impossible(reason.get());
    }

    /** Whether two geometries compute the same: what lies outside the image may differ where nothing reads it. */
    static boolean same(Geometry one, Geometry other) {
        return settled(one).equals(settled(other));
    }

    private static Geometry settled(Geometry geometry) {
        return new Geometry(geometry.batch(), geometry.groups(), geometry.xChannels(), geometry.yChannels(),
                geometry.axes().stream().map(axis -> new Axis(axis.xExtent(), axis.yExtent(), axis.window(), axis.lo(),
                        border(axis))).toList());
    }

    /** The border mode as far as it matters. */
    static BorderMode border(Axis axis) {
        return readsOutside(axis) ? axis.border() : BorderMode.ZEROS;
    }

    /** The different border modes that matter; none if they are zeros on all axes. */
    static List<BorderMode> borders(Geometry geometry) {
        List<BorderMode> modes = geometry.axes().stream().filter(Expressions::readsOutside).map(Axis::border).distinct()
                .toList();
        return modes.equals(List.of(BorderMode.ZEROS)) ? List.of() : modes;
    }

    private static boolean readsOutside(Axis axis) {
        return axis.yExtent() > 0 && (axis.lo() > 0 || axis.hi() > 0);
    }

    /**
     * The padding of each axis: of the numbers of elements after the last that yield the same number of windows, the one
     * nearest to 0.
     */
    static List<Padding.Explicit> pads(Geometry geometry) {
        return geometry.axes().stream()
                .map(axis -> new Padding.Explicit(axis.lo(), Math.clamp(0, axis.hi(), axis.hi() + axis.stride() - 1)))
                .toList();
    }

    /** By how much the full result of a transposed convolution is cropped; negative: extended. */
    static List<Padding.Explicit> cropped(Geometry geometry) {
        return geometry.axes().stream().map(axis -> new Padding.Explicit(axis.lo(), axis.hi())).toList();
    }

    /** What NumPy and ONNX call a border that an image is padded with. */
    static String padMode(BorderMode border) {
        return switch (border) {
            case ZEROS -> "constant";
            case REFLECT -> "reflect";
            case REPLICATE -> "edge";
            case CIRCULAR -> "wrap";
        };
    }

    /** Whether some pad is negative. */
    static boolean crops(List<Padding.Explicit> pads) {
        return pads.stream().anyMatch(pad -> pad.lo() < 0 || pad.hi() < 0);
    }

    /** Whether a tensor of a single image has no elements, which some frameworks refuse. */
    static boolean isEmpty(Geometry geometry) {
        return geometry.xChannels() == 0 || geometry.yChannels() == 0
                || geometry.axes().stream().anyMatch(axis -> axis.xExtent() == 0 || axis.yExtent() == 0);
    }

    static List<Integer> strides(Geometry geometry) {
        return geometry.axes().stream().map(Axis::stride).toList();
    }

    static List<Integer> dilations(Geometry geometry) {
        return geometry.axes().stream().map(Axis::dilation).toList();
    }

    static List<Integer> kernel(Geometry geometry) {
        return geometry.axes().stream().map(Axis::kernel).toList();
    }

    static List<Integer> xShape(Geometry geometry, Layout layout) {
        return numbers(new Problem(geometry, layout, FilterLayout.OIHW).xShape());
    }

    static List<Integer> yShape(Geometry geometry, Layout layout) {
        return numbers(new Problem(geometry, layout, FilterLayout.OIHW).yShape());
    }

    static List<Integer> filterShape(Geometry geometry, FilterLayout layout) {
        return numbers(layout.shape(geometry));
    }

    private static List<Integer> numbers(int[] values) {
        return IntStream.of(values).boxed().toList();
    }

    /** Why a transposed convolution whose border is not zeros has no counterpart. */
    static String noFolding(String name, Geometry geometry) {
        return name + " has no transposed convolution that folds what lands outside the image back (border "
                + borders(geometry).stream().map(String::valueOf).collect(Collectors.joining(", ")) + ")";
    }

    /**
     * What turns the full, uncropped result of a transposed convolution into the wanted one: {@code [..., 1:6, 0:5]} for
     * channels first, {@code [:, 1:6, 0:5]} for channels last; and where the full result is too small, that it has to be padded.
     */
    static String slice(Geometry geometry, Layout layout) {
        List<String> ranges = new ArrayList<>();
        boolean extend = false;
        for (Axis axis : geometry.axes()) {
            ranges.add(Math.max(0, axis.lo()) + ":" + (int) Math.min(axis.window().natural(axis.yExtent()),
                    (long) axis.lo() + axis.xExtent()));
            extend |= axis.lo() < 0 || axis.hi() < 0;
        }
        return "keep [" + (layout == Layout.NCHW ? "..." : ":") + ", " + String.join(", ", ranges)
                + "] of the uncropped result" + (extend ? " and pad it with zeros to " + xShape(geometry, layout) : "");
    }
}
