package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.parallel.Workers;
import adjoint.simd.Caches;
import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.PlaneGemm12x2v;
import adjoint.simd.kernel.PlaneGemm1x8v;
import adjoint.simd.kernel.PlaneGemm4x2v;
import adjoint.simd.kernel.PlaneGemm4x6v;
import adjoint.simd.kernel.PlaneGemm6x2v;
import adjoint.simd.pack.PlanarUnits;
import adjoint.simd.pack.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Lanes are output pixels, weights are broadcast: for planes (NCHW), where neighbouring pixels are neighbours in memory, and for
 * so few output channels that they would not fill the lanes.
 *
 * <p>Pixels are counted through the rows of a band, so that narrow images fill vectors too; see {@link PlanarBands}.
 */
public final class PlanarGemm implements Strategy {

    @Override
    public String name() {
        return "PlanarGemm";
    }

    @Override
    public Optional<String> rejects(Gather gather) {
        if (gather.outElements() == 0) {
            return Optional.of("nothing to compute");
        }
        long here = Costs.planar(gather);
        long channels = Costs.channels(gather);
        return here < channels
                ? Optional.empty()
                : Optional.of(here + " vector steps, " + channels + " with lanes on channels");
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /**
     * Blocks of units for which it pays to gather a tile's inputs from the caller's planes: each plane is in another page of
     * memory, and there are more of them than the processor has at hand.
     */
    private static final int GATHERED_BLOCKS = 4;

    /** Floats that are gathered at most. */
    private static final int GATHERED_FLOATS = Caches.SECOND_LEVEL / 2;

    /** The tiles there are: units by vectors of pixels. */
    enum Tile {
        /** For dense layers. */
        UNITS_12("PlaneGemm12x2v", PlaneGemm12x2v.MR, PlaneGemm12x2v.NR),
        /** For few units. */
        UNITS_4("PlaneGemm4x6v", PlaneGemm4x6v.MR, PlaneGemm4x6v.NR),
        /** For dense layers, with 16 registers. */
        UNITS_6("PlaneGemm6x2v", PlaneGemm6x2v.MR, PlaneGemm6x2v.NR),
        /** For few units, with 16 registers. */
        UNITS_4_OF_16("PlaneGemm4x2v", PlaneGemm4x2v.MR, PlaneGemm4x2v.NR),
        /** For one. */
        UNIT_1("PlaneGemm1x8v", PlaneGemm1x8v.MR, PlaneGemm1x8v.NR);

        /** Pixels that are computed before they are stored: one of the largest tiles, or several. */
        private static final int STAGE = 8 * Math.max(16, Lanes.F32);
        /** From one row of a stage to the next: a tile may start before it. */
        private static final int PITCH = 2 * STAGE;

        final String kernel;
        final int mr;
        final int nr;

        Tile(String kernel, int mr, int nr) {
            this.kernel = kernel;
            this.mr = mr;
            this.nr = nr;
        }

        /** The tile with the fewest units computed in vain, the larger one of two. */
        static Tile of(int units) {
            if (units < 3) {
                return UNIT_1;
            }
            Tile high = Lanes.REGISTERS >= 32 ? UNITS_12 : UNITS_6;
            Tile low = Lanes.REGISTERS >= 32 ? UNITS_4 : UNITS_4_OF_16;
            return Math.ceilDiv(units, high.mr) * high.mr <= Math.ceilDiv(units, low.mr) * low.mr ? high : low;
        }
    }

    /**
     * The outputs of a phase.
     *
     * @param oneRun whether the pixels of a unit are one run of neighbours in the output, row after row, and units are channels
     */
    private record Block(Phase phase, Tile tile, PlanarUnits filter, float[][] bias,
            int[] stepAt, int[] gatheredAt, boolean oneRun) {
        /** Whether the inputs of a tile are gathered side by side. */
        boolean gathers() {
            return gatheredAt != null;
        }
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final PlanarBands bands;
        private final List<Block> blocks = new ArrayList<>();
        private final Finish finish;
        private final Workers workers;
        /** Where each unit of a tile that is computed in the output lies, relative to the first. */
        private final int[] channelAt;
        private final Items items;
        private final Runs runs;

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.bands = new PlanarBands(g);
            this.finish = new Finish(epilogue);
            this.workers = workers;
            this.channelAt = IntStream.range(0, PlaneGemm12x2v.MR).map(i -> i * g.out().channel()).toArray();
            float[] bias = epilogue.bias(g.groups() * g.outChannels());
            g.phases().forEach(phase -> blocks.add(block(phase, filter, bias)));
            this.items = new Items(g, bands.bands().size(), workers.threads(),
                    blocks.stream().mapToInt(block -> block.filter.blocks()).toArray());
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        private Block block(Phase phase, FloatArray filter, float[] bias) {
            Tile tile = Tile.of(phase.members() * g.outChannels());
            PlanarUnits units = new PlanarUnits(g, phase, filter.array(), filter.offset(), tile.mr);
            float[][] unitBias = new float[g.groups()][units.blocks() * tile.mr];
            for (int group = 0; group < g.groups(); group++) {
                for (int unit = 0; unit < units.units(); unit++) {
                    unitBias[group][unit] = bias[group * g.outChannels() + units.channel(unit)];
                }
            }
            int[] stepAt = bands.stepAt(phase);
            boolean gathers = bands.inPlace() && units.blocks() >= GATHERED_BLOCKS
                    && stepAt.length <= GATHERED_FLOATS / tile.nr;
            return new Block(phase, tile, units, unitBias, stepAt,
                    gathers ? IntStream.range(0, stepAt.length).map(k -> k * tile.nr).toArray() : null,
                    areOneRun(g, phase, bands.pitch()));
        }

        private int gatheredFloats() {
            return blocks.stream().filter(Block::gathers).mapToInt(block -> block.stepAt.length * block.tile.nr).max()
                    .orElse(0);
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return blocks.getFirst().tile.kernel + ", lanes on pixels, " + blocks.size() + " phase(s), "
                    + bands.bands().size() + " band(s) of rows " + (bands.inPlace() ? "in place" : "packed");
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * Float.BYTES
                    * ((long) bands.bandFloats() + gatheredFloats() + Worker.TILE_FLOATS + Tile.STAGE);
        }
    }

    /** Whether rows of outputs that are counted as lying so far apart follow each other in the tensor. */
    static boolean areOneRun(Gather g, Phase phase, int pitch) {
        return phase.members() == 1 && phase.width().count() == pitch && phase.width().outStep() * g.out().width() == 1
                && phase.height().outStep() * g.out().height() == pitch;
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        static final int TILE_FLOATS = PlaneGemm12x2v.MR * Tile.PITCH;

        private final Plan plan;
        private final Gather g;
        private final PlanarBands bands;
        private final Run run;
        private final float[] band;
        private final float[] tile = new float[TILE_FLOATS];
        private final float[] scratch = new float[Tile.STAGE];
        private final float[] gathered;

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.g = plan.g;
            this.bands = plan.bands;
            this.run = run;
            this.band = new float[bands.bandFloats()];
            this.gathered = new float[plan.gatheredFloats()];
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
            float[] x = bands.inPlace() ? run.in : band;
            int origin = bands.origin(run.inAt, n, group, q, rows);
            for (int b = 0; b < plan.blocks.size(); b++) { // by index: runs allocate nothing, not even iterators
                Block block = plan.blocks.get(b);
                int first = plan.items.firstPanel(item, b);
                int end = plan.items.endPanel(item, b);
                if (q < block.phase.depth().count() && first < end) {
                    compute(block, first, end, n, group, q, rows, x, origin);
                }
            }
        }

        private void compute(Block block, int firstUnits, int endUnits, int n, int group, int q, Band rows,
                float[] x, int origin) {
            int endRow = Math.min(rows.to(), block.phase.height().count());
            if (endRow <= rows.from() || block.phase.width().count() == 0) {
                return;
            }
            int nr = block.tile.nr;
            int pixels = (endRow - rows.from() - 1) * bands.pitch() + block.phase.width().count();
            int outAt = run.outAt + g.out().index(n, group * g.outChannels(), q * block.phase.depth().outStep(),
                    rows.from() * block.phase.height().outStep(), 0);
            boolean gathers = block.gathers() && endUnits - firstUnits >= GATHERED_BLOCKS;
            int stage = gathers ? nr : Tile.STAGE / nr * nr;
            int[] stepAt = gathers ? block.gatheredAt : block.stepAt;
            for (int done = 0; done < pixels; done += stage) {
                int end = Math.min(pixels, done + stage);
                if (gathers) {
                    gather(block.stepAt, nr, x, origin + start(done, pixels, nr));
                }
                float[] from = gathers ? gathered : x;
                for (int units = firstUnits; units < endUnits; units++) {
                    int staged = staysInTensor(block, units) ? end - (end - done) % nr : done;
                    for (int pixel = done; pixel < staged; pixel += nr) {
                        int cAt = outAt + block.filter.unitAt(units * block.tile.mr) + pixel;
                        multiply(block, group, units, stepAt, from, gathers ? 0 : origin + pixel, run.out, cAt,
                                g.out().channel());
                        if (plan.finish.changes()) {
                            plan.finish.rows(block.tile.mr, plan.channelAt, cAt, nr, run.out, null, 0);
                        }
                    }
                    for (int pixel = staged; pixel < end; pixel += nr) {
                        int at = start(pixel, pixels, nr);
                        multiply(block, group, units, stepAt, from, gathers ? 0 : origin + at, tile, nr + at - staged,
                                Tile.PITCH);
                    }
                    if (staged < end) {
                        store(block, units * block.tile.mr, staged, end, outAt);
                    }
                }
            }
        }

        /** Whether whole tiles of these units are computed in the output: nothing that they add may lie there. */
        private boolean staysInTensor(Block block, int units) {
            return block.oneRun && !plan.finish.addsResidual()
                    && (units + 1) * block.tile.mr <= block.filter.units();
        }

        /** In the caller's tensor nothing beyond the last pixel may be read: the last tile starts earlier. */
        private int start(int pixel, int pixels, int nr) {
            return bands.inPlace() ? Math.min(pixel, pixels - nr) : pixel;
        }

        private void gather(int[] stepAt, int nr, float[] x, int at) {
            for (int k = 0; k < stepAt.length; k++) {
                System.arraycopy(x, at + stepAt[k], gathered, k * nr, nr);
            }
        }

        /** Computes one tile. */
        private void multiply(Block block, int group, int units, int[] stepAt, float[] x, int xAt, float[] c, int cAt,
                int step) {
            float[] w = block.filter.floats();
            int wAt = block.filter.at(group, units);
            float[] bias = block.bias[group];
            int unit = units * block.tile.mr;
            switch (block.tile) {
                case UNITS_12 -> PlaneGemm12x2v.run(stepAt, x, xAt, w, wAt, bias, unit, c, cAt, step);
                case UNITS_4 -> PlaneGemm4x6v.run(stepAt, x, xAt, w, wAt, bias, unit, c, cAt, step);
                case UNITS_6 -> PlaneGemm6x2v.run(stepAt, x, xAt, w, wAt, bias, unit, c, cAt, step);
                case UNITS_4_OF_16 -> PlaneGemm4x2v.run(stepAt, x, xAt, w, wAt, bias, unit, c, cAt, step);
                case UNIT_1 -> PlaneGemm1x8v.run(stepAt, x, xAt, w, wAt, bias, unit, c, cAt, step);
            }
        }

        /** Stores pixels from..to-1, of which the first lies a tile behind the start of each row. */
        private void store(Block block, int unit, int from, int to, int outAt) {
            int end = Math.min(block.tile.mr, block.filter.units() - unit);
            for (int i = 0; i < end; i++) {
                int unitAt = outAt + block.filter.unitAt(unit + i);
                int rowAt = i * Tile.PITCH + block.tile.nr;
                if (plan.finish.addsResidual()) {
                    move(block, from, to, unitAt, 0, true);
                }
                if (plan.finish.changes()) {
                    plan.finish.run(to - from, tile, rowAt, scratch, 0);
                }
                move(block, from, to, unitAt, rowAt, false);
            }
        }

        /** Copies pixels from..to-1 of a unit from the residual to the scratch, or from the tile to the output. */
        private void move(Block block, int from, int to, int unitAt, int at, boolean residual) {
            int pitch = bands.pitch();
            int outStep = block.phase.width().outStep() * g.out().width();
            int outRowStep = block.phase.height().outStep() * g.out().height();
            int pixel = from;
            while (pixel < to) {
                int row = pixel / pitch;
                int column = pixel - row * pitch;
                int endOfRow = Math.min(to, (row + 1) * pitch);
                int count = Math.min(endOfRow - pixel, block.phase.width().count() - column);
                int tensorAt = unitAt + row * outRowStep + column * outStep;
                int arrayAt = at + pixel - from;
                if (count > 0 && residual) {
                    Strided.read(run.residual, tensorAt + run.residualBy, outStep, count, scratch, arrayAt);
                } else if (count > 0) {
                    Strided.write(tile, arrayAt, count, run.out, tensorAt, outStep);
                }
                pixel = endOfRow;
            }
        }
    }
}
