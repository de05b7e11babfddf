package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.parallel.Workers;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.gather.Phase;
import adjoint.simd.kernel.ChannelUpsample4x4;
import adjoint.simd.kernel.ChannelWindow2x2;
import adjoint.simd.kernel.ChannelWindow3x3;
import adjoint.simd.kernel.ChannelWindow3x3Stride2;
import adjoint.simd.kernel.ChannelWindow5x5;
import adjoint.simd.kernel.ChannelWindow5x5Stride2;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.GroupWindow3x3;
import adjoint.simd.kernel.GroupWindow3x3By2;
import adjoint.simd.pack.OutputUnits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Depthwise layers, and small groups of channels, with the windows that networks have, channels last: for each vector of channels a kernel walks along two rows of
 * outputs and keeps what it has begun in registers, so that each input is loaded once for all outputs of the two rows. Nothing is packed.
 *
 * <p>What it declines is left to {@link Depthwise}.
 */
public final class ChannelWindows implements Strategy {

    /** Rows and columns of the window of {@link ChannelUpsample4x4}. */
    private static final int UPSAMPLING_TAPS = 4;
    /** Floats of an array that is a large object to the G1 collector, which begins all of them as far behind a line: half of its smallest region. */
    private static final int LARGE_FLOATS = (512 << 10) / Float.BYTES;
    private static final int UPSAMPLING_FLOATS = (UPSAMPLING_TAPS * UPSAMPLING_TAPS + 1) * Lanes.F32;

    @Override
    public String name() {
        return "ChannelWindows";
    }

    @Override
    public Optional<String> rejects(Gather g) {
        boolean small = g.inChannels() < Lanes.F32 && Integer.bitCount(g.inChannels()) == 1;
        if (g.inChannels() != g.outChannels() || !small) {
            return Optional.of("groups of " + g.inChannels() + " to " + g.outChannels() + " channels");
        }
        Optional<WalkedWindow> window = WalkedWindow.of(g);
        if (window.isEmpty() || g.inChannels() > 1 && window.get() != WalkedWindow.THREE) {
            return Optional.of("a window that is not walked along");
        }
        if (g.layout() != Layout.NHWC) {
            return Optional.of("channels are first");
        }
        int channels = g.groups() * g.inChannels();
        return channels < Lanes.F32
                ? Optional.of(channels + " channels do not fill a vector of " + Lanes.F32)
                : Optional.empty();
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /**
     * How channels are cut into vectors.
     *
     * @param channels all channels, at least a vector of them
     * @param byLines  whether the first vector has four channels less than others, those behind it begin at multiples of a vector less
     *                 four, and the last has four channels: where channels are whole vectors and an array begins 16 bytes behind a cache
     *                 line, as all large ones do with the G1 collector, vectors that are as long as lines then are lines. Otherwise the
     *                 last vector starts earlier where channels are not whole vectors
     */
    private record Cut(int channels, boolean byLines) {
        private static final int BEFORE_LINE = 4;

        int vectors() {
            return byLines ? channels / Lanes.F32 + 1 : Math.ceilDiv(channels, Lanes.F32);
        }

        /** The channel of a vector's lane 0. */
        int first(int vector) {
            return byLines
                    ? vector * Lanes.F32 - BEFORE_LINE
                    : Math.min(vector * Lanes.F32, channels - Lanes.F32);
        }

        /** Behind the last channel of a vector. */
        int end(int vector) {
            return Math.min(first(vector) + Lanes.F32, channels);
        }
    }

    /**
     * The outputs of one member of a phase.
     *
     * @param phase   the phase
     * @param outAt   where the member's first output lies, relative to an image
     * @param weights for each cut, for each vector of channels the weights from one input channel, each tap a vector, and the bias; then
     *                those from the group's other channels as {@link GroupWindow3x3} wants them, each time with zeros in place of the bias
     */
    private record Block(Phase phase, int outAt, float[][] weights) {
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final WalkedWindow window;
        private final List<Block> blocks = new ArrayList<>();
        /** For {@link ChannelUpsample4x4}, which computes all blocks at a time; null where it does not fit. */
        private final float[][] upsampling;
        private final Finish finish;
        private final Workers workers;
        /** Channels of all groups. */
        private final int channels;
        /** By vectors, and by lines for the kernels that gain by it; what is walked along with stride 1 does not, 5x5 windows hardly. */
        private final List<Cut> cuts;
        /** Swaps of lanes in one walk, of {@link GroupWindow3x3} or {@link GroupWindow3x3By2}. */
        private final int swaps;
        private final int bands;
        private final int bandRows;
        private final Items items;
        private final Runs runs;

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.window = WalkedWindow.of(g).orElseThrow();
            this.finish = new Finish(epilogue);
            this.workers = workers;
            this.channels = g.groups() * g.inChannels();
            this.swaps = Lanes.REGISTERS >= 32 && g.inChannels() > 1 ? GroupWindow3x3By2.WALKED : 1;
            Cut byVectors = new Cut(channels, false);
            boolean upsamples = !finish.addsResidual() && g.inChannels() == 1 && isDoubled(g.height())
                    && isDoubled(g.width());
            this.cuts = (upsamples || window == WalkedWindow.THREE_STRIDE_2) && canCutByLines()
                    ? List.of(byVectors, new Cut(channels, true))
                    : List.of(byVectors);
            float[] bias = epilogue.bias(channels);
            this.upsampling = upsamples ? forEachCut(cut -> upsamplingWeights(cut, filter, bias)) : null;
            if (upsampling == null) {
                addBlocks(filter, bias);
            }
            // An even number of rows in each band, so that at most the last row of an image has no other to be computed with.
            int rows = g.height().maxCount();
            int wanted = Items.leastBands(g.asOneGroup(), 1, workers.threads());
            this.bandRows = 2 * Math.max(1, Math.ceilDiv(rows, 2 * wanted));
            this.bands = Math.ceilDiv(rows, bandRows);
            this.items = new Items(g.asOneGroup(), bands, workers.threads(), 1);
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        /** Whether all pixels begin as far behind a line, vectors are many enough for one more, and no tile is between. */
        private boolean canCutByLines() {
            return Lanes.ARE_LINES && channels % Lanes.F32 == 0 && channels > 2 * Lanes.F32 && !finish.addsResidual();
        }

        private float[][] forEachCut(Function<Cut, float[]> weights) {
            return cuts.stream().map(weights).toArray(float[][]::new);
        }

        private void addBlocks(FloatArray filter, float[] bias) {
            for (Phase phase : g.phases()) {
                for (int member = 0; member < phase.members(); member++) {
                    int[] kh = phase.heightTaps(member);
                    int[] kw = phase.widthTaps(member);
                    blocks.add(new Block(phase, phase.outAt(g.out(), member),
                            forEachCut(cut -> weights(cut, kh, kw, filter, bias))));
                }
            }
        }

        /** Whether four taps make two outputs of each input, the first of which reads an input before the other. */
        private static boolean isDoubled(GatherAxis axis) {
            return axis.phases().size() == 2 && isHalf(axis, 0, -1, 3) && isHalf(axis, 1, 0, 2);
        }

        private static boolean isHalf(GatherAxis axis, int half, int tapAt, int tap) {
            AxisPhase phase = axis.phases().get(half);
            return phase.members() == 1 && phase.outStart()[0] == half && phase.count() == axis.inExtent()
                    && Arrays.equals(phase.tapAt(), new int[] {tapAt, tapAt + 1})
                    && Arrays.equals(phase.taps()[0], new int[] {tap, tap - 2});
        }

        /** For each vector of channels all taps and the bias. */
        private float[] upsamplingWeights(Cut cut, FloatArray filter, float[] bias) {
            float[] weights = new float[cut.vectors() * UPSAMPLING_FLOATS];
            int d = WalkedWindow.onlyTap(g.depth());
            int at = 0;
            for (int vector = 0; vector < cut.vectors(); vector++) {
                int first = cut.first(vector);
                for (int tap = 0; tap < UPSAMPLING_TAPS * UPSAMPLING_TAPS; tap++) {
                    for (int channel = Math.max(first, 0); channel < cut.end(vector); channel++) {
                        weights[at + channel - first] = filter.array()[filter.offset()
                                + g.weightAt(channel, 0, 0, d, tap / UPSAMPLING_TAPS, tap % UPSAMPLING_TAPS)];
                    }
                    at += Lanes.F32;
                }
                addBias(cut, vector, bias, weights, at);
                at += Lanes.F32;
            }
            return weights;
        }

        private static void addBias(Cut cut, int vector, float[] bias, float[] weights, int at) {
            int from = Math.max(cut.first(vector), 0);
            System.arraycopy(bias, from, weights, at + from - cut.first(vector), cut.end(vector) - from);
        }

        /** Floats of the weights of a vector of channels, from one input channel of each group. */
        private int swapFloats() {
            return (window.weights() + 1) * Lanes.F32;
        }

        /** Floats of the weights of a vector of channels. */
        private int vectorFloats() {
            return g.inChannels() * swapFloats();
        }

        private float[] weights(Cut cut, int[] kh, int[] kw, FloatArray filter, float[] bias) {
            float[] weights = new float[cut.vectors() * vectorFloats()];
            int d = WalkedWindow.onlyTap(g.depth());
            int at = 0;
            for (int vector = 0; vector < cut.vectors(); vector++) {
                int first = cut.first(vector);
                for (int swap = 0; swap < g.inChannels(); swap++) {
                    for (int h : kh) {
                        for (int w : kw) {
                            for (int channel = Math.max(first, 0); channel < cut.end(vector); channel++) {
                                int of = channel % g.inChannels();
                                weights[at + channel - first] = filter.array()[filter.offset()
                                        + g.weightAt(channel / g.inChannels(), of ^ swap, of, d, h, w)];
                            }
                            at += Lanes.F32;
                        }
                    }
                    if (swap == 0) {
                        addBias(cut, vector, bias, weights, at);
                    }
                    at += Lanes.F32;
                }
            }
            return weights;
        }

        /** Floats of a pixel in a worker's tile. */
        private int tilePixel() {
            return cuts.getFirst().vectors() * Lanes.F32;
        }

        /** Pixels of a worker's tile: two rows, if residuals are added. */
        private int tilePixels() {
            return finish.addsResidual() ? 2 * g.width().maxCount() : 0;
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            String kernel = upsampling != null
                    ? "ChannelUpsample4x4, lanes on channels, all phases at once, "
                    : (g.inChannels() == 1 ? "ChannelWindow" : "GroupWindow") + window.suffix()
                            + (swaps > 1 ? "By" + swaps : "") + ", lanes on channels, " + blocks.size() + " phase(s), ";
            return kernel + bands + " band(s) of rows in place";
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * (long) Float.BYTES * tilePixels() * tilePixel();
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        private final Plan plan;
        private final Gather g;
        private final Run run;
        private final float[] tile;
        private final int[] pixelAt;
        private final OutputUnits units;

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.g = plan.g;
            this.run = run;
            this.tile = new float[plan.tilePixels() * plan.tilePixel()];
            this.pixelAt = new int[plan.tilePixels()];
            this.units = new OutputUnits(plan.channels, plan.tilePixel(), channel -> channel);
        }

        @Override
        public void pack(int item) {
            // Inputs are read where they lie.
        }

        @Override
        public void compute(int item) {
            int image = plan.items.image(item);
            int from = plan.items.band(item) * plan.bandRows;
            if (plan.upsampling != null) {
                upsample(image, from, Math.min(from + plan.bandRows, g.height().inExtent()));
                return;
            }
            // All phases of two rows before the next two: they read the same inputs.
            for (int row = from; row < from + plan.bandRows; row += 2) {
                for (int b = 0; b < plan.blocks.size(); b++) { // by index: runs allocate nothing, not even iterators
                    Block block = plan.blocks.get(b);
                    int rows = Math.min(2, block.phase.height().count() - row);
                    if (rows > 0) {
                        compute(block, image, row, rows);
                    }
                }
            }
        }

        /**
         * The number of the cut for some rows: by lines, if the input array seems to begin 16 bytes behind one and what vectors that
         * reach beyond a pixel's channels meet is in the arrays.
         */
        private int cut(int inAt, int inFloats, int outAt, int outFloats) {
            return plan.cuts.size() > 1 && run.in.length >= LARGE_FLOATS && inAt % Lanes.F32 == 0
                    && inAt >= Lanes.F32 && inAt + inFloats + Lanes.F32 <= run.in.length
                    && outAt >= Lanes.F32 && outAt + outFloats + Lanes.F32 <= run.out.length ? 1 : 0;
        }

        /** Computes two rows of outputs for each of some rows of inputs. */
        private void upsample(int image, int from, int to) {
            int columns = g.width().inExtent();
            int lastRow = g.height().inExtent() - 1;
            int inRow = g.in().height();
            int outRow = g.out().height();
            int outPixel = g.out().width();
            for (int row = from; row < to; row++) {
                int outside = (row == 0 ? 1 : 0) | (row == lastRow ? 1 << 2 : 0);
                int inAt = run.inAt + image * g.in().batch() + (row - 1) * inRow;
                int outAt = run.outAt + image * g.out().batch() + 2 * row * outRow;
                int cutNumber = cut(inAt, 3 * inRow, outAt, 2 * outRow);
                Cut cut = plan.cuts.get(cutNumber);
                for (int vector = 0; vector < cut.vectors(); vector++) {
                    int channel = cut.first(vector);
                    ChannelUpsample4x4.run(columns, run.in, inAt + channel, inRow, g.in().width(), outside,
                            plan.upsampling[cutNumber], vector * UPSAMPLING_FLOATS, run.out, outAt + channel, outRow,
                            outPixel,
                            channel, plan.channels);
                }
                if (plan.finish.changes()) {
                    finish(2 * columns, outAt, outPixel);
                    finish(2 * columns, outAt + outRow, outPixel);
                }
            }
        }

        /** Computes one or two rows of outputs. */
        private void compute(Block block, int image, int row, int rows) {
            // A single row is the second of two, of which the first, computed already, is left out.
            int first = row + rows - 2;
            int inRow = first * plan.window.stride() + block.phase.height().tapAt()[0];
            int rowsRead = plan.window.stride() + plan.window.taps();
            int outside = 0;
            for (int r = 0; r < rowsRead; r++) {
                if (inRow + r < 0 || inRow + r >= g.height().inExtent()) {
                    outside |= 1 << r;
                }
            }
            int inAt = run.inAt + image * g.in().batch() + inRow * g.in().height();
            int outRow = block.phase.height().outStep() * g.out().height();
            int outPixel = block.phase.width().outStep() * g.out().width();
            int outAt = run.outAt + image * g.out().batch() + block.outAt + row * outRow;
            if (plan.finish.addsResidual()) {
                int pixels = block.phase.width().count();
                int pixel = plan.tilePixel();
                windows(block, 0, inAt, outside, tile, 0, rows == 2 ? pixels * pixel : 0, pixel);
                for (int i = 0; i < rows * pixels; i++) {
                    pixelAt[i] = outAt + i / pixels * outRow + i % pixels * outPixel;
                }
                units.store(plan.finish, rows * pixels, tile, 0, pixelAt, run.out, run.residual,
                        run.residualBy);
            } else {
                int cut = cut(inAt, rowsRead * g.in().height(), outAt,
                        (rows - 1) * outRow + block.phase.width().count() * outPixel);
                windows(block, cut, inAt, outside, run.out, outAt, rows == 2 ? outRow : 0, outPixel);
                if (plan.finish.changes()) {
                    for (int i = 0; i < rows; i++) {
                        finish(block.phase.width().count(), outAt + i * outRow, outPixel);
                    }
                }
            }
        }

        private void windows(Block block, int cutNumber, int inAt, int outside, float[] c, int cAt, int outRow,
                int outPixel) {
            int outputs = block.phase.width().count();
            int lo = -block.phase.width().tapAt()[0];
            int inputs = g.width().inExtent();
            int rowStep = g.in().height();
            int pixel = g.in().width();
            int channels = plan.channels;
            Cut cut = plan.cuts.get(cutNumber);
            float[] weights = block.weights[cutNumber];
            for (int vector = 0; vector < cut.vectors(); vector++) {
                int channel = cut.first(vector);
                int a = inAt + channel;
                int w = vector * plan.vectorFloats();
                int out = cAt + channel;
                if (g.inChannels() > 1) {
                    for (int swap = 0; swap < g.inChannels(); swap += plan.swaps) {
                        int from = w + swap * plan.swapFloats();
                        if (plan.swaps == 1) {
                            GroupWindow3x3.run(swap, outputs, lo, inputs, run.in, a, rowStep, pixel, outside, weights,
                                    from, c, out, outRow, outPixel);
                        } else {
                            GroupWindow3x3By2.run(swap, outputs, lo, inputs, run.in, a, rowStep, pixel, outside,
                                    weights, from, c, out, outRow, outPixel);
                        }
                    }
                    continue;
                }
                switch (plan.window) {
                    case THREE -> ChannelWindow3x3.run(outputs, lo, inputs, run.in, a, rowStep, pixel, outside,
                            weights, w, c, out, outRow, outPixel);
                    case THREE_STRIDE_2 -> ChannelWindow3x3Stride2.run(outputs, lo, inputs, run.in, a, rowStep, pixel,
                            outside, weights, w, c, out, outRow, outPixel, channel, channels);
                    case TWO -> ChannelWindow2x2.run(outputs, lo, inputs, run.in, a, rowStep, pixel, outside, weights,
                            w, c, out, outRow, outPixel);
                    case FIVE -> ChannelWindow5x5.run(outputs, lo, inputs, run.in, a, rowStep, pixel, outside, weights,
                            w, c, out, outRow, outPixel);
                    case FIVE_STRIDE_2 -> ChannelWindow5x5Stride2.run(outputs, lo, inputs, run.in, a, rowStep, pixel,
                            outside, weights, w, c, out, outRow, outPixel);
                }
            }
        }

        private void finish(int pixels, int at, int outPixel) {
            if (outPixel == plan.channels) {
                plan.finish.run(pixels * outPixel, run.out, at, null, 0);
            } else {
                for (int i = 0; i < pixels; i++) {
                    plan.finish.run(plan.channels, run.out, at + i * outPixel, null, 0);
                }
            }
        }
    }
}
