package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.BorderMode;
import adjoint.parallel.Workers;
import adjoint.simd.Caches;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.kernel.AddPieces;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.InputRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * For few output channels: each input pixel times all taps of all output channels, which fill vectors where the channels alone
 * would not, and then the sums of what meets at an output. It is what others call columns to image, row by row, so that the products
 * stay in the second-level cache.
 *
 * <pre>
 * products of a row   for each input pixel   row of taps 0   tap 0   a float for each output channel
 *                                                            tap 1   ...
 *                                            row of taps 1   ...
 * </pre>
 *
 * Input pixel i meets output {@code stride*i + place} through the tap of that place. Taps of a row are side by side, and so are the outputs
 * that they meet, so that {@code stride} of them are added as one piece.
 */
public final class ColumnGemm implements Strategy {

    /** Items of work for each worker: fewer than of other strategies, since the rows of a band's edges are computed twice. */
    private static final int ITEMS_PER_WORKER = 4;

    /** Floats of the products that are kept. */
    private static final int PRODUCT_FLOATS = Caches.SECOND_LEVEL / 2;

    @Override
    public String name() {
        return "ColumnGemm";
    }

    @Override
    public Optional<String> rejects(Gather g) {
        if (g.groups() != 1) {
            return Optional.of(g.groups() + " groups");
        }
        if (g.outElements() == 0 || g.inElements() == 0) {
            return Optional.of("nothing to compute");
        }
        if (!WalkedWindow.isFlat(g.depth())) {
            return Optional.of("a depth");
        }
        Places height = Places.of(g.height());
        Places width = Places.of(g.width());
        if (height == null || width == null || width.count() % width.stride != 0) {
            return Optional.of("taps that do not meet outputs side by side");
        }
        int columns = height.count() * width.count() * g.outChannels();
        if ((long) columns * height.ceilCount() * g.width().inExtent() > PRODUCT_FLOATS) {
            return Optional.of(columns + " products for each input pixel");
        }
        long here = Costs.columns(g, columns, (long) height.ceilCount() * width.ceilCount(),
                width.stride * g.outChannels());
        long there = Math.min(Costs.planar(g), Costs.channels(g));
        return here < there
                ? Optional.empty()
                : Optional
                        .of(here + " vector steps for each input pixel times all taps, " + there + " for each output");
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /**
     * The taps of an axis by the outputs that they meet: input i meets output {@code stride*i + first + p} through tap {@code taps[p]}.
     *
     * @param stride from the outputs of one input to those of the next
     * @param first  the first output that input 0 meets
     * @param taps   the taps
     */
    private record Places(int stride, int first, int[] taps) {

        /** Null if the outputs of an input are not side by side, or the border is not zeros. */
        static Places of(GatherAxis axis) {
            if (axis.border() != BorderMode.ZEROS || axis.inStep() != 1) {
                return null;
            }
            int stride = axis.phases().getFirst().outStep();
            List<int[]> found = new ArrayList<>();
            for (AxisPhase phase : axis.phases()) {
                for (int m = 0; m < phase.members(); m++) {
                    for (int j = 0; j < phase.tapAt().length; j++) {
                        found.add(new int[] {phase.outStart()[m] - stride * phase.tapAt()[j], phase.taps()[m][j]});
                    }
                }
            }
            found.sort((a, b) -> Integer.compare(a[0], b[0]));
            for (int p = 0; p < found.size(); p++) {
                if (found.get(p)[0] != found.getFirst()[0] + p) {
                    return null;
                }
            }
            return found.isEmpty()
                    ? null
                    : new Places(stride, found.getFirst()[0], found.stream().mapToInt(place -> place[1]).toArray());
        }

        int count() {
            return taps.length;
        }

        /** Inputs that an output meets at most. */
        int ceilCount() {
            return Math.ceilDiv(taps.length, stride);
        }
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final Places height;
        private final Places width;
        private final Finish finish;
        private final Workers workers;
        /** Floats of the outputs, of one row, that an input meets as one. */
        private final int piece;
        /** Blocks of {@code stride} outputs: the first that lies in the image, at least in part, and how many do. */
        private final int firstBlock;
        private final int blocks;
        /** Products of a pixel, rounded up to whole vectors. */
        private final int products;
        /** Pixels before and behind those of a row whose products are zeros. */
        private final int before;
        private final int behind;
        /** The vectors of each panel. */
        private final int[] panels;
        private final float[] weights;
        private final float[] init;
        private final int bandRows;
        private final Items items;
        private final Runs runs;

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.height = Places.of(g.height());
            this.width = Places.of(g.width());
            this.finish = new Finish(epilogue);
            this.workers = workers;
            this.piece = width.stride * g.outChannels();
            this.firstBlock = Math.floorDiv(-width.first, width.stride);
            int lastBlock = Math.floorDiv(g.width().outExtent() - 1 - width.first, width.stride);
            this.blocks = lastBlock - firstBlock + 1;
            this.before = Math.max(0, width.ceilCount() - 1 - firstBlock);
            this.behind = Math.max(0, lastBlock - g.width().inExtent() + 1);
            int columns = height.count() * width.count() * g.outChannels();
            int vectors = Math.ceilDiv(columns, Lanes.F32);
            this.products = vectors * Lanes.F32;
            this.panels = panels(vectors, GatherTiles.joins(g.in().channel()));
            this.weights = weights(filter);
            this.init = init(epilogue.bias(g.outChannels()));
            int rows = g.height().outExtent();
            int wanted = workers.threads() == 1 ? 1 : Math.ceilDiv(ITEMS_PER_WORKER * workers.threads(), g.batch());
            this.bandRows = Math.max(Math.ceilDiv(rows, wanted), Math.min(rows, 4 * height.count()));
            this.items = new Items(g, Math.ceilDiv(rows, bandRows), workers.threads(), 1);
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        /** Panels of as even a size as can be. */
        private static int[] panels(int vectors, boolean joins) {
            int wide = GatherTiles.WIDEST;
            int count = joins && vectors > wide && vectors % wide == 1 ? vectors / wide : Math.ceilDiv(vectors, wide);
            return IntStream.range(0, count).map(i -> vectors * (i + 1) / count - vectors * i / count).toArray();
        }

        private float[] weights(FloatArray filter) {
            int inChannels = g.inChannels();
            int d = WalkedWindow.onlyTap(g.depth());
            float[] packed = new float[Math.multiplyExact(products, inChannels + 1)];
            int panelAt = 0;
            int column = 0;
            for (int panel : panels) {
                int nr = panel * Lanes.F32;
                for (int lane = 0; lane < nr; lane++, column++) {
                    int channel = column % g.outChannels();
                    int tap = column / g.outChannels();
                    if (tap < height.count() * width.count()) {
                        int h = height.taps[tap / width.count()];
                        int w = width.taps[tap % width.count()];
                        for (int a = 0; a < inChannels; a++) {
                            packed[panelAt + (a + 1) * nr + lane] = filter.array()[filter.offset()
                                    + g.weightAt(0, a, channel, d, h, w)];
                        }
                    }
                }
                panelAt += (inChannels + 1) * nr;
            }
            return packed;
        }

        private float[] init(float[] bias) {
            float[] floats = new float[Math.max(piece, Lanes.F32)];
            for (int k = 0; k < piece; k++) {
                floats[k] = bias[k % bias.length];
            }
            return floats;
        }

        /** Floats of a row's products. */
        private int rowFloats() {
            return (before + g.width().inExtent() + behind) * products;
        }

        private int ringRows() {
            return height.ceilCount();
        }

        private int ringFloats() {
            return Math.addExact(Math.multiplyExact(ringRows(), rowFloats()), AddPieces.BLOCKS * products);
        }

        /** Floats of a row of outputs, whole blocks. */
        private int sumFloats() {
            return (blocks + AddPieces.BLOCKS) * piece + Lanes.F32;
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return "%s, lanes on taps and output channels, %d products for each input pixel"
                    .formatted(GatherTiles.kernel(panels[0]), products);
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * (long) Float.BYTES
                    * (ringFloats() + sumFloats() + (finish.addsResidual() ? sumFloats() : 0));
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        private final Plan plan;
        private final Gather g;
        private final Run run;
        private final float[] ring;
        private final float[] sums;
        private final float[] residuals;
        private final int[] pieceAt;
        private final int[] inputs;
        private final int[] rowAt;
        private final int[] outAt;

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.g = plan.g;
            this.run = run;
            this.ring = new float[plan.ringFloats()];
            this.sums = new float[plan.sumFloats()];
            this.residuals = new float[plan.finish.addsResidual() ? sums.length : 0];
            this.pieceAt = new int[plan.ringRows() * plan.width.ceilCount()];
            int pixel = g.in().width();
            int columns = g.width().inExtent();
            int most = GatherTiles.MAX_ROWS;
            // The last tile starts early enough to be whole; where there is less than a tile, its last pixel is computed repeatedly.
            this.rowAt = IntStream.range(0, Math.max(columns, most)).map(x -> Math.min(x, columns - 1) * pixel)
                    .toArray();
            this.outAt = IntStream.range(0, rowAt.length).map(x -> Math.min(x, columns - 1) * plan.products).toArray();
            this.inputs = runs(g.inChannels());
        }

        private static int[] runs(int channels) {
            int count = Math.ceilDiv(channels, InputRuns.MAX_LENGTH);
            int[] runs = new int[count * InputRuns.NUMBERS];
            for (int run = 0; run < count; run++) {
                int first = run * InputRuns.MAX_LENGTH;
                runs[run * InputRuns.NUMBERS + InputRuns.STEP] = first;
                runs[run * InputRuns.NUMBERS + InputRuns.LENGTH] = Math.min(InputRuns.MAX_LENGTH, channels - first);
            }
            return runs;
        }

        @Override
        public void pack(int item) {
            // Inputs are read row by row.
        }

        @Override
        public void compute(int item) {
            int image = plan.items.image(item);
            int from = plan.items.band(item) * plan.bandRows;
            int to = Math.min(from + plan.bandRows, g.height().outExtent());
            int stride = plan.height.stride;
            int next = 0;
            for (int y = from; y < to; y++) {
                int firstIn = Math.max(0, Math.ceilDiv(y - plan.height.first - plan.height.count() + 1, stride));
                int lastIn = Math.min(g.height().inExtent() - 1, Math.floorDiv(y - plan.height.first, stride));
                for (next = Math.max(next, firstIn); next <= lastIn; next++) {
                    products(image, next);
                }
                int terms = 0;
                for (int i = firstIn; i <= lastIn; i++) {
                    int tap = y - plan.height.first - stride * i;
                    for (int w = 0; w < plan.width.ceilCount(); w++) {
                        pieceAt[terms++] = slot(i) + (plan.before + plan.firstBlock - w) * plan.products
                                + (tap * plan.width.count() + w * plan.width.stride) * g.outChannels();
                    }
                }
                AddPieces.run(plan.blocks, plan.piece, pieceAt, terms, ring, plan.products, plan.init, sums, 0);
                store(run.outAt + image * g.out().batch() + y * g.out().height());
            }
        }

        /** Where the products of an input row are. */
        private int slot(int row) {
            return row % plan.ringRows() * plan.rowFloats();
        }

        private void products(int image, int row) {
            int columns = g.width().inExtent();
            int at = run.inAt + image * g.in().batch() + row * g.in().height();
            for (int r = 0; r < inputs.length; r += InputRuns.NUMBERS) {
                inputs[r + InputRuns.AT] = at + inputs[r + InputRuns.STEP] * g.in().channel();
            }
            int cAt = slot(row) + plan.before * plan.products;
            int bAt = 0;
            for (int panel : plan.panels) {
                int nr = panel * Lanes.F32;
                int mr = GatherTiles.rows(panel);
                for (int x = 0; x < columns; x += mr) {
                    GatherTiles.run(panel, mr, inputs, run.in, rowAt, plan.weights, bAt, ring, outAt, cAt,
                            Math.max(0, Math.min(x, columns - mr)), g.in().channel());
                }
                bAt += (g.inChannels() + 1) * nr;
                cAt += nr;
            }
        }

        /** Stores a row of sums, channels last, in the order of the caller's tensor. */
        private void store(int at) {
            int channels = g.outChannels();
            int columns = g.width().outExtent();
            int sumAt = -(plan.width.stride * plan.firstBlock + plan.width.first) * channels;
            if (plan.finish.changes()) {
                if (plan.finish.addsResidual()) {
                    for (int c = 0; c < channels; c++) {
                        gather(run.residual, at + run.residualBy + c * g.out().channel(), residuals, sumAt + c);
                    }
                }
                plan.finish.run(columns * channels, sums, sumAt, residuals, sumAt);
            }
            if (g.out().channel() == 1 && g.out().width() == channels) {
                System.arraycopy(sums, sumAt, run.out, at, columns * channels);
                return;
            }
            for (int c = 0; c < channels; c++) {
                int step = g.out().width();
                for (int x = 0; x < columns; x++) {
                    run.out[at + c * g.out().channel() + x * step] = sums[sumAt + x * channels + c];
                }
            }
        }

        private void gather(float[] tensor, int at, float[] row, int rowAt) {
            for (int x = 0; x < g.width().outExtent(); x++) {
                row[rowAt + x * g.outChannels()] = tensor[at + x * g.out().width()];
            }
        }
    }
}
