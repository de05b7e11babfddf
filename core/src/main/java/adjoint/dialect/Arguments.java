package adjoint.dialect;

import adjoint.check.Check;
import adjoint.geometry.Axis;
import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Checks and conversions of what dialects take as parameters. Messages use the framework's words. */
final class Arguments {

    private Arguments() {
    }

    /** The values as a list. */
    static List<Integer> numbers(String name, int... values) {
        return Arrays.stream(Check.notNull(name, values)).boxed().toList();
    }

    /** One value for each spatial axis, from one for all of them or as many as axes; each at least {@code min}. */
    static List<Integer> perAxis(String name, List<Integer> values, int rank, int min) {
        List<Integer> each = Check.perAxis(name, Check.notNull(name, values), rank);
        for (int axis = 0; axis < rank; axis++) {
            Check.atLeast(name + "[" + axis + "]", each.get(axis), min);
        }
        return each;
    }

    /** A tensor's extents: none negative, 1 to 3 spatial axes. */
    static List<Integer> shape(String name, List<Integer> shape) {
        List<Integer> copy = List.copyOf(Check.notNull(name, shape));
        if (copy.size() < 3 || copy.size() > 5) {
            throw new IllegalArgumentException(
                    name + "=" + copy + ": must have 3 to 5 dimensions, of which 1 to 3 are spatial axes");
        }
        for (int at = 0; at < copy.size(); at++) {
            Check.atLeast(name + "[" + at + "]", copy.get(at), 0);
        }
        return copy;
    }

    /** Requires that two tensors have the same number of dimensions. */
    static void sameRank(String name, List<Integer> shape, String otherName, List<Integer> other) {
        if (shape.size() != other.size()) {
            throw new IllegalArgumentException(
                    name + "=" + shape + ": must have as many dimensions as " + otherName + "="
                            + other);
        }
    }

    /** What a word of the framework stands for. */
    static <T> T word(String name, String value, Map<String, T> words) {
        T meaning = words.get(Check.notNull(name, value));
        if (meaning == null) {
            throw new IllegalArgumentException(
                    name + "=" + value + ": must be one of "
                            + String.join(", ", words.keySet().stream().sorted().toList()));
        }
        return meaning;
    }

    /** One padding for each axis: all the same mode, one that the framework has, or all explicit. */
    static List<Padding> paddings(List<Padding> padding, int rank, Map<String, Padding> modes) {
        List<Padding> each = Check.perAxis("padding", Check.notNull("padding", padding), rank);
        boolean explicit = each.stream().allMatch(Padding.Explicit.class::isInstance);
        if (!explicit && (each.stream().distinct().count() > 1 || !modes.containsValue(each.getFirst()))) {
            throw new IllegalArgumentException("padding=" + each + ": must be one of "
                    + String.join(", ", modes.keySet().stream().sorted().toList())
                    + " for all axes, or explicit for all");
        }
        return each;
    }

    /** The framework's word for a value. */
    static <T> String wordOf(T meaning, Map<String, T> words) {
        return words.entrySet().stream().filter(entry -> entry.getValue().equals(meaning)).findFirst().orElseThrow()
                .getKey();
    }

    /** The explicit pads of all axes. */
    static List<Padding.Explicit> pads(List<Padding> padding) {
        return padding.stream().map(Arguments::pads).toList();
    }

    /** The windows of all axes; kernel extents must be positive. */
    static List<Window> windows(String kernelName, List<Integer> kernel, List<Integer> strides,
            List<Integer> dilations) {
        List<Window> windows = new ArrayList<>();
        for (int axis = 0; axis < kernel.size(); axis++) {
            windows.add(new Window(Check.atLeast(kernelName + "[" + axis + "]", kernel.get(axis), 1), strides.get(axis),
                    dilations.get(axis)));
        }
        return windows;
    }

    /** What a rule yields for each axis. */
    static List<Axis> axes(int rank, IntFunction<Axis> rule) {
        return IntStream.range(0, rank).mapToObj(rule).toList();
    }

    /** The pads of a padding that has the same whatever the extents. */
    static Padding.Explicit pads(Padding padding) {
        return padding instanceof Padding.Explicit given ? given : new Padding.Explicit(0, 0);
    }

    /**
     * The number of windows by the rule that most frameworks share: {@code floor((x + lo + hi - span)/stride) + 1}.
     *
     * @param name the extent's name
     * @param x    extent of the image
     * @param min  the smallest admissible number
     */
    static int outputExtent(String name, int x, Window window, Padding padding, int min) {
        Padding.Explicit pads = pads(padding);
        long padded = (long) x + pads.lo() + pads.hi();
        long y = Math.floorDiv(padded - window.span(), (long) window.stride()) + 1;
        if (y < min) {
            throw tooSmall(name, x, x - padded + window.natural(min), window, words(pads));
        }
        return Check.fitsInt("output extent", y);
    }

    /** The refusal of an image in which too few windows fit. */
    static IllegalArgumentException tooSmall(String name, int x, long min, Window window, String padding) {
        return new IllegalArgumentException(
                name + "=" + x + ": must be at least " + min + " for padding " + padding + ", " + words(window));
    }

    /** Pads in words: one number where both sides have the same. */
    static String words(Padding.Explicit pads) {
        return pads.lo() == pads.hi() ? "" + pads.lo() : "(" + pads.lo() + ", " + pads.hi() + ")";
    }

    /** A window in words. */
    static String words(Window window) {
        return "kernel " + window.kernel() + ", stride " + window.stride() + " and dilation " + window.dilation();
    }
}
