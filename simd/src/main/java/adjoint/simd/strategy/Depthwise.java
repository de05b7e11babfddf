package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.parallel.Workers;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.kernel.ChannelDot8x1v;
import adjoint.simd.kernel.ChannelRow8x1v;
import adjoint.simd.kernel.Finish;
import adjoint.simd.pack.OutputUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One input and one output channel in each group, lanes on channels: every tap multiplies a vector of channels by a vector of
 * weights. All groups are computed as one, in the caller's tensor where channels are last.
 */
public final class Depthwise implements Strategy {

    private static final int MR = ChannelDot8x1v.MR;

    /** Taps that {@link ChannelRow8x1v} takes from one load of an input. */
    private static final int SPAN = 3;

    @Override
    public String name() {
        return "Depthwise";
    }

    @Override
    public Optional<String> rejects(Gather gather) {
        if (gather.inChannels() != 1 || gather.outChannels() != 1) {
            return Optional.of("groups of %d to %d channels".formatted(gather.inChannels(), gather.outChannels()));
        }
        if (gather.groups() < Lanes.F32) {
            return Optional.of("%d channels do not fill a vector of %d".formatted(gather.groups(), Lanes.F32));
        }
        if (gather.outElements() == 0) {
            return Optional.of("nothing to compute");
        }
        long here = Costs.depthwise(gather);
        long planar = Costs.planar(gather);
        return here <= planar
                ? Optional.empty()
                : Optional.of("%d vector steps, %d with lanes on pixels".formatted(here, planar));
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /** The outputs of one member of a phase of each axis: weights of all taps, channels side by side. */
    private record Block(AxisPhase depth, AxisPhase height, AxisPhase width, int outAt, float[] weights,
            List<Region> regions) {
    }

    /**
     * A rectangle of outputs.
     *
     * @param rectangle the rectangle, each tap a run of its own
     * @param spans     its taps in spans that lie side by side along the row, null if they do not, or rows are too short
     */
    private record Region(Rectangle rectangle, Spans spans) {
    }

    /** Taps in spans: where each starts in the inputs and in the weights, and how many they are. */
    private record Spans(int[] at, int[] weightAt, int[] taps) {

        static Spans of(Rectangle rectangle, int pixelFloats) {
            int inRow = rectangle.columns().tapTo() - rectangle.columns().tapFrom();
            int rows = inRow == 0 ? 0 : rectangle.runAt().length / inRow;
            int perRow = Math.ceilDiv(inRow, SPAN);
            int[] at = new int[rows * perRow];
            int[] weightAt = new int[at.length];
            int[] taps = new int[at.length];
            for (int span = 0; span < at.length; span++) {
                int first = span / perRow * inRow + span % perRow * SPAN;
                at[span] = rectangle.runAt()[first];
                weightAt[span] = rectangle.runStep()[first];
                taps[span] = Math.min(SPAN, inRow - span % perRow * SPAN);
                for (int tap = 1; tap < taps[span]; tap++) {
                    if (rectangle.runAt()[first + tap] != at[span] + tap * pixelFloats) {
                        return null;
                    }
                }
            }
            return new Spans(at, weightAt, taps);
        }
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final Gather asOne;
        private final Bands bands;
        private final List<Block> blocks = new ArrayList<>();
        private final Finish finish;
        private final float[] bias;
        private final OutputUnits units;
        private final Workers workers;
        private final Items items;
        private final Workspaces<Run> runs = new Workspaces<>(this::newRun);

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.asOne = g.asOneGroup();
            this.bands = Bands.of(asOne);
            this.finish = new Finish(epilogue);
            this.bias = epilogue.bias(g.groups());
            this.units = new OutputUnits(g.groups(), rowFloats(), channel -> channel * g.out().channel());
            this.workers = workers;
            for (int fd = 0; fd < g.depth().phases().size(); fd++) {
                for (int fh = 0; fh < g.height().phases().size(); fh++) {
                    for (int fw = 0; fw < g.width().phases().size(); fw++) {
                        addBlocks(fd, fh, fw, filter);
                    }
                }
            }
            this.items = new Items(asOne, bands.bands().size(), 1, workers.threads());
        }

        /** Floats of a row of a tile: whole vectors. */
        private int rowFloats() {
            return Math.ceilDiv(g.groups(), Lanes.F32) * Lanes.F32;
        }

        private void addBlocks(int fd, int fh, int fw, FloatArray filter) {
            AxisPhase d = g.depth().phases().get(fd);
            AxisPhase h = g.height().phases().get(fh);
            AxisPhase w = g.width().phases().get(fw);
            List<Region> regions = Rectangle.tapByTap(asOne, bands, fd, fh, fw).stream()
                    .map(rectangle -> new Region(rectangle, spans(rectangle))).toList();
            for (int md = 0; md < d.members(); md++) {
                for (int mh = 0; mh < h.members(); mh++) {
                    for (int mw = 0; mw < w.members(); mw++) {
                        int outAt = g.out().index(0, 0, d.outStart()[md], h.outStart()[mh], w.outStart()[mw]);
                        blocks.add(new Block(d, h, w, outAt, weights(d.taps()[md], h.taps()[mh], w.taps()[mw], filter),
                                regions));
                    }
                }
            }
        }

        /** Neighbouring pixels must read neighbouring inputs. */
        private Spans spans(Rectangle rectangle) {
            boolean fits = g.width().inStep() == 1 && bands.outputStep() == bands.pixelFloats()
                    && rectangle.columns().end() - rectangle.columns().first() >= MR;
            return fits ? Spans.of(rectangle, bands.pixelFloats()) : null;
        }

        private float[] weights(int[] kd, int[] kh, int[] kw, FloatArray filter) {
            float[] weights = new float[kd.length * kh.length * kw.length * g.groups()];
            int at = 0;
            for (int d : kd) {
                for (int h : kh) {
                    for (int w : kw) {
                        for (int group = 0; group < g.groups(); group++) {
                            weights[at++] = filter.array()[filter.offset() + g.weightAt(group, 0, 0, d, h, w)];
                        }
                    }
                }
            }
            return weights;
        }

        private Run newRun() {
            return new Run(items, workers.threads(), run -> new Worker(this, run));
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual) {
            Run run = runs.take();
            run.on(workers, in, out, residual);
            runs.giveBack(run);
        }

        @Override
        public String describe() {
            return "lanes on channels, " + blocks.size() + " phase(s), " + bands.bands().size() + " band(s) of rows "
                    + (bands.inPlace() ? "in place" : "packed");
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * Float.BYTES * ((long) bands.bandFloats() + (MR + 1) * rowFloats());
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        private final Plan plan;
        private final Bands bands;
        private final Run run;
        private final float[] band;
        private final float[] tile;
        private final float[] scratch;
        private final int[] tileAt;
        private final PixelWalk walk = new PixelWalk(MR);
        /** Whether kernels write to the caller's tensor. */
        private final boolean direct;

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.bands = plan.bands;
            this.run = run;
            this.band = new float[bands.bandFloats()];
            this.direct = plan.g.out().channel() == 1 && !plan.finish.changes();
            int rowFloats = plan.rowFloats();
            this.tile = new float[MR * rowFloats];
            this.scratch = new float[rowFloats];
            this.tileAt = IntStream.range(0, MR).map(i -> i * rowFloats).toArray();
        }

        @Override
        public void pack(int item) {
            bands.pack(run.in, run.inAt, plan.items.image(item), 0, plan.items.plane(item),
                    bands.bands().get(plan.items.band(item)), band);
        }

        @Override
        public void compute(int item) {
            int q = plan.items.plane(item);
            Bands.Band rows = bands.bands().get(plan.items.band(item));
            float[] a = bands.inPlace() ? run.in : band;
            int origin = bands.origin(run.inAt, plan.items.image(item), 0, q, rows);
            int imageAt = run.outAt + plan.items.image(item) * plan.g.out().batch();
            for (Block block : plan.blocks) {
                if (q < block.depth.count()) {
                    int outAt = imageAt + block.outAt + q * block.depth.outStep() * plan.g.out().depth();
                    for (Region region : block.regions) {
                        // Pixels that are computed twice must not get a residual that is the output twice.
                        if (region.spans != null && run.residual != run.out) {
                            rows(block, region, rows, q, origin, outAt, a);
                        } else if (walk.start(MR, MR, plan.g, bands, rows, region.rectangle, q, block.height,
                                block.width, origin,
                                outAt)) {
                            for (int count = walk.next(); count > 0; count = walk.next()) {
                                tile(block, region.rectangle, count, a);
                            }
                        }
                    }
                }
            }
        }

        /** Row by row, the last tile of a row starting early enough to be whole. */
        private void rows(Block block, Region region, Bands.Band band, int q, int origin, int outAt, float[] a) {
            Rectangle rectangle = region.rectangle;
            if (q < rectangle.planes().first() || q >= rectangle.planes().end()) {
                return;
            }
            int endRow = Math.min(rectangle.rows().end(), band.to());
            int columns = rectangle.columns().end() - rectangle.columns().first();
            int pixel = bands.pixelFloats();
            int outPixel = block.width.outStep() * plan.g.out().width();
            for (int row = Math.max(rectangle.rows().first(), band.from()); row < endRow; row++) {
                int inRow = origin + (row - band.from()) * bands.outputRowStep(band)
                        + rectangle.columns().first() * pixel;
                int outRow = outAt + row * block.height.outStep() * plan.g.out().height()
                        + rectangle.columns().first() * outPixel;
                for (int column = 0; column < columns; column += MR) {
                    int first = Math.min(column, columns - MR);
                    int c = outRow + first * outPixel;
                    ChannelRow8x1v.run(plan.g.groups(), region.spans.at, region.spans.taps, a, inRow + first * pixel,
                            pixel,
                            block.weights, 0, region.spans.weightAt, plan.bias, direct ? run.out : tile, direct ? c : 0,
                            direct ? outPixel : plan.rowFloats());
                    if (!direct) {
                        for (int i = 0; i < MR; i++) {
                            walk.pixelAt[i] = c + i * outPixel;
                        }
                        store(MR);
                    }
                }
            }
        }

        private void tile(Block block, Rectangle rectangle, int count, float[] a) {
            ChannelDot8x1v.run(plan.g.groups(), rectangle.runAt(), a, walk.rowAt, block.weights, 0, rectangle.runStep(),
                    plan.bias, direct ? run.out : tile, direct ? walk.pixelAt : tileAt, 0);
            if (!direct) {
                store(count);
            }
        }

        private void store(int count) {
            plan.units.store(plan.finish, count, tile, scratch, walk.pixelAt, run.out, run.residual, run.residualBy);
        }
    }
}
