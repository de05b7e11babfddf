package adjoint.conformance;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Interval;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import adjoint.geometry.Problem;
import adjoint.geometry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Generated problems, valid by construction: of each axis first the window, then the y side, then an x side that belongs to
 * them. What is too much work is made smaller, never thrown away.
 */
public final class Cases {

    /** Bounds the time of one try: about 1 ms in the reference. */
    private static final long MOST_WORK = 100_000;

    private Cases() {
    }

    /** Problems of every kind; use as {@code @ForAll(supplier = Cases.Any.class) ConvCase}. */
    public static final class Any implements ArbitrarySupplier<ConvCase> {
        /** For jqwik. */
        public Any() {
        }

        @Override
        public Arbitrary<ConvCase> get() {
            return Arbitraries.frequencyOf(Tuple.of(4, cases(Arbitraries.of(Focus.values()), MOST_WORK)),
                    Tuple.of(1, mobileLayers()), Tuple.of(1, lastLayers()));
        }
    }

    /** Problems of some 100 times the work, with long sums and many channels: for few tries. */
    public static final class Large implements ArbitrarySupplier<ConvCase> {
        /** For jqwik. */
        public Large() {
        }

        @Override
        public Arbitrary<ConvCase> get() {
            return cases(Arbitraries.of(Focus.LARGE_CHANNELS, Focus.LARGE_IMAGE), 40 * MOST_WORK);
        }
    }

    /** What a problem spends its work on. */
    private enum Focus {
        IMAGE(70, 25, 7, 17), BALANCED(24, 9, 5, 33), CHANNELS(9, 3, 2, 129), LARGE_IMAGE(999, 70, 17,
                33), LARGE_CHANNELS(33, 15, 5, 600);

        /** The largest extent by rank - 1. */
        final int[] extents;
        final int channels;

        Focus(int rank1, int rank2, int rank3, int channels) {
            this.extents = new int[] {rank1, rank2, rank3};
            this.channels = channels;
        }
    }

    private enum Groups {
        ONE(0), SEVERAL(0), DEPTHWISE(0), PAIRS(2), FOURS(4), EIGHTS(8);

        /** Channels of a group on either side; 0 if drawn. */
        final int channels;

        Groups(int channels) {
            this.channels = channels;
        }
    }

    private enum Mode {
        SAME, SAME_LOWER, VALID, CAUSAL, FULL, EXPLICIT,
        /** No mode: extents and lo that need not fit each other, as ONNX allows. */
        RAW
    }

    private static Arbitrary<ConvCase> cases(Arbitrary<Focus> focuses, long mostWork) {
        Arbitrary<List<DrawnAxis>> axes = axis().list().ofMinSize(1).ofMaxSize(3);
        Arbitrary<DrawnChannels> channels = Combinators
                .combine(Arbitraries.of(Groups.ONE, Groups.SEVERAL, Groups.DEPTHWISE),
                        Arbitraries.integers().between(2, 5), extent(600), extent(600))
                .as(DrawnChannels::new);
        return cases(focuses, axes, channels, mostWork);
    }

    private static Arbitrary<ConvCase> cases(Arbitrary<Focus> focuses, Arbitrary<List<DrawnAxis>> axes,
            Arbitrary<DrawnChannels> channels, long mostWork) {
        Arbitrary<FilterLayout> filters = Combinators
                .combine(Arbitraries.of(FilterLayout.Order.values()), Arbitraries.of(false, true))
                .as(FilterLayout::new);
        Arbitrary<Integer> batches = Arbitraries
                .frequency(Tuple.of(1, 0), Tuple.of(6, 1), Tuple.of(3, 2), Tuple.of(2, 3));
        // Edge cases are drawn on purpose below; those that jqwik would combine on top are extremes of every part at once.
        return Combinators.combine(focuses, axes, channels, batches, Arbitraries.of(Layout.values()), filters)
                .as((focus, drawnAxes, drawnChannels, batch, layout, filter) -> new ConvCase(new Problem(
                        geometry(focus, drawnAxes, drawnChannels, batch, mostWork), layout, filter)))
                .withoutEdgeCases();
    }

    /** Depthwise layers and small groups, as in mobile networks and ResNeXt: a backend may well have a way of its own for them. */
    private static Arbitrary<ConvCase> mobileLayers() {
        Arbitrary<DrawnChannels> channels = Combinators
                .combine(Arbitraries.frequency(Tuple.of(3, Groups.DEPTHWISE), Tuple.of(1, Groups.PAIRS),
                        Tuple.of(1, Groups.FOURS), Tuple.of(1, Groups.EIGHTS)), extent(70))
                .as((kind, groups) -> new DrawnChannels(kind, 1, groups, 1));
        return cases(Arbitraries.of(Focus.IMAGE, Focus.BALANCED), plainAxes(new Window(3, 1, 1), new Window(3, 2, 1),
                new Window(4, 2, 1), new Window(2, 1, 1), new Window(5, 1, 1)), channels, MOST_WORK);
    }

    /** From many channels to a few, as where networks end in a picture. */
    private static Arbitrary<ConvCase> lastLayers() {
        Arbitrary<DrawnChannels> channels = Combinators
                .combine(Arbitraries.of(true, false), Arbitraries.integers().between(1, 4), extent(70))
                .as((few, one, other) -> new DrawnChannels(Groups.ONE, 1, few ? one : other, few ? other : one));
        return cases(Arbitraries.of(Focus.CHANNELS, Focus.BALANCED), plainAxes(new Window(3, 1, 1), new Window(4, 2, 1),
                new Window(6, 3, 1), new Window(2, 1, 1)), channels, 10 * MOST_WORK);
    }

    /** Two axes with one window and little padding. */
    private static Arbitrary<List<DrawnAxis>> plainAxes(Window... windows) {
        Arbitrary<Integer> pads = Arbitraries.integers().between(0, 1);
        return Arbitraries.of(windows)
                .flatMap(window -> Combinators
                        .combine(Arbitraries.of(Mode.SAME, Mode.SAME_LOWER, Mode.EXPLICIT), extent(99), extent(99),
                                pads,
                                pads)
                        .as((mode, y, x, lo, hi) -> new DrawnAxis(window, mode, BorderMode.ZEROS, y, x, lo, hi)).list()
                        .ofSize(2));
    }

    private static Arbitrary<DrawnAxis> axis() {
        Arbitrary<Integer> kernels = Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.integers().between(1, 5)),
                Tuple.of(2, Arbitraries.integers().between(6, 20)));
        Arbitrary<Window> windows = Combinators
                .combine(kernels, Arbitraries.frequency(Tuple.of(5, 1), Tuple.of(4, 2), Tuple.of(2, 3), Tuple.of(1, 4)),
                        Arbitraries.frequency(Tuple.of(6, 1), Tuple.of(2, 2), Tuple.of(1, 3)))
                .as(Window::new);
        Arbitrary<BorderMode> borders = Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just(BorderMode.ZEROS)),
                Tuple.of(1, Arbitraries.of(BorderMode.values())));
        return Combinators.combine(windows, Arbitraries.of(Mode.values()), borders, extent(999), extent(999),
                Arbitraries.integers().between(-4, 9), Arbitraries.integers().between(-4, 9)).as(DrawnAxis::new);
    }

    /** One, what tiles and vectors end at, or anything. */
    private static Arbitrary<Integer> extent(int max) {
        return Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(1)),
                Tuple.of(6,
                        Arbitraries.of(2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48,
                                49,
                                63, 64, 65)),
                Tuple.of(4, Arbitraries.integers().between(1, max)));
    }

    /** The extent itself if it is small enough, else one that is. */
    private static int fit(int extent, int max) {
        return extent <= max ? extent : 1 + extent % max;
    }

    private static Geometry geometry(Focus focus, List<DrawnAxis> drawnAxes, DrawnChannels channels, int batch,
            long mostWork) {
        int rank = drawnAxes.size();
        List<Axis> axes = new ArrayList<>();
        for (DrawnAxis drawn : drawnAxes) {
            axes.add(drawn.axis(focus.extents[rank - 1], rank));
        }
        long perChannels = (long) Math.max(1, batch)
                * Math.max(
                        axes.stream().mapToLong(axis -> (long) axis.yExtent() * axis.kernel()).reduce(1,
                                Math::multiplyExact),
                        axes.stream().mapToLong(Axis::xExtent).reduce(1, Math::multiplyExact));
        return channels.geometry(batch, focus.channels, mostWork / Math.max(1, perChannels), axes);
    }

    /** What is drawn for one axis; what cannot be as drawn is moved to what can. */
    private record DrawnAxis(Window drawnWindow, Mode mode, BorderMode border, int drawnY, int drawnX, int lo, int hi) {

        Axis axis(int maxExtent, int rank) {
            Window window = new Window(fit(drawnWindow.kernel(), rank == 1 ? 20 : rank == 2 ? 7 : 3),
                    drawnWindow.stride(),
                    drawnWindow.dilation());
            int y = fit(drawnY, maxExtent + 1);
            if (mode == Mode.RAW) {
                // Either side may be empty, but no window can read from nothing.
                int x = fit(drawnX, maxExtent + 1) - 1;
                return new Axis(border == BorderMode.ZEROS ? x : Math.max(1, x), y - 1, window, lo, border);
            }
            // Padding that reaches over the window or takes away more than the image is valid as long as some x has these y.
            Padding padding = switch (mode) {
                case SAME -> Padding.SAME;
                case SAME_LOWER -> Padding.SAME_LOWER;
                case VALID -> Padding.VALID;
                case CAUSAL -> Padding.CAUSAL;
                case FULL -> Padding.FULL;
                case EXPLICIT, RAW -> Padding.explicit(lo, hi);
            };
            int pads = switch (mode) {
                case FULL -> 2 * (window.span() - 1);
                case EXPLICIT -> lo + hi;
                default -> 0;
            };
            // With fewer windows the padding alone would yield more than them, whatever the image.
            int fewest = Math.ceilDiv(2 - window.span() + pads, window.stride());
            Interval admissible = padding.validOutputSizes(Math.max(y, fewest), window);
            int x = admissible.min() + drawnX % (admissible.max() - admissible.min() + 1);
            return padding.between(border == BorderMode.ZEROS ? x : Math.max(1, x), Math.max(y, fewest), window,
                    border);
        }
    }

    /** What is drawn for the channels, per group. */
    private record DrawnChannels(Groups kind, int drawnGroups, int drawnX, int drawnY) {

        Geometry geometry(int batch, int most, long mostPairs, List<Axis> axes) {
            int groups = switch (kind) {
                case ONE -> 1;
                case SEVERAL -> drawnGroups;
                case DEPTHWISE -> fit(drawnX, most);
                case PAIRS, FOURS, EIGHTS -> fit(drawnX, Math.max(1, most / kind.channels));
            };
            int x = switch (kind) {
                case ONE -> fit(drawnX, most);
                case SEVERAL -> fit(drawnX, Math.max(1, most / groups));
                case DEPTHWISE -> 1;
                case PAIRS, FOURS, EIGHTS -> kind.channels;
            };
            int y = switch (kind) {
                case ONE -> fit(drawnY, most);
                case SEVERAL -> fit(drawnY, Math.max(1, most / groups));
                case DEPTHWISE -> fit(drawnY, 3);
                case PAIRS, FOURS, EIGHTS -> kind.channels;
            };
            while ((long) groups * x * y > Math.max(1, mostPairs) && (x > 1 || y > 1 || groups > 2)) {
                // The larger is cut, so that neither side is always the small one.
                if (kind.channels > 0 && groups > 2) {
                    groups = Math.max(2, groups * 3 / 4);
                } else if (x > 1 && x >= y) {
                    x = x * 3 / 4;
                } else if (y > 1) {
                    y = y * 3 / 4;
                } else {
                    groups = Math.max(2, groups * 3 / 4);
                }
            }
            return new Geometry(batch, groups, groups * x, groups * y, axes);
        }
    }

    /**
     * What kinds of problem a case is of, for coverage: {@code padding SAME}, {@code border REFLECT}, {@code rank 3},
     * {@code depthwise} and so on. An axis counts for each padding mode that resolves to it.
     *
     * @param word the case
     * @return its kinds, of {@link #KINDS}
     */
    public static List<String> kinds(ConvCase word) {
        Problem problem = word.problem();
        Geometry g = problem.geometry();
        List<String> kinds = new ArrayList<>();
        kinds.add("rank " + g.rank());
        kinds.add(problem.layout().toString());
        kinds.add(problem.filterLayout().toString());
        kinds.add(g.groups() == 1 ? "one group" : g.xGroupChannels() > 1 ? "several groups" : "depthwise");
        if (g.xGroupChannels() == 1 && g.yGroupChannels() > 1 && g.groups() > 1) {
            kinds.add("depthwise with multiplier");
        }
        if (g.batch() != 1) {
            kinds.add(g.batch() == 0 ? "no image" : "several images");
        }
        for (Axis axis : g.axes()) {
            kinds.add("border " + axis.border());
            kinds.addAll(paddings(axis));
            if (axis.lo() < 0) {
                kinds.add("lo < 0");
            }
            if (axis.hi() < 0) {
                kinds.add("hi < 0");
            }
            if (axis.hi() <= -axis.stride()) {
                kinds.add("hi <= -stride");
            }
            if (axis.lo() >= axis.window().span() && axis.yExtent() > 0) {
                kinds.add("window outside");
            }
            if (axis.stride() > 1) {
                kinds.add("stride > 1");
            }
            if (axis.stride() > axis.window().span()) {
                kinds.add("stride > span");
            }
            if (axis.dilation() > 1 && axis.kernel() > 1) {
                kinds.add(axis.stride() > 1 ? "dilation and stride > 1" : "dilation > 1");
            }
            if (axis.xExtent() == 0 || axis.yExtent() == 0) {
                kinds.add("empty image");
            }
        }
        return kinds.stream().distinct().toList();
    }

    /** All answers of {@link #kinds}: what a property that claims to hold for all problems must have met. */
    public static final List<String> KINDS = List.of("rank 1", "rank 2", "rank 3", "NCHW", "NHWC", "OIHW",
            "OIHW flipped", "IOHW", "IOHW flipped", "HWIO", "HWIO flipped", "HWOI", "HWOI flipped", "one group",
            "several groups", "depthwise", "depthwise with multiplier", "no image", "several images", "border ZEROS",
            "border REFLECT", "border REPLICATE", "border CIRCULAR", "padding SAME", "padding SAME_LOWER",
            "padding VALID", "padding CAUSAL", "padding FULL", "padding EXPLICIT", "lo < 0", "hi < 0", "hi <= -stride",
            "window outside", "stride > 1", "stride > span", "dilation > 1", "dilation and stride > 1", "empty image");

    private static List<String> paddings(Axis axis) {
        List<String> modes = Stream.of(Padding.Mode.values()).filter(mode -> resolvesTo(mode, axis))
                .map(mode -> "padding " + mode)
                .toList();
        return modes.isEmpty() ? List.of("padding EXPLICIT") : modes;
    }

    private static boolean resolvesTo(Padding padding, Axis axis) {
        try {
            return padding.between(axis.xExtent(), axis.yExtent(), axis.window(), axis.border()).equals(axis);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
