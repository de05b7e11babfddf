package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.parallel.Workers;
import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.InputRuns;
import adjoint.simd.kernel.StripGemm6x2v;
import adjoint.simd.pack.FilterPanels;
import adjoint.simd.pack.OutputPlanes;
import adjoint.simd.pack.PackStrips;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lanes are output pixels, weights are broadcast, for planes (NCHW) and 16 registers: the inputs of some pixels are written out as strips
 * of two vectors, one for each step, which all panels of weights then multiply. Outputs are rows of planes as they are computed, so that
 * neither inputs nor outputs are transposed.
 *
 * <p>As in {@link ImplicitGemm}, a {@link Rectangle} of pixels reads the same taps, and those outside the input cost nothing.
 */
public final class StripGemm implements Strategy {

    private static final int MR = StripGemm6x2v.MR;
    private static final int NR = StripGemm6x2v.NR;
    /** Pixels whose inputs are packed at a time: whole strips, so many that some lines of a plane are read after each other. */
    private static final int PIXELS = 192;
    /** Panels whose sums are kept at a time. */
    private static final int PANELS = 32;

    @Override
    public String name() {
        return "StripGemm";
    }

    @Override
    public Optional<String> rejects(Gather g) {
        if (Lanes.REGISTERS >= 32) {
            return Optional.of(Lanes.REGISTERS + " registers");
        }
        if (g.layout() != Layout.NCHW) {
            return Optional.of("channels last");
        }
        if (g.outElements() == 0 || g.inElements() == 0) {
            return Optional.of("nothing to compute");
        }
        if (!Bands.bordersAreZeros(g)) {
            return Optional.of("a border that is not zeros");
        }
        if (!Bands.planesCanStay(g) && !readsOnce(g)) {
            return Optional.of("planes that evict each other");
        }
        long here = Costs.strips(g, Bands.inTensor(g, 1));
        long there = Math.min(Costs.planar(g), Costs.channels(g));
        return here < there
                ? Optional.empty()
                : Optional.of(here + " vector steps on strips of pixels, " + there + " else");
    }

    /** Whether each input is read for one tap only. */
    private static boolean readsOnce(Gather g) {
        return List.of(g.depth(), g.height(), g.width()).stream()
                .allMatch(axis -> axis.phases().size() == 1 && axis.phases().getFirst().tapAt().length == 1);
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /**
     * The outputs of a phase.
     *
     * @param filter    the panels
     * @param weights   what they contain
     * @param unitSteps from one output channel of a panel to the next, 0 where the kernel cannot write them to the tensor
     */
    private record Block(Phase phase, FilterPanels filter, float[] weights, OutputPlanes[] planes, int[] unitSteps,
            List<Rectangle> rectangles) {
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final Bands bands;
        private final List<Block> blocks = new ArrayList<>();
        private final Finish finish;
        private final Workers workers;
        private final int panels;
        private final Items items;
        private final Runs runs;

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.bands = Bands.inTensor(g,
                    Items.leastBands(g, Math.ceilDiv(g.outChannels(), PANELS * MR), workers.threads()));
            this.finish = new Finish(epilogue);
            this.workers = workers;
            float[] bias = epilogue.bias(g.groups() * g.outChannels());
            g.phases().forEach(phase -> blocks.add(block(phase, filter, bias)));
            int[] panelsOf = blocks.stream().mapToInt(block -> block.filter.panels()).toArray();
            this.panels = Math.min(PANELS, IntStream.of(panelsOf).max().orElse(0));
            this.items = new Items(g, bands.bands().size(), workers.threads(), panelsOf);
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        private Block block(Phase phase, FloatArray filter, float[] bias) {
            FilterPanels filters = new FilterPanels(g, phase, MR,
                    panels -> IntStream.generate(() -> 1).limit(panels).toArray());
            OutputPlanes[] planes = new OutputPlanes[filters.panels()];
            for (int panel = 0; panel < planes.length; panel++) {
                int first = filters.firstUnit(panel);
                planes[panel] = new OutputPlanes(Math.min(MR, filters.units() - first), MR, PIXELS,
                        phase.width().outStep() * g.out().width(), unit -> filters.unitAt(first + unit));
            }
            int[] unitSteps = Stream.of(planes).mapToInt(OutputPlanes::evenStep).toArray();
            return new Block(phase, filters, filters.pack(filter.array(), filter.offset(), bias), planes, unitSteps,
                    Rectangle.of(g, bands, phase));
        }

        private int stripFloats() {
            return PIXELS / NR * PackStrips.PITCH;
        }

        private int sumFloats() {
            return panels * MR * PIXELS;
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return "StripGemm6x2v, lanes on pixels, " + blocks.size() + " phase(s), " + bands.bands().size()
                    + " band(s) of rows";
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * (long) Float.BYTES
                    * (stripFloats() + sumFloats() + panels * MR * NR + 6 * PIXELS);
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        private final Plan plan;
        private final Gather g;
        private final Run run;
        private final PixelWalk walk = new PixelWalk(PIXELS, 0);
        private final PackStrips packer = new PackStrips(PIXELS);
        private final float[] strips;
        private final float[] sums;
        /** What a tile of each panel starts with. */
        private final float[] starts;
        private final float[] scratch = new float[PIXELS];
        /** The first pixel that is not in a whole strip, as a segment. */
        private final int[] rest = new int[1];

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.g = plan.g;
            this.run = run;
            this.strips = new float[plan.stripFloats()];
            this.sums = new float[plan.sumFloats()];
            this.starts = new float[startAt(plan.panels)];
        }

        @Override
        public void pack(int item) {
            // Strips are packed from the caller's tensor.
        }

        @Override
        public void compute(int item) {
            int n = plan.items.image(item);
            int group = plan.items.group(item);
            int q = plan.items.plane(item);
            Band rows = plan.bands.bands().get(plan.items.band(item));
            int origin = plan.bands.origin(run.inAt, n, group, q, rows);
            for (int b = 0; b < plan.blocks.size(); b++) { // by index: runs allocate nothing, not even iterators
                Block block = plan.blocks.get(b);
                int end = plan.items.endPanel(item, b);
                if (q >= block.phase.depth().count()) {
                    continue;
                }
                int outAt = run.outAt + g.outAt(block.phase, n, group, q);
                for (int panel = plan.items.firstPanel(item, b); panel < end; panel += PANELS) {
                    compute(block, panel, Math.min(end, panel + PANELS), group, q, rows, origin, outAt);
                }
            }
        }

        private void compute(Block block, int first, int end, int group, int q, Band rows, int origin,
                int outAt) {
            start(block, first, end, group);
            for (int r = 0; r < block.rectangles.size(); r++) {
                Rectangle rectangle = block.rectangles.get(r);
                if (walk.start(PIXELS, g, plan.bands, rows, rectangle, block.phase, q, origin, outAt)) {
                    walk.cutEvenly(PIXELS, NR);
                    for (int count = walk.next(); count > 0; count = walk.next()) {
                        // Sums in the output would overwrite a residual that is the output, before it is added.
                        boolean even = walk.segments() == 1 && !run.addsOutput();
                        multiply(block, first, end, group, rectangle, count, even);
                        for (int panel = first; panel < end; panel++) {
                            store(block, panel, first, count, even);
                        }
                    }
                }
            }
        }

        /** Number of pixels, the first ones, whose sums a panel makes in the tensor. */
        private static int direct(Block block, int panel, int count, boolean even) {
            return even && block.unitSteps[panel] != 0 ? count / NR * NR : 0;
        }

        /** Stores what a panel has summed up, unless it was in the tensor. */
        private void store(Block block, int panel, int first, int count, boolean even) {
            OutputPlanes planes = block.planes[panel];
            int direct = direct(block, panel, count, even);
            if (direct > 0 && plan.finish.changes()) {
                planes.finishDirect(plan.finish, direct, walk.pixelAt[0], run.out, run.residual, run.residualBy);
            }
            if (direct < count) {
                rest[0] = direct;
                planes.storeRows(plan.finish, count, sums, sumsAt(panel - first), scratch,
                        direct > 0 ? rest : walk.segmentAt, walk.segments(), walk.pixelAt, run.out, run.residual,
                        run.residualBy);
            }
        }

        private static int sumsAt(int panel) {
            return panel * MR * PIXELS;
        }

        private static int startAt(int panel) {
            return panel * MR * NR;
        }

        /** Writes out what a tile of each panel first..end-1 starts with. */
        private void start(Block block, int first, int end, int group) {
            for (int panel = first; panel < end; panel++) {
                int biasAt = block.filter.at(group, panel);
                for (int unit = 0; unit < MR; unit++) {
                    int at = startAt(panel - first) + unit * NR;
                    Arrays.fill(starts, at, at + NR, block.weights[biasAt + unit]);
                }
            }
        }

        /**
         * Computes the sums of some pixels for panels first..end-1.
         *
         * @param even whether the pixels are neighbours in the tensor, so that sums of whole strips may be made there
         */
        private void multiply(Block block, int first, int end, int group, Rectangle rectangle, int count,
                boolean even) {
            packer.start(count, walk.rowAt, plan.bands.outputStep());
            int[] runs = rectangle.runs();
            int from = 0;
            do {
                int to = rectangle.endOfPiece(from, StripGemm6x2v.MAX_STEPS);
                int steps = 0;
                for (int r = from; r < to; r += InputRuns.NUMBERS) {
                    packer.run(runs[r + InputRuns.AT], plan.bands.runStep(), runs[r + InputRuns.LENGTH], steps, run.in,
                            strips);
                    steps += runs[r + InputRuns.LENGTH];
                }
                int weightsAt = MR + (from == to ? 0 : runs[from + InputRuns.STEP] * MR);
                boolean direct = even && to == runs.length;
                for (int panel = first; panel < end; panel++) {
                    multiply(block, panel, panel - first, group, weightsAt, steps, count, from == 0, direct);
                }
                from = to;
            } while (from < runs.length);
        }

        /** Multiplies the strips by some steps of a panel. */
        private void multiply(Block block, int panel, int at, int group, int weightsAt, int steps, int count,
                boolean isFirst, boolean even) {
            int a = block.filter.at(group, panel) + weightsAt;
            int direct = direct(block, panel, count, even);
            int outAt = walk.pixelAt[0] + block.planes[panel].firstAt();
            for (int pixel = 0; pixel < count; pixel += NR) {
                int x = pixel / NR * PackStrips.PITCH;
                float[] c = pixel < direct ? run.out : sums;
                int cAt = pixel < direct ? outAt + pixel : sumsAt(at) + pixel;
                int cStep = pixel < direct ? block.unitSteps[panel] : PIXELS;
                if (isFirst) {
                    StripGemm6x2v.run(steps, block.weights, a, strips, x, starts, startAt(at), NR, c, cAt, cStep);
                } else {
                    StripGemm6x2v.run(steps, block.weights, a, strips, x, sums, sumsAt(at) + pixel, PIXELS, c, cAt,
                            cStep);
                }
            }
        }
    }
}
