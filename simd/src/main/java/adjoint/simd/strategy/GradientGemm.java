package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.buffer.Floats;
import adjoint.geometry.FilterStrides;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import adjoint.parallel.Workers;
import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.OuterGemm12x2v;
import adjoint.simd.kernel.StripGemm6x2v;
import adjoint.simd.pack.Edge;
import adjoint.simd.pack.InputBand;
import adjoint.simd.pack.PackSteps;
import adjoint.simd.pack.PackedAxis;
import adjoint.spi.Backend;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The filter gradient as one matrix product for each tap: channels of x, shifted by the tap, times channels of y, summed over all
 * pixels. Lanes are channels of y. The sums of one group stay in tiles while all bands of both sides pass.
 */
public final class GradientGemm implements Backend.GradientPlan {

    /** With 16 registers both factors of a tile are packed. */
    private static final boolean PACKED = Lanes.REGISTERS < 32;
    private static final int MR = PACKED ? StripGemm6x2v.MR : OuterGemm12x2v.MR;
    private static final int NR = OuterGemm12x2v.NR;

    private final Problem problem;
    private final Gather gather;
    /** The only one of a convolution. */
    private final Phase phase;
    private final Bands bands;
    private final int cBlocks;
    private final int oBlocks;
    /** All of y, in the pieces that bands need. */
    private final PackedAxis[] yPlanes;
    private final PackedAxis[] yRows;
    private final PackedAxis yColumns;
    private final int shares;
    private final Workers workers;
    private final Workspaces<Run> runs = new Workspaces<>(() -> new Run(this));

    /**
     * Plans.
     *
     * @param problem the problem
     * @param workers who computes
     */
    public GradientGemm(Problem problem, Workers workers) {
        this.problem = problem;
        this.gather = Gather.convolution(problem);
        this.phase = gather.phases().getFirst();
        this.bands = Bands.padded(gather);
        this.cBlocks = Math.ceilDiv(gather.inChannels(), MR);
        this.oBlocks = Math.ceilDiv(gather.outChannels(), NR);
        this.yPlanes = IntStream.range(0, gather.depth().outExtent()).mapToObj(q -> PackedAxis.elements(q, q + 1))
                .toArray(PackedAxis[]::new);
        this.yRows = bands.bands().stream().map(band -> PackedAxis.elements(band.from(), band.to()))
                .toArray(PackedAxis[]::new);
        this.yColumns = PackedAxis.elements(0, gather.width().outExtent());
        this.workers = workers;
        // Each share packs both sides anew, so there are no more of them than keep all workers busy.
        this.shares = Math.clamp(Math.ceilDiv(workers.threads(), gather.groups()), 1, Math.max(1, rowsOfTiles()));
    }

    /** Taps by blocks of channels of x: the unit in which tiles are shared out. */
    private int rowsOfTiles() {
        return Math.multiplyExact(problem.geometry().taps(), cBlocks);
    }

    private int yBandFloats() {
        return Math.multiplyExact(bandPixels(), gather.outChannels());
    }

    private int bandPixels() {
        int rows = bands.bands().stream().mapToInt(band -> band.to() - band.from()).max().orElse(0);
        return Math.multiplyExact(rows, gather.width().outExtent());
    }

    /** Floats of the packed factors. */
    private int stepFloats() {
        return PACKED ? Math.multiplyExact(bandPixels(), MR + oBlocks * NR) : 0;
    }

    private int tileFloats() {
        return Math.multiplyExact(Math.ceilDiv(rowsOfTiles(), shares), oBlocks * MR * NR);
    }

    @Override
    public void run(Floats x, Floats y, Floats w) {
        Run run = runs.take();
        run.x = Edge.read(x);
        run.y = Edge.read(y);
        run.w = Edge.target(w);
        run.next.setPlain(0);
        workers.run(run);
        Edge.write(run.w, w);
        run.x = null;
        run.y = null;
        run.w = null;
        runs.giveBack(run);
    }

    /** One run under way. Items are shares of the tiles of one group. */
    private static final class Run implements Workers.Job {
        private final GradientGemm plan;
        private final Worker[] computers;
        private final AtomicInteger next = new AtomicInteger();
        private FloatArray x;
        private FloatArray y;
        private FloatArray w;

        Run(GradientGemm plan) {
            this.plan = plan;
            this.computers = new Worker[plan.workers.threads()];
        }

        @Override
        public void run(int worker) {
            if (computers[worker] == null) {
                computers[worker] = new Worker(plan, this);
            }
            int items = plan.gather.groups() * plan.shares;
            for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
                computers[worker].compute(item / plan.shares, item % plan.shares);
            }
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker {
        private final GradientGemm plan;
        private final Gather gather;
        private final Bands bands;
        private final Run run;
        private final float[] x;
        private final float[] y;
        private final float[] tiles;
        /** For each pixel the channels of x of a row of tiles, and then those of y of each tile. */
        private final float[] steps;

        Worker(GradientGemm plan, Run run) {
            this.plan = plan;
            this.gather = plan.gather;
            this.bands = plan.bands;
            this.run = run;
            // A kernel reads whole tiles: up to MR (NR) floats beyond the last channel of the last pixel.
            this.x = new float[bands.bandFloats() + MR];
            this.y = new float[plan.yBandFloats() + NR + InputBand.scratchFloats()];
            this.tiles = new float[plan.tileFloats()];
            this.steps = new float[plan.stepFloats()];
        }

        void compute(int group, int share) {
            int from = (int) ((long) plan.rowsOfTiles() * share / plan.shares);
            int to = (int) ((long) plan.rowsOfTiles() * (share + 1) / plan.shares);
            Arrays.fill(tiles, 0);
            if (plan.problem.geometry().yElements() > 0) {
                for (int n = 0; n < gather.batch(); n++) {
                    for (int q = 0; q < gather.depth().outExtent(); q++) {
                        for (int index = 0; index < bands.bands().size(); index++) {
                            Band band = bands.bands().get(index);
                            pack(n, group, q, band, index);
                            if (PACKED) {
                                addPacked(bands.origin(0, n, group, q, band), band, from, to);
                            } else {
                                add(bands.origin(0, n, group, q, band), band, from, to);
                            }
                        }
                    }
                }
            }
            store(group, from, to);
        }

        private void pack(int n, int group, int q, Band band, int index) {
            TensorStrides ys = gather.out();
            int columns = gather.width().outExtent();
            bands.pack(run.x.array(), run.x.offset(), n, group, q, band, x);
            int yAt = run.y.offset() + n * ys.batch() + group * gather.outChannels() * ys.channel();
            InputBand.packChannelsLast(run.y.array(), yAt, ys, gather.outChannels(), plan.yPlanes[q], plan.yRows[index],
                    plan.yColumns,
                    (band.to() - band.from()) * columns * gather.outChannels(), y,
                    y.length - InputBand.scratchFloats());
        }

        private void add(int origin, Band band, int from, int to) {
            int columns = gather.width().outExtent();
            int yStep = gather.outChannels();
            int tile = 0;
            for (int row = from; row < to; row++) {
                int tap = row / plan.cBlocks;
                int at = origin + plan.tapAt(tap) + row % plan.cBlocks * MR;
                for (int o = 0; o < plan.oBlocks; o++) {
                    OuterGemm12x2v.run(band.to() - band.from(), columns, x, at, bands.outputRowStep(band),
                            bands.outputStep(), y, o * NR, columns * yStep, yStep, tiles, tile);
                    tile += MR * NR;
                }
            }
        }

        private void addPacked(int origin, Band band, int from, int to) {
            int columns = gather.width().outExtent();
            int rows = band.to() - band.from();
            int pixels = rows * columns;
            int ySteps = pixels * MR;
            for (int o = 0; o < plan.oBlocks; o++) {
                PackSteps.run(pixels, NR, y, o * NR, gather.outChannels(), steps, ySteps + o * pixels * NR);
            }
            int tile = 0;
            for (int row = from; row < to; row++) {
                int at = origin + plan.tapAt(row / plan.cBlocks) + row % plan.cBlocks * MR;
                for (int r = 0; r < rows; r++) {
                    PackSteps.run(columns, MR, x, at + r * bands.outputRowStep(band), bands.outputStep(), steps,
                            r * columns * MR);
                }
                for (int o = 0; o < plan.oBlocks; o++) {
                    for (int done = 0; done < pixels; done += StripGemm6x2v.MAX_STEPS) {
                        StripGemm6x2v.run(Math.min(StripGemm6x2v.MAX_STEPS, pixels - done), steps, done * MR, steps,
                                ySteps + (o * pixels + done) * NR, tiles, tile, NR, tiles, tile, NR);
                    }
                    tile += MR * NR;
                }
            }
        }

        private void store(int group, int from, int to) {
            Geometry g = plan.problem.geometry();
            FilterStrides ws = gather.filter();
            int kw = g.width().kernel();
            int kh = g.height().kernel();
            int origin = ws.index(0, 0, 0, 0, 0, 0);
            int xStep = ws.index(0, 0, 1, 0, 0, 0) - origin;
            int yStep = ws.index(0, 1, 0, 0, 0, 0) - origin;
            float[] w = run.w.array();
            int tile = 0;
            for (int row = from; row < to; row++) {
                int tap = row / plan.cBlocks;
                int c = row % plan.cBlocks * MR;
                for (int o = 0; o < plan.oBlocks * NR; o += NR) {
                    int at = run.w.offset() + ws.index(group, o, c, tap / kw / kh, tap / kw % kh, tap % kw);
                    int end = Math.min(NR, gather.outChannels() - o);
                    for (int i = 0; i < Math.min(MR, gather.inChannels() - c); i++) {
                        for (int j = 0; j < end; j++) {
                            w[at + i * xStep + j * yStep] = tiles[tile + i * NR + j];
                        }
                    }
                    tile += MR * NR;
                }
            }
        }
    }

    private int tapAt(int tap) {
        int kw = phase.width().tapAt().length;
        int kh = phase.height().tapAt().length;
        return bands.tapAt(phase, tap / kw / kh, tap / kw % kh, tap % kw);
    }

    @Override
    public String describe() {
        return "simd: GradientGemm (" + (PACKED ? "StripGemm6x2v" : "OuterGemm12x2v") + ", lanes on channels of y, "
                + bands.bands().size()
                + " band(s) of rows)";
    }

    @Override
    public long workspaceBytes() {
        return workers.threads() * Float.BYTES
                * ((long) bands.bandFloats() + MR + yBandFloats() + NR + InputBand.scratchFloats() + tileFloats()
                        + stepFloats());
    }
}
