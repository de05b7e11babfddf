package adjoint.onnx.operator;

import adjoint.onnx.graph.Attributes;
import java.util.ArrayList;
import java.util.List;

/**
 * One spatial axis of a pool: tap t of window i lies at {@code i * stride + t * dilation - lo}.
 *
 * @param from     extent of the image
 * @param to       extent of the result
 * @param kernel   taps of a window
 * @param stride   distance of windows
 * @param dilation distance of taps
 * @param lo       padding before the image
 * @param hi       padding behind it
 */
record PoolAxis(int from, int to, int kernel, int stride, int dilation, int lo, int hi) {

    /** Taps of a window that a file may ask for. */
    private static final int MAX_TAPS = 1 << 24;

    /** The axes of a node. */
    static List<PoolAxis> of(Call call, Image image) {
        Attributes attributes = call.attributes();
        int rank = image.rank();
        List<Integer> kernels = attributes.integers("kernel_shape");
        List<Integer> strides = FilterOperator.perAxis(attributes, "strides", image, 1);
        List<Integer> dilations = FilterOperator.perAxis(attributes, "dilations", image, 1);
        List<Integer> pads = attributes.integers("pads");
        if (kernels.size() != rank || strides.size() != rank || dilations.size() != rank
                || !pads.isEmpty() && pads.size() != 2 * rank) {
            throw new IllegalArgumentException("kernel_shape=" + kernels + ", strides=" + strides + ", dilations="
                    + dilations + ", pads=" + pads + ": must be one, and two pads, for each of " + rank + " axes");
        }
        if (kernels.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b) > MAX_TAPS) {
            throw new IllegalArgumentException("kernel_shape=" + kernels + ": must be at most " + MAX_TAPS + " taps");
        }
        List<PoolAxis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int lo = pads.isEmpty() ? 0 : pads.get(i);
            int hi = pads.isEmpty() ? 0 : pads.get(rank + i);
            axes.add(of(attributes, image.extents().get(i),
                    new PoolAxis(0, 0, kernels.get(i), strides.get(i), dilations.get(i), lo, hi)));
        }
        return axes;
    }

    private static PoolAxis of(Attributes a, int from, PoolAxis given) {
        if (given.kernel < 1 || given.stride < 1 || given.dilation < 1 || given.lo < 0 || given.hi < 0) {
            throw new IllegalArgumentException(
                    "kernel=" + given.kernel + ", stride=" + given.stride + ", dilation=" + given.dilation + ", pads="
                            + given.lo + ":" + given.hi + ": must be at least 1, and pads at least 0");
        }
        String auto = a.text("auto_pad", "NOTSET");
        return switch (auto) {
            case "NOTSET" -> given.padded(from, given.lo, given.hi, a.flag("ceil_mode", false));
            case "VALID" -> given.padded(from, 0, 0, a.flag("ceil_mode", false));
            case "SAME_UPPER", "SAME_LOWER" -> given.same(from, auto.equals("SAME_LOWER"));
            default -> throw new IllegalArgumentException(
                    "auto_pad=" + auto + ": must be NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        };
    }

    private int reach() {
        return Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
    }

    private PoolAxis padded(int extent, int before, int behind, boolean ceil) {
        int room = Math.addExact(Math.addExact(extent, before), behind) - reach();
        int windows = (ceil ? Math.ceilDiv(room, stride) : Math.floorDiv(room, stride)) + 1;
        if (windows < 1) {
            throw new IllegalArgumentException("kernel_shape=" + kernel + ": must fit into extent=" + extent
                    + " with pads " + before + " and " + behind);
        }
        if ((long) (windows - 1) * stride >= (long) extent + before) {
            windows--; // the last would begin behind the image
        }
        return new PoolAxis(extent, windows, kernel, stride, dilation, before, behind);
    }

    private PoolAxis same(int extent, boolean moreBefore) {
        int windows = Math.ceilDiv(extent, stride);
        int pads = Math.max(0, Math.addExact(Math.multiplyExact(windows - 1, stride), reach()) - extent);
        int before = moreBefore ? Math.ceilDiv(pads, 2) : pads / 2;
        return new PoolAxis(extent, windows, kernel, stride, dilation, before, pads - before);
    }

    /** Where a tap of a window lies; outside of the image perhaps. */
    int position(int window, int tap) {
        return window * stride + tap * dilation - lo;
    }

    /** How many taps of a window lie in the image, both counted over all of some axes, the last one innermost. */
    static int tapsInside(List<PoolAxis> axes, int window) {
        int taps = 1;
        int w = window;
        for (int i = axes.size() - 1; i >= 0; i--) {
            PoolAxis axis = axes.get(i);
            taps *= axis.taps(w % axis.to, false);
            w /= axis.to;
        }
        return taps;
    }

    /** Where a tap of a window lies, of those that lie in the image. */
    int positionInside(int window, int tap) {
        return position(window, firstTap(window) + tap);
    }

    /** The first tap of a window that lies in the image or behind it. */
    int firstTap(int window) {
        return firstTap(window, 0);
    }

    /** The tap after the last of a window that lies in the image or before it. */
    int endTap(int window) {
        return firstTap(window, from);
    }

    private int firstTap(int window, int position) {
        return Math.clamp(Math.ceilDiv((long) position + lo - (long) window * stride, dilation), 0, kernel);
    }

    /** The first window of which a tap lies in the image or behind it. */
    int firstWindow(int tap) {
        return Math.clamp(Math.ceilDiv(lo - tap * dilation, stride), 0, to);
    }

    /** The window after the last of which a tap lies in the image or before it. */
    int endWindow(int tap) {
        return Math.clamp(Math.ceilDiv(from + lo - tap * dilation, stride), 0, to);
    }

    /** How many taps of a window lie in the image, or in what padding makes of it. */
    int taps(int window, boolean padded) {
        return padded ? firstTap(window, from + hi) : endTap(window) - firstTap(window);
    }
}
