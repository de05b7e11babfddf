package adjoint.conformance;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A problem as one word, for tests, benchmarks and reports: {@code n2_g1_c64_o128_x56x56_k3x3_s2x2_d1x1_p1x1:1x1}.
 *
 * <pre>
 * n2           batch                            default 1
 * g1           groups                           default 1
 * c64          x-side channels
 * o128         y-side channels
 * x56x56       x-side extents, outermost first; their number is the rank
 * y28x28       y-side extents                   default: as many windows as fit
 * k3x3         kernel
 * s2x2         stride                           default 1
 * d1x1         dilation                         default 1
 * p1x1:1x1     padding lo:hi                    default 0; hi follows from y, or else is lo
 * breflect     border mode                      default zeros
 * lnhwc        layout of both sides             default nchw
 * fhwio-flipped  filter layout                  default oihw
 * </pre>
 *
 * <p>Parts may come in any order. What is given per axis, joined by {@code x}, may also be one value for all axes. With y and
 * hi both given, hi must yield y. A word never has spaces or commas.
 *
 * <p>{@link #toString} writes n to p always and the rest where it is not the default. It needs no y, since hi, which may be
 * negative, tells it; hi is written as lo where that yields the same y.
 *
 * @param problem what the word says
 */
public record ConvCase(Problem problem) {

    private static final String PARTS = "n g c o x y k s d p b l f";

    /**
     * Reads a word.
     *
     * @param word the parts, joined by {@code _}
     * @return the case
     * @throws IllegalArgumentException naming the part that is wrong
     */
    public static ConvCase parse(String word) {
        try {
            return new ConvCase(new Parts(word).problem());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("word=" + word + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        Geometry g = problem.geometry();
        StringBuilder word = new StringBuilder();
        word.append('n').append(g.batch());
        word.append("_g").append(g.groups());
        word.append("_c").append(g.xChannels());
        word.append("_o").append(g.yChannels());
        word.append("_x").append(perAxis(Axis::xExtent));
        word.append("_k").append(perAxis(Axis::kernel));
        word.append("_s").append(perAxis(Axis::stride));
        word.append("_d").append(perAxis(Axis::dilation));
        word.append("_p").append(perAxis(Axis::lo)).append(':').append(perAxis(ConvCase::hi));
        List<BorderMode> borders = g.axes().stream().map(Axis::border).toList();
        if (borders.stream().distinct().count() > 1) {
            word.append("_b").append(borders.stream().map(ConvCase::lower).collect(Collectors.joining("x")));
        } else if (borders.getFirst() != BorderMode.ZEROS) {
            word.append("_b").append(lower(borders.getFirst()));
        }
        if (problem.layout() != Layout.NCHW) {
            word.append("_l").append(lower(problem.layout()));
        }
        FilterLayout filter = problem.filterLayout();
        if (!filter.equals(FilterLayout.OIHW)) {
            word.append("_f").append(lower(filter.order())).append(filter.flipped() ? "-flipped" : "");
        }
        return word.toString();
    }

    private String perAxis(ToIntFunction<Axis> part) {
        return problem.geometry().axes().stream().map(axis -> "" + part.applyAsInt(axis))
                .collect(Collectors.joining("x"));
    }

    /** The padding after the last element as people write it: as before the first, if that makes no difference. */
    private static int hi(Axis axis) {
        long slack = axis.hi() - (long) axis.lo();
        return slack <= 0 && -slack < axis.stride() ? axis.lo() : axis.hi();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A word taken apart. */
    private static final class Parts {

        private final Map<String, String> values = new HashMap<>();

        Parts(String word) {
            for (String part : word.split("_", -1)) {
                String name = part.isEmpty() ? "" : part.substring(0, 1);
                if (name.isBlank() || !PARTS.contains(name)) {
                    throw new IllegalArgumentException("part=" + part + ": must start with one of " + PARTS);
                }
                if (values.put(name, part.substring(1)) != null) {
                    throw new IllegalArgumentException(name + ": must be given once");
                }
            }
        }

        Problem problem() {
            int rank = numbers("x", required("x")).size();
            List<Integer> x = numbers("x", rank, null);
            List<Integer> k = numbers("k", rank, null);
            List<Integer> s = numbers("s", rank, "1");
            List<Integer> d = numbers("d", rank, "1");
            List<Integer> y = values.containsKey("y") ? numbers("y", rank, null) : null;
            String[] pads = values.getOrDefault("p", "0").split(":", -1);
            if (pads.length > 2) {
                throw new IllegalArgumentException("p=" + values.get("p") + ": must be lo or lo:hi");
            }
            List<Integer> lo = spread("p", numbers("p", pads[0]), rank);
            List<Integer> hi = pads.length == 2 ? spread("p", numbers("p", pads[1]), rank) : null;
            List<BorderMode> borders = spread("b", Arrays.stream(values.getOrDefault("b", "zeros").split("x", -1))
                    .map(name -> constant("b", BorderMode.values(), name)).toList(), rank);
            List<Axis> axes = new ArrayList<>();
            for (int at = 0; at < rank; at++) {
                Window window = new Window(k.get(at), s.get(at), d.get(at));
                axes.add(y != null && hi == null
                        ? new Axis(x.get(at), y.get(at), window, lo.get(at), borders.get(at))
                        : Padding.explicit(lo.get(at), (hi == null ? lo : hi).get(at)).fromX(x.get(at), window,
                                borders.get(at)));
            }
            if (y != null && !axes.stream().map(Axis::yExtent).toList().equals(y)) {
                throw new IllegalArgumentException("y=" + values.get("y") + ": p=" + values.get("p") + " yields "
                        + axes.stream().map(axis -> "" + axis.yExtent()).collect(Collectors.joining("x")));
            }
            return new Problem(
                    new Geometry(number("n", "1"), number("g", "1"), number("c", null), number("o", null), axes),
                    constant("l", Layout.values(), values.getOrDefault("l", "nchw")), filterLayout());
        }

        private FilterLayout filterLayout() {
            String value = values.getOrDefault("f", "oihw");
            boolean flipped = value.endsWith("-flipped");
            return new FilterLayout(constant("f", FilterLayout.Order.values(),
                    flipped ? value.substring(0, value.length() - "-flipped".length()) : value), flipped);
        }

        private String required(String name) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException(name + ": must be given");
            }
            return values.get(name);
        }

        private int number(String name, String absent) {
            String value = absent == null ? required(name) : values.getOrDefault(name, absent);
            List<Integer> numbers = numbers(name, value);
            if (numbers.size() != 1) {
                throw new IllegalArgumentException(name + "=" + value + ": must be one number");
            }
            return numbers.getFirst();
        }

        private List<Integer> numbers(String name, int rank, String absent) {
            return spread(name, numbers(name, absent == null ? required(name) : values.getOrDefault(name, absent)),
                    rank);
        }

        private static List<Integer> numbers(String name, String value) {
            Function<String, Integer> number = text -> {
                try {
                    return Integer.valueOf(text);
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(name + "=" + value + ": must be whole numbers, joined by x", e);
                }
            };
            return Arrays.stream(value.split("x", -1)).map(number).toList();
        }

        private static <T> List<T> spread(String name, List<T> given, int rank) {
            if (given.size() != rank && given.size() != 1) {
                throw new IllegalArgumentException(
                        name + " has " + given.size() + " values: must be 1 or " + rank + ", as x has");
            }
            return given.size() == rank ? given : Collections.nCopies(rank, given.getFirst());
        }

        private static <E extends Enum<E>> E constant(String part, E[] constants, String name) {
            return Arrays.stream(constants).filter(constant -> lower(constant).equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(part + "=" + name + ": must be one of "
                            + Arrays.stream(constants).map(ConvCase::lower).collect(Collectors.joining(", "))));
        }
    }
}
