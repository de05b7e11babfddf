package adjoint.simd.strategy;

import adjoint.geometry.Layout;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.pack.InputBand;
import adjoint.simd.pack.PackedAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a gather is cut into bands of output rows, whose inputs are packed and stay in the second-level cache while all output
 * channels are computed from them. Where channels are last and no window leaves the image, nothing is packed and the bands lie in
 * the caller's tensor.
 */
final class Bands {

    /** Floats of packed input that a band should not exceed: half of the smallest second-level cache in use (512 KB). */
    private static final int BAND_FLOATS = 64 * 1024;

    private final Gather gather;
    private final boolean inPlace;
    private final int pixelFloats;
    private final PackedAxis width;
    private final List<PackedAxis> depths;
    private final List<Band> bands;

    /**
     * Some output rows of every phase.
     *
     * @param from   first row of each phase
     * @param to     behind the last
     * @param height the input rows
     * @param at     where the band starts, in the caller's tensor if it lies there
     */
    record Band(int from, int to, PackedAxis height, int at) {
    }

    /** Bands whose inputs may lie in the caller's tensor. */
    static Bands of(Gather gather) {
        boolean inPlace = gather.layout() == Layout.NHWC && gather.groups() == 1 && gather.depth().staysInside()
                && gather.height().staysInside() && gather.width().staysInside();
        return new Bands(gather, inPlace);
    }

    /** Bands whose inputs are packed in any case. */
    static Bands packed(Gather gather) {
        return new Bands(gather, false);
    }

    private Bands(Gather gather, boolean inPlace) {
        this.gather = gather;
        this.inPlace = inPlace;
        this.pixelFloats = inPlace ? gather.in().width() : gather.inChannels();
        this.width = inPlace ? asItLies(gather.width()) : PackedAxis.of(gather.width(), 0, gather.width().maxCount());
        this.depths = IntStream.range(0, gather.depth().maxCount())
                .mapToObj(q -> inPlace ? asItLies(gather.depth()) : PackedAxis.of(gather.depth(), q, q + 1)).toList();
        this.bands = cut();
    }

    private List<Band> cut() {
        List<Band> cut = new ArrayList<>();
        int outputRows = gather.height().maxCount();
        int rowsPerBand = rowsPerBand(outputRows);
        for (int from = 0; from < outputRows; from += rowsPerBand) {
            int to = Math.min(outputRows, from + rowsPerBand);
            cut.add(inPlace
                    ? new Band(from, to, asItLies(gather.height()),
                            from * gather.height().inStep() * gather.in().height())
                    : new Band(from, to, PackedAxis.of(gather.height(), from, to), 0));
        }
        return List.copyOf(cut);
    }

    private int rowsPerBand(int outputRows) {
        long planes = depths.isEmpty() ? 1 : depths.getFirst().extent();
        long rowFloats = Math.max(1, planes * width.extent() * pixelFloats);
        if (inPlace) {
            rowFloats = Math.max(1, (long) gather.in().height());
        }
        long rows = BAND_FLOATS / (rowFloats * gather.height().inStep());
        return Math.clamp(rows, 1, Math.max(1, outputRows));
    }

    /** The taps where they lie in the caller's tensor. */
    private static PackedAxis asItLies(GatherAxis axis) {
        return new PackedAxis(new int[0], axis.inStep(),
                axis.phases().stream().map(AxisPhase::tapAt).toArray(int[][]::new));
    }

    List<Band> bands() {
        return bands;
    }

    boolean inPlace() {
        return inPlace;
    }

    /** Whether the taps along width of a phase are side by side, channels included, so that they are one run. */
    boolean areSideBySide(int fw) {
        int[] kw = width.tapAt()[fw];
        for (int j = 1; j < kw.length; j++) {
            if (kw[j] != kw[j - 1] + 1) {
                return false;
            }
        }
        return pixelFloats == gather.inChannels();
    }

    /** Floats that a packed band needs. */
    int bandFloats() {
        if (inPlace) {
            return 0;
        }
        int planes = depths.stream().mapToInt(PackedAxis::extent).max().orElse(0);
        int rows = bands.stream().mapToInt(band -> band.height().extent()).max().orElse(0);
        return Math.multiplyExact(Math.multiplyExact(planes, rows), Math.multiplyExact(width.extent(), pixelFloats));
    }

    /** Floats from one output's inputs to those of the next in its row. */
    int outputStep() {
        return width.step() * pixelFloats;
    }

    /** Floats from one output row's inputs to those of the next. */
    int outputRowStep(Band band) {
        return band.height().step() * rowFloats();
    }

    private int rowFloats() {
        return inPlace ? gather.in().height() : width.extent() * pixelFloats;
    }

    private int planeFloats(Band band) {
        return inPlace ? gather.in().depth() : band.height().extent() * rowFloats();
    }

    /**
     * Where the taps of a phase read, relative to an output's first input, in the order of the filter panels.
     *
     * @param merged whether taps along width that lie side by side are one run
     */
    int[] runAt(Band band, int fd, int fh, int fw, boolean merged) {
        int[] kd = depths.getFirst().tapAt()[fd];
        int[] kh = band.height().tapAt()[fh];
        int[] kw = width.tapAt()[fw];
        int perRow = merged ? Math.min(1, kw.length) : kw.length;
        int[] runAt = new int[kd.length * kh.length * perRow];
        int run = 0;
        for (int d : kd) {
            for (int h : kh) {
                for (int w = 0; w < perRow; w++) {
                    runAt[run++] = d * planeFloats(band) + h * rowFloats() + kw[w] * pixelFloats;
                }
            }
        }
        return runAt;
    }

    /**
     * Brings the inputs of a band to where kernels read them.
     *
     * @param in     the caller's tensor
     * @param inAt   where it starts
     * @param n      image
     * @param group  group
     * @param q      output plane of each phase
     * @param packed destination, not used if the band lies in the caller's tensor
     */
    void pack(float[] in, int inAt, int n, int group, int q, Band band, float[] packed) {
        if (!inPlace) {
            int at = inAt + n * gather.in().batch() + group * gather.inChannels() * gather.in().channel();
            InputBand.pack(in, at, gather.in(), gather.inChannels(), depths.get(q), band.height(), width, packed);
        }
    }

    /** Where the first output of plane q reads its inputs. */
    int origin(int inAt, int n, int q, Band band) {
        return inPlace
                ? inAt + n * gather.in().batch() + q * gather.depth().inStep() * gather.in().depth() + band.at()
                : 0;
    }
}
