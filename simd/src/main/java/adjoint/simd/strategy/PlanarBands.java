package adjoint.simd.strategy;

import adjoint.geometry.Layout;
import adjoint.simd.Caches;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import adjoint.simd.pack.InputBand;
import adjoint.simd.pack.PackedAxis;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a gather is cut into bands of output rows whose inputs lie in planes, one per channel, so that neighbouring outputs read
 * neighbouring floats across the ends of rows: pixel p of a band is column {@code p % pitch} of row {@code p / pitch}, and columns
 * beyond the last output are computed in vain. In the caller's tensor if it has that order and no window leaves the image, else
 * packed with the border.
 */
final class PlanarBands {

    /** Floats of input that a band should not exceed. */
    private static final int BAND_FLOATS = Caches.SECOND_LEVEL / 2;

    /** How far a kernel reads beyond a band's last pixel at most. */
    private static final int SLACK = 8 * Lanes.F32;

    private final Gather gather;
    private final boolean inPlace;
    private final PackedAxis width;
    private final List<PackedAxis> depths;
    private final List<Band> bands;
    private final int pitch;
    private final int rows;
    private final int partFloats;
    private final int planeFloats;
    private final int channelFloats;

    PlanarBands(Gather gather) {
        this.gather = gather;
        this.inPlace = liesInPlanes(gather);
        int columns = gather.width().maxCount();
        this.width = inPlace
                ? PackedAxis.inPlace(gather.width())
                : PackedAxis.unitStep(gather.width(), 0, columns, columns);
        this.depths = IntStream.range(0, gather.depth().maxCount())
                .mapToObj(q -> inPlace
                        ? PackedAxis.inPlace(gather.depth())
                        : PackedAxis.padded(gather.depth(), q, q + 1, 1))
                .toList();
        this.pitch = inPlace ? gather.in().height() : width.part();
        this.bands = cut();
        this.rows = bands.stream().mapToInt(band -> band.height().extent()).max().orElse(0);
        this.partFloats = Math.multiplyExact(rows, pitch);
        int parts = inPlace || pitch == 0 ? 1 : width.extent() / pitch;
        this.planeFloats = inPlace ? gather.in().depth() : Math.multiplyExact(parts, partFloats);
        int planes = depths.stream().mapToInt(PackedAxis::extent).max().orElse(0);
        this.channelFloats = inPlace ? gather.in().channel() : Math.multiplyExact(planes, planeFloats);
    }

    /** Whether the caller's tensor can be read as it is, a kernel's slack at its end included. */
    private static boolean liesInPlanes(Gather g) {
        return g.layout() == Layout.NCHW && g.width().inStep() == 1 && g.height().inStep() == 1
                && g.depth().staysInside()
                && g.height().staysInside() && g.width().staysInside() && g.height().isEven() && g.width().isEven()
                && (g.height().maxCount() - 1) * g.width().inExtent() + g.width().maxCount() >= SLACK;
    }

    private List<Band> cut() {
        return List.copyOf(inPlace ? cutInPlace() : cutPacked());
    }

    /** Nothing is packed: bands are there to be shared out. None is shorter than what a kernel reads at a time. */
    private List<Band> cutInPlace() {
        int outputRows = gather.height().maxCount();
        int least = Math.ceilDiv(SLACK, Math.max(1, pitch)) + 1;
        int wanted = Math.max(1, BAND_FLOATS / Math.max(1, gather.inChannels() * pitch));
        int count = Math.clamp(Math.ceilDiv(outputRows, wanted), 1, Math.max(1, outputRows / least));
        List<Band> cut = Band.cut(outputRows, count, (from, to, slot) -> PackedAxis.inPlace(gather.height()));
        if (cut.size() > 1 && pixels(cut.getLast()) < SLACK) {
            Band last = cut.removeLast();
            cut.set(cut.size() - 1, new Band(cut.getLast().from(), last.to(), last.height()));
        }
        return cut;
    }

    private List<Band> cutPacked() {
        int outputRows = gather.height().maxCount();
        long planes = depths.stream().mapToInt(PackedAxis::extent).max().orElse(1);
        long floatsPerRow = Math.max(1, gather.inChannels() * Math.max(1, planes) * width.extent())
                * gather.height().inStep();
        int perBand = Math.clamp(BAND_FLOATS / floatsPerRow, 1, Math.max(1, outputRows));
        return Band.cut(outputRows, Math.ceilDiv(outputRows, perBand),
                (from, to, slot) -> PackedAxis.unitStep(gather.height(), from, to, slot));
    }

    List<Band> bands() {
        return bands;
    }

    boolean inPlace() {
        return inPlace;
    }

    /** Floats from one row to the next. */
    int pitch() {
        return pitch;
    }

    /** Pixels of a band, from the first output to the last, those computed in vain included. */
    int pixels(Band band) {
        return (band.to() - band.from() - 1) * pitch + gather.width().maxCount();
    }

    /** Floats that a packed band needs. */
    int bandFloats() {
        return inPlace ? 0 : Math.addExact(Math.multiplyExact(gather.inChannels(), channelFloats), SLACK);
    }

    /** Where output (q, band.from, 0) would read a tap of offset 0. */
    int origin(int inAt, int n, int group, int q, Band band) {
        return inPlace
                ? inAt + n * gather.in().batch() + group * gather.inChannels() * gather.in().channel()
                        + q * gather.depth().inStep() * gather.in().depth() + band.from() * pitch
                : 0;
    }

    /** Where each step of a phase reads, relative to the origin: for each channel all taps, which share cache lines. */
    int[] stepAt(Phase phase) {
        int[] kd = places(depths.getFirst(), phase.depth());
        int[] kh = places(bands.getFirst().height(), phase.height());
        int[] kw = places(width, phase.width());
        int[] stepAt = new int[gather.inChannels() * kd.length * kh.length * kw.length];
        int step = 0;
        for (int a = 0; a < gather.inChannels(); a++) {
            for (int d : kd) {
                for (int h : kh) {
                    for (int w : kw) {
                        int column = inPlace ? w : w / pitch * partFloats + w % pitch;
                        stepAt[step++] = a * channelFloats + d * planeFloats + h * pitch + column;
                    }
                }
            }
        }
        return stepAt;
    }

    /** Where the taps of a phase lie for the first output of a band: the same for every band. */
    private static int[] places(PackedAxis firstOutputs, AxisPhase phase) {
        return IntStream.of(firstOutputs.tapAt()[phase.index()]).map(at -> at - firstOutputs.first()).toArray();
    }

    void pack(float[] in, int inAt, int n, int group, int q, Band band, float[] packed) {
        if (!inPlace) {
            int at = inAt + n * gather.in().batch() + group * gather.inChannels() * gather.in().channel();
            InputBand.packPlanar(in, at, gather.in(), gather.inChannels(), depths.get(q), band.height(), width, pitch,
                    rows,
                    packed);
        }
    }
}
