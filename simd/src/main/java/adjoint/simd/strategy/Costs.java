package adjoint.simd.strategy;

import adjoint.geometry.Layout;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.AxisPhase.Segment;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.StripGemm6x2v;
import java.util.List;

/**
 * What the strategies would cost, in vector steps: one multiply-add of one vector each, lanes that compute nothing counted. Moving
 * elements to another order and back is counted in the same unit.
 */
final class Costs {

    /** Vector steps in the time of transposing one float in registers, input or output: the same time at all widths. */
    private static final double TRANSPOSE = 12.0 / Lanes.F32;
    /** Vector steps in the time of moving one float from channels last to planes or back, one by one. */
    private static final double SCATTER = 4;
    /** Vector steps in the time of copying one float within a row, or one of every few. */
    private static final double COPY = 0.5;
    /** How much longer a step takes with lanes on pixels: vectors of pixels start anywhere, and their rows have ends. */
    private static final double PLANAR = 1.25;
    /** The same where tiles are computed in the output. */
    private static final double PLANAR_RUN = 1.15;
    /** How much longer a step takes with one channel in each group: there are as many loads as multiply-adds. */
    private static final double DEPTHWISE = 3;
    /** Vector steps in the time of starting a run of neighbouring inputs. */
    private static final double RUN = 4;

    /** How much longer a step takes if inputs of all channels are a plane apart: nothing for a large tile of neighbouring pixels. */
    private static final double PLANES = 1.25;
    /** How much longer a step takes if it reads a channel of another plane than the step before. */
    private static final double APART = 1.15;
    /** Vector steps in the time of adding or storing a piece of a vector. */
    private static final double PIECE = 2;

    private Costs() {
    }

    /** Lanes on output channels; see {@link ImplicitGemm}. */
    static long channels(Gather g) {
        if (g.layout() == Layout.NHWC) {
            return (long) merged(g);
        }
        double out = TRANSPOSE * g.outElements();
        return (long) (out + (Bands.planesCanStay(g) && planesShouldStay(g) ? apart(g) : packed(g)));
    }

    /** Whether runs of one tap each cost less than to pack planes so that taps are side by side. */
    static boolean planesShouldStay(Gather g) {
        return g.layout() == Layout.NCHW && apart(g) <= packed(g);
    }

    /** Channels-first inputs read where they lie. */
    private static double apart(Gather g) {
        boolean largeTile = Lanes.REGISTERS >= 32 && g.width().inStep() == 1;
        return (largeTile ? 1 : PLANES) * steps(g, g.inChannels());
    }

    /** Channels-first inputs packed. */
    private static double packed(Gather g) {
        return merged(g) + TRANSPOSE * g.inElements();
    }

    /** Channels last. */
    private static double merged(Gather g) {
        return steps(g, g.inChannels() * (g.groups() == 1 ? widthTaps(g) : 1));
    }

    /** Steps of all images, with runs of so many inputs. */
    private static double steps(Gather g, double run) {
        return (double) g.batch() * g.groups() * reads(g, g.outChannels()) * g.inChannels()
                * (1 + RUN / Math.max(1, run));
    }

    /** Lanes on pixels, strips of them written out; see {@link StripGemm}. */
    static long strips(Gather g, Bands bands) {
        double steps = 0;
        double packed = 0;
        for (Phase phase : g.phases()) {
            int rows = Math.ceilDiv(phase.members() * g.outChannels(), StripGemm6x2v.MR) * StripGemm6x2v.MR;
            for (Rectangle rectangle : Rectangle.of(g, bands, phase)) {
                long strips = Math.ceilDiv(rectangle.pixels(), StripGemm6x2v.NR);
                long floats = strips * StripGemm6x2v.NR * rectangle.steps(0, rectangle.runs().length);
                steps += (double) floats / Lanes.F32 * rows;
                packed += floats;
            }
        }
        double each = g.width().inStep() > 2 ? SCATTER : COPY;
        return (long) (g.batch() * g.groups() * (steps + each * packed) + COPY * g.outElements());
    }

    /** Lanes on channels, one of each group; see {@link Depthwise}. */
    static long depthwise(Gather g) {
        double steps = DEPTHWISE * reads(g, g.groups());
        return (long) (g.batch() * steps + reordering(g));
    }

    /**
     * Lanes on taps and output channels; see {@link ColumnGemm}.
     *
     * @param products of an input pixel
     * @param terms    of which an output is the sum
     * @param piece    floats that are added as one
     */
    static long columns(Gather g, int products, long terms, int piece) {
        double inPixels = (double) g.height().inExtent() * g.width().inExtent();
        double outFloats = (double) g.height().outExtent() * g.width().outExtent() * g.outChannels();
        double apart = g.layout() == Layout.NHWC ? 1 : APART;
        double steps = inPixels * Math.ceilDiv(products, Lanes.F32) * (g.inChannels() + RUN) * apart;
        double sums = outFloats / piece * Math.ceilDiv(piece, Lanes.F32) * (1 + terms) * PIECE;
        double moved = g.layout() == Layout.NHWC ? 0 : SCATTER * outFloats;
        return (long) (g.batch() * (steps + sums + moved));
    }

    /** Taps of a run: those along width, which lie side by side if there is one group. */
    private static double widthTaps(Gather g) {
        return g.width().phases().stream().mapToInt(phase -> phase.tapAt().length).average().orElse(0);
    }

    /** Vectors of units times the taps that they read, over all phases. */
    private static double reads(Gather g, int outChannels) {
        double reads = 0;
        for (Phase phase : g.phases()) {
            reads += Math.ceilDiv((long) phase.members() * outChannels, Lanes.F32)
                    * reads(phase.depth(), g.depth().inExtent()) * reads(phase.height(), g.height().inExtent())
                    * reads(phase.width(), g.width().inExtent());
        }
        return reads;
    }

    /** What channels last cost where the tensors have another order. */
    private static double reordering(Gather g) {
        return g.layout() == Layout.NHWC ? 0 : SCATTER * ((double) g.inElements() + g.outElements());
    }

    /** Lanes on output pixels; see {@link PlanarGemm}. */
    static long planar(Gather g) {
        PlanarBands bands = new PlanarBands(g);
        double rowPixels = bands.pitch();
        boolean oneRun = isOneRun(g, bands);
        double steps = 0;
        for (Phase phase : g.phases()) {
            int units = phase.members() * g.outChannels();
            PlanarGemm.Tile tile = PlanarGemm.Tile.of(units);
            double tiles = Math.ceilDiv(units, tile.mr) * (double) tile.mr;
            double pixels = (double) phase.depth().count() * phase.height().count() * rowPixels;
            double factor = tile == PlanarGemm.Tile.UNIT_1 ? DEPTHWISE : oneRun ? PLANAR_RUN : PLANAR;
            steps += factor * tiles * Math.ceil(pixels / Lanes.F32) * phase.taps() * g.inChannels();
        }
        double move = g.layout() == Layout.NCHW ? COPY : SCATTER;
        double moved = (bands.inPlace() ? 0 : move * g.inElements()) + (oneRun ? 0 : move * g.outElements());
        return (long) (g.batch() * (double) g.groups() * steps + moved);
    }

    /** Whether lanes on pixels neither pack nor store row by row; measured with 32 registers alone. */
    private static boolean isOneRun(Gather g, PlanarBands bands) {
        return Lanes.REGISTERS >= 32 && g.layout() == Layout.NCHW && bands.inPlace()
                && g.phases().stream().allMatch(phase -> PlanarGemm.areOneRun(g, phase, bands.pitch()));
    }

    /** Taps that read within the input, over all outputs of one member. */
    private static double reads(AxisPhase phase, int inExtent) {
        List<Segment> segments = phase.segments(inExtent);
        return segments.stream().mapToDouble(s -> (double) (s.end() - s.first()) * (s.tapTo() - s.tapFrom())).sum();
    }
}
