package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.parallel.Workers;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.ChannelDot8x1v;
import adjoint.simd.kernel.ChannelRow8x1v;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.InputRuns;
import adjoint.simd.pack.OutputUnits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One input and one output channel in each group, lanes on channels: every tap multiplies a vector of channels by a vector of
 * weights. All groups are computed as one, in the caller's tensor where channels are last.
 */
public final class Depthwise implements Strategy {

    private static final int MR = ChannelDot8x1v.MR;

    @Override
    public String name() {
        return "Depthwise";
    }

    @Override
    public Optional<String> rejects(Gather gather) {
        if (gather.inChannels() != 1 || gather.outChannels() != 1) {
            return Optional.of("groups of " + gather.inChannels() + " to " + gather.outChannels() + " channels");
        }
        if (gather.groups() < Lanes.F32) {
            return Optional.of(gather.groups() + " channels do not fill a vector of " + Lanes.F32);
        }
        if (gather.outElements() == 0) {
            return Optional.of("nothing to compute");
        }
        long here = Costs.depthwise(gather);
        long planar = Costs.planar(gather);
        return here <= planar
                ? Optional.empty()
                : Optional.of(here + " vector steps, " + planar + " with lanes on pixels");
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /**
     * The outputs of one member of a phase.
     *
     * @param phase   the phase
     * @param outAt   where the member's first output lies, relative to an image
     * @param weights of all taps, channels side by side, in the order of {@link TapOrder}; behind them the bias
     * @param regions all its outputs
     */
    private record Block(Phase phase, int outAt, float[] weights, List<Region> regions) {
    }

    /**
     * A rectangle of outputs, and its taps as kernels want them.
     *
     * @param rectangle the rectangle
     * @param taps      for {@link ChannelDot8x1v}
     * @param spans     for {@link ChannelRow8x1v}; null if rows are shorter than a tile
     */
    private record Region(Rectangle rectangle, int[] taps, int[] spans) {
    }

    /** Taps of a row, those of one residue modulo the stride side by side: they are as far apart as neighbouring outputs. */
    private record TapOrder(int[] places) {

        static TapOrder of(AxisPhase width) {
            int[] taps = IntStream.range(0, width.tapAt().length).boxed()
                    .sorted(Comparator.comparing(tap -> Math.floorMod(width.tapAt()[tap], width.inStep())))
                    .mapToInt(Integer::intValue).toArray();
            int[] places = new int[taps.length];
            for (int place = 0; place < taps.length; place++) {
                places[taps[place]] = place;
            }
            return new TapOrder(places);
        }

        /** The place of a tap, counted through all rows. */
        int place(int tap) {
            return tap / places.length * places.length + places[tap % places.length];
        }
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final Gather asOne;
        private final Bands bands;
        private final List<Block> blocks = new ArrayList<>();
        private final Finish finish;
        private final OutputUnits units;
        private final Workers workers;
        private final Items items;
        private final Runs runs;

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.asOne = g.asOneGroup();
            this.bands = Bands.of(asOne, Items.leastBands(asOne, 1, workers.threads()));
            this.finish = new Finish(epilogue);
            float[] bias = epilogue.bias(g.groups());
            this.units = new OutputUnits(g.groups(), rowFloats(), channel -> channel * g.out().channel());
            this.workers = workers;
            g.phases().forEach(phase -> addBlocks(phase, filter, bias));
            this.items = new Items(asOne, bands.bands().size(), workers.threads(), 1);
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        /** Floats of a row of a tile: whole vectors. */
        private int rowFloats() {
            return Math.ceilDiv(g.groups(), Lanes.F32) * Lanes.F32;
        }

        private void addBlocks(Phase phase, FloatArray filter, float[] bias) {
            TapOrder order = TapOrder.of(phase.width());
            List<Region> regions = Rectangle.tapByTap(asOne, bands, phase).stream()
                    .map(rectangle -> region(rectangle, order)).toList();
            for (int member = 0; member < phase.members(); member++) {
                float[] weights = weights(phase, member, order, filter);
                System.arraycopy(bias, 0, weights, weights.length - bias.length, bias.length);
                blocks.add(new Block(phase, phase.outAt(g.out(), member), weights, regions));
            }
        }

        private Region region(Rectangle rectangle, TapOrder order) {
            int[] runs = rectangle.runs();
            int count = runs.length / InputRuns.NUMBERS;
            int[] taps = new int[ChannelDot8x1v.TAP * count];
            for (int tap = 0; tap < count; tap++) {
                taps[ChannelDot8x1v.TAP * tap] = runs[InputRuns.NUMBERS * tap + InputRuns.AT];
                taps[ChannelDot8x1v.TAP * tap + 1] = order
                        .place(runs[InputRuns.NUMBERS * tap + InputRuns.STEP] / g.groups())
                        * g.groups();
            }
            boolean wide = rectangle.columns().end() - rectangle.columns().first() >= ChannelRow8x1v.MR;
            return new Region(rectangle, taps, wide ? spans(taps) : null);
        }

        /** Taps that follow each other by one pixel in the inputs, and directly in the weights, up to three at a time. */
        private int[] spans(int[] taps) {
            Map<Integer, Integer> inputs = new TreeMap<>(); // by place in the weights
            for (int tap = 0; tap < taps.length; tap += ChannelDot8x1v.TAP) {
                inputs.put(taps[tap + 1], taps[tap]);
            }
            List<Integer> spans = new ArrayList<>();
            while (!inputs.isEmpty()) {
                int weightAt = inputs.keySet().iterator().next();
                int at = inputs.remove(weightAt);
                int length = 1;
                while (length < 3 && Objects.equals(inputs.get(weightAt + length * g.groups()),
                        at + length * bands.outputStep())) {
                    inputs.remove(weightAt + length * g.groups());
                    length++;
                }
                spans.addAll(List.of(at, weightAt, length));
            }
            return spans.stream().mapToInt(Integer::intValue).toArray();
        }

        private float[] weights(Phase phase, int member, TapOrder order, FloatArray filter) {
            float[] weights = new float[(phase.taps() + 1) * g.groups()];
            int tap = 0;
            for (int d : phase.depthTaps(member)) {
                for (int h : phase.heightTaps(member)) {
                    for (int w : phase.widthTaps(member)) {
                        int at = order.place(tap++) * g.groups();
                        for (int group = 0; group < g.groups(); group++) {
                            weights[at + group] = filter.array()[filter.offset() + g.weightAt(group, 0, 0, d, h, w)];
                        }
                    }
                }
            }
            return weights;
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return "ChannelRow8x1v, lanes on channels, " + blocks.size() + " phase(s), " + bands.bands().size()
                    + " band(s) of rows "
                    + (bands.inPlace() ? "in place" : "packed");
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * Float.BYTES * ((long) bands.bandFloats() + MR * rowFloats());
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        private final Plan plan;
        private final Bands bands;
        private final Run run;
        private final float[] band;
        private final float[] tile;
        private final int[] tileAt;
        private final PixelWalk walk = new PixelWalk(MR, MR - 1);
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
            Band rows = bands.bands().get(plan.items.band(item));
            float[] a = bands.inPlace() ? run.in : band;
            int origin = bands.origin(run.inAt, plan.items.image(item), 0, q, rows);
            int imageAt = run.outAt + plan.items.image(item) * plan.g.out().batch();
            for (int b = 0; b < plan.blocks.size(); b++) { // by index: runs allocate nothing, not even iterators
                Block block = plan.blocks.get(b);
                if (q < block.phase.depth().count()) {
                    int outAt = imageAt + block.outAt + q * block.phase.depth().outStep() * plan.g.out().depth();
                    for (int r = 0; r < block.regions.size(); r++) {
                        Region region = block.regions.get(r);
                        // Pixels that are computed twice must not get a residual that is the output twice.
                        if (region.spans != null && !run.addsOutput()) {
                            rows(block, region, rows, q, origin, outAt, a);
                        } else if (walk.start(MR, plan.g, bands, rows, region.rectangle, block.phase, q,
                                origin, outAt)) {
                            for (int count = walk.next(); count > 0; count = walk.next()) {
                                tile(block, region, count, a);
                            }
                        }
                    }
                }
            }
        }

        /** Row by row, the last tile of a row starting early enough to be whole. */
        private void rows(Block block, Region region, Band band, int q, int origin, int outAt, float[] a) {
            Rectangle rectangle = region.rectangle;
            if (q < rectangle.planes().first() || q >= rectangle.planes().end()) {
                return;
            }
            int endRow = Math.min(rectangle.rows().end(), band.to());
            int columns = rectangle.columns().end() - rectangle.columns().first();
            int pixel = bands.outputStep();
            int outPixel = block.phase.width().outStep() * plan.g.out().width();
            for (int row = Math.max(rectangle.rows().first(), band.from()); row < endRow; row++) {
                int inRow = origin + (row - band.from()) * bands.outputRowStep(band)
                        + rectangle.columns().first() * pixel;
                int outRow = outAt + row * block.phase.height().outStep() * plan.g.out().height()
                        + rectangle.columns().first() * outPixel;
                for (int column = 0; column < columns; column += MR) {
                    int first = Math.min(column, columns - MR);
                    int c = outRow + first * outPixel;
                    ChannelRow8x1v.run(plan.g.groups(), region.spans, a, inRow + first * pixel, pixel, block.weights,
                            block.weights.length - plan.g.groups(), direct ? run.out : tile, direct ? c : 0,
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

        private void tile(Block block, Region region, int count, float[] a) {
            ChannelDot8x1v.run(plan.g.groups(), region.taps, a, walk.rowAt, block.weights,
                    block.weights.length - plan.g.groups(), direct ? run.out : tile, direct ? walk.pixelAt : tileAt);
            if (!direct) {
                store(count);
            }
        }

        private void store(int count) {
            plan.units.store(plan.finish, count, tile, 0, walk.pixelAt, run.out, run.residual, run.residualBy);
        }
    }
}
