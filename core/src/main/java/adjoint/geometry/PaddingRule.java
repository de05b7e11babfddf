package adjoint.geometry;

import adjoint.check.Check;

/**
 * How the paddings of {@link Padding} are computed.
 *
 * <p>The code stands here because {@code Padding} must not have default methods: with them, initialising {@link Padding.Mode}
 * would initialise {@code Padding} first, whose constants would then be read from the unfinished enum and stay null.
 */
sealed interface PaddingRule extends Padding permits Padding.Mode, Padding.Explicit {

    @Override
    default Axis fromX(int x, Window window, BorderMode border) {
        Check.atLeast("xExtent", x, 0);
        long y = windows(x, window);
        if (y < 0) {
            throw new IllegalArgumentException("xExtent=" + x + ": with padding " + this + " it must have at least "
                    + validOutputSizes(0, window).min() + " elements for a window of span " + window.span());
        }
        return axis(x, Check.fitsInt("yExtent", y), window, border);
    }

    @Override
    default Axis fromY(int y, Window window, BorderMode border) {
        Interval valid = validOutputSizes(y, window);
        return axis(keepsExtent() ? valid.max() : valid.min(), y, window, border);
    }

    @Override
    default Axis between(int x, int y, Window window, BorderMode border) {
        Interval valid = validOutputSizes(y, window);
        if (!valid.contains(x)) {
            throw new IllegalArgumentException("xExtent=" + x + ": with padding " + this + ", kernel=" + window.kernel()
                    + ", stride=" + window.stride() + ", dilation=" + window.dilation() + " and yExtent=" + y
                    + " it must be " + (valid.min() == valid.max() ? "" : "in ") + valid);
        }
        return axis(x, y, window, border);
    }

    @Override
    default Interval validOutputSizes(int y, Window window) {
        Check.atLeast("yExtent", y, 0);
        long max;
        if (keepsExtent()) {
            max = (long) y * window.stride();
        } else {
            Explicit pads = explicit(window);
            max = window.natural(y) - pads.lo() - pads.hi() + window.stride() - 1;
        }
        if (max < 0) {
            throw new IllegalArgumentException("yExtent=" + y + ": padding " + this + " takes away more than the "
                    + window.natural(y) + " elements that a window of span " + window.span() + " and stride "
                    + window.stride() + " yields");
        }
        int last = Check.fitsInt("xExtent", max);
        return new Interval((int) Math.max(0, max - window.stride() + 1), last);
    }

    /** The number of windows over {@code x} elements; negative if not even the formula's empty result exists. */
    private long windows(int x, Window window) {
        if (keepsExtent()) {
            return Math.ceilDiv(x, window.stride());
        }
        Explicit pads = explicit(window);
        return Math.floorDiv((long) x + pads.lo() + pads.hi() - window.span(), (long) window.stride()) + 1;
    }

    /** Whether y = ceil(x / stride), whatever the kernel. */
    private boolean keepsExtent() {
        return this == SAME || this == SAME_LOWER || this == CAUSAL;
    }

    /** The axis of two extents that belong together. */
    private Axis axis(int x, int y, Window window, BorderMode border) {
        long total = Math.max(0, window.natural(y) - x);
        return new Axis(x, y, window, lo(total, window), border);
    }

    /** The pad before the first element, of a total of so much if the mode shares it out. */
    private int lo(long total, Window window) {
        if (this == SAME) {
            return (int) (total / 2);
        }
        return this == SAME_LOWER ? (int) (total - total / 2) : explicit(window).lo();
    }

    /** The pads of a mode whose pads do not depend on the extents. */
    private Explicit explicit(Window window) {
        if (this instanceof Explicit given) { // a switch over classes would take 30 ms when a program starts
            return given;
        }
        return switch ((Mode) this) {
            case VALID -> new Explicit(0, 0);
            case CAUSAL -> new Explicit(window.span() - 1, 0);
            case FULL -> new Explicit(window.span() - 1, window.span() - 1);
            case SAME, SAME_LOWER ->
                throw new AssertionError("the pads of " + this + " depend on the extents");
        };
    }
}
