package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Layout;
import adjoint.parallel.Workers;
import adjoint.simd.Caches;
import adjoint.simd.Lanes;
import adjoint.simd.NativeFloats;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.PackedGemm6x2v;
import adjoint.simd.pack.FilterPanels;
import adjoint.simd.pack.OutputPlanes;
import adjoint.simd.pack.OutputUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A matrix product whose left side, one row of taps for each output pixel, is never written out: the kernel reads it where the
 * inputs lie. Lanes are units (output channels of all members of a phase).
 *
 * <p>Work is cut into {@link Items}. Within an item, for each panel of each phase, for each {@link Rectangle} of pixels whose taps
 * are the same, tiles of MR pixels. The panel is the innermost reuse: it stays in the second-level cache while the band's pixels
 * pass, and the band stays there while the panels pass.
 */
public final class ImplicitGemm implements Strategy {

    /**
     * Pixels that are computed before they are stored: whole tiles of most kernels, and enough that a channel of a channels-first
     * tensor gets whole cache lines at once. Its channels may lie a power of two apart, in one set of each cache.
     */
    private static final int STAGE = 96;
    /** Units side by side in a channels-first tensor from which on it does not pay to transpose a tile. */
    private static final int LONG_RUN = 4;
    private static final int MAX_MR = Math.max(GatherTiles.MAX_ROWS, PackedTiles.MR);
    private static final int MAX_NR = GatherTiles.MAX_VECTORS * Lanes.F32;
    /** Floats of panels that stay near while their pixels change. */
    private static final int NEAR_FLOATS = Caches.SECOND_LEVEL / 2;
    /** Outputs of a pixel that are computed together although not all panels stay near: four cache lines. */
    private static final int TOGETHER = 4 * Caches.LINE;
    private static final int STAGE_FLOATS = (STAGE + MAX_MR - 1) * MAX_NR;
    private static final int SCRATCH_FLOATS = OutputPlanes.rowFloats(STAGE);

    @Override
    public String name() {
        return "ImplicitGemm";
    }

    @Override
    public Optional<String> rejects(Gather gather) {
        return Optional.empty();
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return plan(gather, filter, Prologue.NONE, epilogue, workers);
    }

    /**
     * Plans with a prologue. The factors are multiplied into the filter's panels, since a filter mostly has fewer elements than an image.
     *
     * @param gather   the problem
     * @param filter   the caller's filter; not kept
     * @param prologue what happens to each input
     * @param epilogue what happens to each output
     * @param workers  who computes
     * @return the plan
     */
    public static Planned plan(Gather gather, FloatArray filter, Prologue prologue, Epilogue epilogue,
            Workers workers) {
        return new Plan(gather, filter, prologue, epilogue, workers);
    }

    /**
     * The outputs of a phase.
     *
     * @param filter     the panels
     * @param weights    what they contain, null if that is in native memory
     * @param lines      the same there, null if it is in an array
     * @param rectangles all of them, by their taps
     * @param whole      all of them
     * @param taps       where each tap reads within the input, for outputs that are added up tap by tap; else empty
     */
    private record Block(Phase phase, FilterPanels filter, float[] weights, NativeFloats lines, OutputUnits[] units,
            OutputPlanes[] planes, List<Rectangle> rectangles, Rectangle whole, List<Rectangle> taps) {
    }

    /** Behind the last of some panels that has two vectors. */
    private static int wide(Block block, int first, int end) {
        int wide = first;
        while (wide < end && block.filter.nr(wide) == PackedGemm6x2v.NR) {
            wide++;
        }
        return wide;
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final boolean scales;
        private final Bands bands;
        private final List<Block> blocks = new ArrayList<>();
        private final Finish finish;
        private final Workers workers;
        private final int panels;
        private final PackedTiles.Size packed;
        private final Items items;
        private final Runs runs;

        Plan(Gather g, FloatArray filter, Prologue prologue, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.scales = prologue == Prologue.CHANNEL_FACTORS;
            this.bands = Bands.anywhere(g,
                    Items.leastBands(g, Math.ceilDiv(g.outChannels(), GatherTiles.WIDEST * Lanes.F32),
                            workers.threads()));
            this.finish = new Finish(epilogue);
            this.workers = workers;
            this.packed = g.outElements() > 0 ? packed(g) : PackedTiles.Size.NONE;
            if (g.outElements() > 0) {
                float[] bias = epilogue.bias(g.groups() * g.outChannels());
                g.phases().forEach(phase -> blocks.add(block(phase, filter, bias)));
            }
            int[] panelsOf = blocks.stream().mapToInt(block -> block.filter.panels()).toArray();
            this.panels = IntStream.of(panelsOf).sum();
            this.items = new Items(g, bands.bands().size(), workers.threads(), packed.leastPanels(), panelsOf);
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        private Block block(Phase phase, FloatArray filter, float[] bias) {
            int widest = packed.panels() == 0 ? GatherTiles.WIDEST : PackedTiles.VECTORS;
            boolean joins = g.layout() == Layout.NHWC && GatherTiles.joins(bands.runStep());
            FilterPanels panels = new FilterPanels(g, phase, Lanes.F32,
                    vectors -> GatherTiles.panels(vectors, widest, joins));
            OutputUnits[] units = new OutputUnits[panels.panels()];
            OutputPlanes[] planes = new OutputPlanes[units.length];
            for (int panel = 0; panel < units.length; panel++) {
                int first = panels.firstUnit(panel);
                int nr = panels.nr(panel);
                int count = Math.min(nr, panels.units() - first);
                units[panel] = new OutputUnits(count, nr, unit -> panels.unitAt(first + unit));
                if (g.layout() == Layout.NCHW && units[panel].longestRun() < LONG_RUN) {
                    planes[panel] = new OutputPlanes(count, nr, STAGE, phase.width().outStep() * g.out().width(),
                            unit -> panels.unitAt(first + unit));
                }
            }
            List<Rectangle> rectangles = Rectangle.of(g, bands, phase);
            boolean tapByTap = packed.takes(units.length)
                    && packed.paysTapByTap(bandOutputs(phase), rectangles.size(), g.inChannels());
            float[] weights = panels.pack(filter.array(), filter.offset(), bias);
            NativeFloats lines = wantsLines(phase, panels) ? NativeFloats.copyOf(weights).orElse(null) : null;
            return new Block(phase, panels, lines == null ? weights : null, lines,
                    units, planes, rectangles, Rectangle.whole(phase),
                    tapByTap ? Rectangle.ofTaps(g, bands, phase) : List.of());
        }

        /** Whether the panels of a phase should lie in native memory. */
        private boolean wantsLines(Phase phase, FilterPanels panels) {
            int narrowest = panels.nr(panels.panels() - 1) / Lanes.F32;
            return !scales && packed.panels() == 0
                    && GatherTiles.wantLines(narrowest, bands.runStep(), bands.longestRun(phase.width()));
        }

        private PackedTiles.Size packed(Gather g) {
            int outputs = g.phases().stream().mapToInt(this::bandOutputs).max().orElse(0);
            int units = g.phases().stream().mapToInt(Phase::members).max().orElse(0) * g.outChannels();
            return PackedTiles.Size.of(g, bands, outputs, units / PackedGemm6x2v.NR);
        }

        /** Outputs of a phase in the largest band. */
        private int bandOutputs(Phase phase) {
            Band largest = bands.bands().getFirst();
            return Math.min(largest.to() - largest.from(), phase.height().count()) * phase.width().count();
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return (packed.panels() == 0 ? "" : "PackedGemm" + PackedTiles.MR + "x2v, ")
                    + GatherTiles.kernel(widest())
                    + (blocks.stream().anyMatch(block -> block.lines != null) ? "Lines" : "")
                    + ", lanes on output channels, " + blocks.size()
                    + " phase(s), " + panels + " panel(s), "
                    + bands.bands().size() + " band(s) of rows " + (bands.inPlace() ? "in place" : "packed");
        }

        /** Vectors of the first panel. */
        private int widest() {
            return blocks.isEmpty() ? GatherTiles.WIDEST : blocks.getFirst().filter.nr(0) / Lanes.F32;
        }

        /** Floats of one group's panels that are multiplied by factors. */
        private long scaledFloats() {
            return scales ? blocks.stream().mapToLong(block -> block.filter.groupFloats()).sum() : 0;
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * Float.BYTES
                    * (scaledFloats() + bands.bandFloats() + STAGE_FLOATS + SCRATCH_FLOATS + 4 * STAGE
                            + packed.floats());
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        private final Run run;
        private final Plan plan;
        private final Gather g;
        private final Bands bands;
        private final float[] band;
        private final float[] stage = new float[STAGE_FLOATS];
        private final float[] scratch = new float[SCRATCH_FLOATS];
        private final PixelWalk walk = new PixelWalk(STAGE, MAX_MR - 1);
        private final int[] stageAt = new int[STAGE + MAX_MR - 1];
        /** Where the sums start to which a tap adds. */
        private final int[] addAt = new int[STAGE + MAX_MR - 1];
        private final PackedTiles tiles;
        /** The panels of each block, of one group, multiplied by the factors of one image. */
        private final float[][] scaled;
        /** Whose factors these are: the number of image and group. */
        private int scaledBy;
        /** The panels of the block that is being computed, scaled or not. */
        private float[] weights;
        /** What nobody reads, see {@link OutputUnits#touch}. */
        private float touched;

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.run = run;
            this.g = plan.g;
            this.bands = plan.bands;
            this.band = new float[bands.bandFloats()];
            this.tiles = new PackedTiles(plan.packed);
            this.scaled = plan.blocks.stream().filter(block -> plan.scales)
                    .map(block -> new float[block.filter.groupFloats()]).toArray(float[][]::new);
        }

        @Override
        public void start() {
            scaledBy = -1;
        }

        /** Multiplies the panels by the factors of an image and group, if they are not those of the item before. */
        private void scale(int n, int group) {
            int by = n * g.groups() + group;
            if (plan.scales && by != scaledBy) {
                scaledBy = by;
                for (int b = 0; b < scaled.length; b++) {
                    Block block = plan.blocks.get(b);
                    block.filter.scale(group, run.factors, run.factorsAt + by * g.inChannels(), block.weights,
                            scaled[b]);
                }
            }
        }

        @Override
        public void pack(int item) {
            bands.pack(run.in, run.inAt, plan.items.image(item), plan.items.group(item), plan.items.plane(item),
                    bands.bands().get(plan.items.band(item)), band);
        }

        @Override
        public void compute(int item) {
            int n = plan.items.image(item);
            int group = plan.items.group(item);
            int q = plan.items.plane(item);
            Band rows = bands.bands().get(plan.items.band(item));
            float[] a = bands.inPlace() ? run.in : band;
            int origin = bands.origin(run.inAt, n, group, q, rows);
            scale(n, group);
            int panelsOf = plan.scales ? 0 : group;
            for (int b = 0; b < plan.blocks.size(); b++) { // by index: runs allocate nothing, not even iterators
                Block block = plan.blocks.get(b);
                weights = plan.scales ? scaled[b] : block.weights;
                int first = plan.items.firstPanel(item, b);
                int end = plan.items.endPanel(item, b);
                if (q >= block.phase.depth().count()) {
                    continue;
                }
                int outAt = run.outAt + g.outAt(block.phase, n, group, q);
                int wide = wide(block, first, end);
                int packed = plan.packed.takes(wide - first) ? wide : first;
                for (int panel = first; panel < packed; panel += plan.packed.panels()) {
                    int to = Math.min(packed, panel + plan.packed.panels());
                    if (block.taps.isEmpty()) {
                        computePacked(block, panel, to, panelsOf, q, rows, a, origin, outAt);
                    } else {
                        computeTapByTap(block, panel, to, panelsOf, q, rows, a, origin, outAt);
                    }
                }
                if (block.taps.isEmpty()) {
                    compute(block, first, packed, true, panelsOf, q, rows, a, origin, outAt);
                }
                compute(block, packed, end, false, panelsOf, q, rows, a, origin, outAt);
            }
        }

        /** Computes the rectangles for which it pays to pack their inputs. */
        private void computePacked(Block block, int first, int end, int group, int q, Band rows, float[] a,
                int origin, int outAt) {
            int bAt = block.filter.at(group, first);
            int bStep = block.filter.at(group, first + 1) - bAt;
            for (int r = 0; r < block.rectangles.size(); r++) {
                Rectangle rectangle = block.rectangles.get(r);
                if (!walk.start(STAGE, g, bands, rows, rectangle, block.phase, q, origin, outAt)
                        || !PackedTiles.pays(walk.pixels())) {
                    continue;
                }
                walk.cutEvenly(plan.packed.pixels(), PackedTiles.MR);
                for (int count = walk.next(); count > 0; count = walk.next()) {
                    touchResidual(block, first, end, count);
                    tiles.compute(count, a, walk, rectangle, weights, bAt, bStep, block.units, first, end,
                            run.addsOutput() ? null : run.out);
                    for (int panel = first; panel < end; panel++) {
                        if (isDirect(block.units[panel])) {
                            finishDirect(block.units[panel], count);
                        } else {
                            store(block, panel, count, tiles.sums(), tiles.sumsAt(panel - first));
                        }
                    }
                }
            }
        }

        /**
         * Brings what is added to some pixels near, in the order in which it lies: panel by panel it is lines far apart, for each of
         * which a tile waits.
         */
        private void touchResidual(Block block, int first, int end, int count) {
            if (run.residual != null && g.layout() == Layout.NHWC) {
                float sum = 0;
                for (int i = 0; i < count; i++) {
                    float ofPixel = 0; // a chain of additions of its own for each pixel
                    for (int panel = first; panel < end; panel++) {
                        ofPixel += block.units[panel].touch(run.residual, walk.pixelAt[i] + run.residualBy);
                    }
                    sum += ofPixel;
                }
                touched = sum;
            }
        }

        /** Computes all outputs, which are few, tap by tap. */
        private void computeTapByTap(Block block, int first, int end, int group, int q, Band rows, float[] a,
                int origin, int outAt) {
            float[] b = weights;
            int bAt = block.filter.at(group, first);
            int bStep = block.filter.at(group, first + 1) - bAt;
            if (!walk.start(STAGE, g, bands, rows, block.whole, block.phase, q, origin, outAt)) {
                return;
            }
            tiles.start(walk.pixels(), b, bAt, bStep, end - first);
            for (int t = 0; t < block.taps.size(); t++) {
                Rectangle tap = block.taps.get(t);
                if (walk.start(STAGE, g, bands, rows, tap, block.phase, q, origin, outAt)) {
                    walk.cutEvenly(plan.packed.pixels(), PackedTiles.MR);
                    for (int count = walk.next(); count > 0; count = walk.next()) {
                        walk.placesInBand(block.phase.width().count(), PackedGemm6x2v.NR, addAt);
                        tiles.add(count, a, walk.rowAt, addAt, tap, b, bAt, bStep, end - first);
                    }
                }
            }
            walk.start(STAGE, g, bands, rows, block.whole, block.phase, q, origin, outAt);
            int done = 0;
            for (int count = walk.next(); count > 0; count = walk.next()) {
                for (int panel = first; panel < end; panel++) {
                    store(block, panel, count, tiles.sums(),
                            tiles.sumsAt(panel - first) + done * PackedGemm6x2v.NR);
                }
                done += count;
            }
        }

        /** Computes the other rectangles, or all. */
        private void compute(Block block, int first, int end, boolean others, int group, int q, Band rows,
                float[] a, int origin, int outAt) {
            // All panels of some pixels after each other, if they stay near: their outputs share cache lines. Else all
            // pixels of a panel.
            int together = block.filter.groupFloats() <= NEAR_FLOATS
                    ? end - first
                    : Math.max(1, TOGETHER / block.filter.nr(0));
            for (int panel = first; panel < end; panel += together) {
                computePanels(block, panel, Math.min(end, panel + together), others, group, q, rows, a, origin, outAt);
            }
        }

        private void computePanels(Block block, int first, int end, boolean others, int group, int q, Band rows,
                float[] a, int origin, int outAt) {
            int mr = mr(block.filter.nr(first));
            int tile = mr == mr(block.filter.nr(end - 1)) ? STAGE / mr * mr : STAGE;
            for (int r = 0; r < block.rectangles.size(); r++) {
                Rectangle rectangle = block.rectangles.get(r);
                if (!walk.start(tile, g, bands, rows, rectangle, block.phase, q, origin, outAt)
                        || others && PackedTiles.pays(walk.pixels())) {
                    continue;
                }
                for (int count = walk.next(); count > 0; count = walk.next()) {
                    for (int panel = first; panel < end; panel++) {
                        stage(block, panel, group, rectangle, count, a);
                    }
                }
            }
        }

        private static int mr(int nr) {
            return GatherTiles.rows(nr / Lanes.F32);
        }

        /** Where the pixels of a stage lie. */
        private int[] stageAt(int nr) {
            if (stageAt[1] != nr) {
                for (int i = 0; i < stageAt.length; i++) {
                    stageAt[i] = i * nr;
                }
            }
            return stageAt;
        }

        private void stage(Block block, int panel, int group, Rectangle rectangle, int count, float[] a) {
            OutputUnits units = block.units[panel];
            boolean direct = !GatherTiles.ADD_TO_C && isDirect(units);
            float[] c = direct ? run.out : stage;
            int cAt = direct ? units.firstAt() : 0;
            int[] outAt = direct ? walk.pixelAt : stageAt(block.filter.nr(panel));
            float[] b = weights;
            int bAt = block.filter.at(group, panel);
            int[] runs = rectangle.runs();
            int nr = block.filter.nr(panel);
            int step = bands.runStep();
            int row = 0;
            while (row < count) {
                row += block.lines == null
                        ? GatherTiles.run(nr / Lanes.F32, count - row, runs, a, walk.rowAt, b, bAt, c, outAt, cAt, row,
                                step)
                        : GatherTiles.runLines(nr / Lanes.F32, count - row, runs, a, walk.rowAt, block.lines, bAt, c,
                                outAt, cAt, row);
            }
            if (!direct) {
                store(block, panel, count, stage, 0);
            } else {
                finishDirect(units, count);
            }
        }

        /** Whether sums may be made in the tensor: there they would overwrite a residual that is the tensor, before it is added. */
        private boolean isDirect(OutputUnits units) {
            return units.isDirect() && !run.addsOutput();
        }

        private void finishDirect(OutputUnits units, int count) {
            if (plan.finish.changes()) {
                units.finishDirect(plan.finish, count, walk.pixelAt, run.out, run.residual, run.residualBy);
            }
        }

        /** Stores the sums of some pixels. */
        private void store(Block block, int panel, int count, float[] sums, int sumsAt) {
            OutputPlanes planes = block.planes[panel];
            if (planes != null && walk.hasLongSegments()) {
                planes.store(plan.finish, count, sums, sumsAt, scratch, walk.segmentAt, walk.segments(), walk.pixelAt,
                        run.out, run.residual, run.residualBy);
            } else {
                block.units[panel].store(plan.finish, count, sums, sumsAt, walk.pixelAt, run.out, run.residual,
                        run.residualBy);
            }
        }
    }
}
