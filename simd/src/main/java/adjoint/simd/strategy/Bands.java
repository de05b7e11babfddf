package adjoint.simd.strategy;

import adjoint.geometry.BorderMode;
import adjoint.geometry.Layout;
import adjoint.simd.Caches;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.gather.Phase;
import adjoint.simd.pack.InputBand;
import adjoint.simd.pack.PackedAxis;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a gather is cut into bands of output rows, and where their inputs lie: in the caller's tensor if its order suits and it needs
 * no border, else packed, channels last, band by band, so that they stay in the second-level cache while all output channels
 * are computed from them.
 */
final class Bands {

    /** Where the inputs come from. */
    private enum Source {
        /** The caller's tensor; taps outside the input are not read. */
        IN_PLACE,
        /** Packed without a border; taps outside the input are not read. */
        CLIPPED,
        /** Packed with its border: every tap reads something. */
        PADDED
    }

    /**
     * Rows of a band below which it is not cut merely to be shared out: packing its edges and filling its tiles would cost more than that
     * gains.
     */
    private static final int LEAST_ROWS = 4;

    /** Floats of input that a band should not exceed. */
    private static final int BAND_FLOATS = Caches.SECOND_LEVEL / 4;

    private final Gather gather;
    private final Source source;
    private final int pixelFloats;
    private final int rowFloats;
    private final int planeFloats;
    private final PackedAxis width;
    private final List<PackedAxis> depths;
    private final List<Band> bands;

    /** At least so many bands, if there are rows enough, channels last, for kernels that leave out taps outside the input. */
    static Bands of(Gather gather, int least) {
        return new Bands(gather, !bordersAreZeros(gather)
                ? Source.PADDED
                : gather.layout() == Layout.NHWC ? Source.IN_PLACE : Source.CLIPPED, least);
    }

    /** As {@link #of}, but for kernels that also read channels which are {@link #runStep} apart. */
    static Bands anywhere(Gather gather, int least) {
        return bordersAreZeros(gather) && planesCanStay(gather) && Costs.planesShouldStay(gather)
                ? new Bands(gather, Source.IN_PLACE, least)
                : of(gather, least);
    }

    static boolean bordersAreZeros(Gather gather) {
        return Stream.of(gather.depth(), gather.height(), gather.width())
                .allMatch(axis -> axis.border() == BorderMode.ZEROS);
    }

    /**
     * Whether the lines of all channels that a tile reads fit in the sets of the second-level cache that they fall into: few, if planes are a multiple of a power of two apart. A few lines for each channel.
     */
    static boolean planesCanStay(Gather gather) {
        long apart = Math.max(Caches.LINE, Integer.lowestOneBit(gather.in().channel()));
        return apart * gather.inChannels() <= BAND_FLOATS;
    }

    /** Bands of the caller's tensor, for kernels that leave out taps outside the input and read channels {@link #runStep} apart. */
    static Bands inTensor(Gather gather, int least) {
        return new Bands(gather, Source.IN_PLACE, least);
    }

    /** Bands that are packed in any case, with their border. */
    static Bands padded(Gather gather) {
        return new Bands(gather, Source.PADDED, 1);
    }

    private Bands(Gather gather, Source source, int least) {
        this.gather = gather;
        this.source = source;
        int columns = gather.width().maxCount();
        this.width = axis(gather.width(), 0, columns, columns);
        this.depths = IntStream.range(0, gather.depth().maxCount()).mapToObj(q -> axis(gather.depth(), q, q + 1, 1))
                .toList();
        boolean inPlace = source == Source.IN_PLACE;
        this.pixelFloats = inPlace ? gather.in().width() : gather.inChannels();
        this.rowFloats = inPlace ? gather.in().height() : Math.multiplyExact(width.extent(), pixelFloats);
        this.bands = cut(least);
        int rows = bands.stream().mapToInt(band -> band.height().extent()).max().orElse(0);
        this.planeFloats = inPlace ? gather.in().depth() : Math.multiplyExact(rows, rowFloats);
    }

    private PackedAxis axis(GatherAxis axis, int from, int to, int slot) {
        return switch (source) {
            case IN_PLACE -> PackedAxis.inPlace(axis);
            // Where nothing is outside, only what is read.
            case CLIPPED -> axis.staysInside()
                    ? PackedAxis.padded(axis, from, to, slot)
                    : PackedAxis.clipped(axis, from, to);
            case PADDED -> PackedAxis.padded(axis, from, to, slot);
        };
    }

    private List<Band> cut(int least) {
        int rows = gather.height().maxCount();
        long planes = depths.stream().mapToInt(PackedAxis::extent).max().orElse(1);
        long rowOfAllChannels = (long) rowFloats * (runStep() == 1 ? 1 : gather.inChannels());
        long floatsPerRow = Math.max(1, rowOfAllChannels * Math.max(1, planes)) * gather.height().inStep();
        // Where rows are packed anew, a filter that does not stay near is read again for each band.
        int floats = source == Source.IN_PLACE && PackedTiles.readsFarPanels(gather) ? 4 * BAND_FLOATS : BAND_FLOATS;
        int most = Math.clamp(floats / floatsPerRow, 1, Math.max(1, rows));
        int count = Math.max(Math.ceilDiv(rows, most), Math.min(least, rows / LEAST_ROWS));
        return List.copyOf(Band.cut(rows, count, (from, to, slot) -> axis(gather.height(), from, to, slot)));
    }

    List<Band> bands() {
        return bands;
    }

    /** Whether kernels read the caller's tensor. */
    boolean inPlace() {
        return source == Source.IN_PLACE;
    }

    /** Whether every tap reads something. */
    boolean padded() {
        return source == Source.PADDED;
    }

    /** Floats from one input channel to the next. */
    int runStep() {
        return inPlace() && gather.inChannels() > 1 ? gather.in().channel() : 1;
    }

    /** Floats that a packed band needs. */
    int bandFloats() {
        int planes = depths.stream().mapToInt(PackedAxis::extent).max().orElse(0);
        return inPlace() ? 0 : Math.addExact(Math.multiplyExact(planes, planeFloats), InputBand.scratchFloats());
    }

    /** Floats from one output's inputs to those of the next in its row. */
    int outputStep() {
        return width.step() * pixelFloats;
    }

    /** Floats from one output row's inputs to those of the next. */
    int outputRowStep(Band band) {
        return band.height().step() * rowFloats;
    }

    /** Where tap (0, 0, 0) of output (q, band.from, 0) would read if it had offset 0. */
    int origin(int inAt, int n, int group, int q, Band band) {
        int image = inPlace()
                ? inAt + n * gather.in().batch() + group * gather.inChannels() * gather.in().channel()
                : 0;
        PackedAxis depth = depths.get(q);
        return image + (q * depth.step() - depth.first()) * planeFloats
                + (band.from() * band.height().step() - band.height().first()) * rowFloats
                - width.first() * pixelFloats;
    }

    /** Where a tap of a phase reads, relative to its output's origin. */
    int tapAt(Phase phase, int kd, int kh, int kw) {
        return depths.getFirst().tapAt()[phase.depth().index()][kd] * planeFloats
                + bands.getFirst().height().tapAt()[phase.height().index()][kh] * rowFloats
                + width.tapAt()[phase.width().index()][kw] * pixelFloats;
    }

    /** Whether the taps along width of a phase are side by side, channels included, so that they are one run. */
    boolean areSideBySide(AxisPhase phase) {
        int[] kw = width.tapAt()[phase.index()];
        for (int j = 1; j < kw.length; j++) {
            if (kw[j] != kw[j - 1] + 1) {
                return false;
            }
        }
        return runStep() == 1 && pixelFloats == gather.inChannels();
    }

    /** Inputs of the longest run of a phase. */
    int longestRun(AxisPhase phase) {
        return gather.inChannels() * (areSideBySide(phase) ? phase.tapAt().length : 1);
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
        if (!inPlace()) {
            int at = inAt + n * gather.in().batch() + group * gather.inChannels() * gather.in().channel();
            InputBand.packChannelsLast(in, at, gather.in(), gather.inChannels(), depths.get(q), band.height(), width,
                    planeFloats, packed, packed.length - InputBand.scratchFloats());
        }
    }
}
