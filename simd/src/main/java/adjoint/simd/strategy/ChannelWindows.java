package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.parallel.Workers;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.kernel.ChannelWindow2x2;
import adjoint.simd.kernel.ChannelWindow3x3;
import adjoint.simd.kernel.ChannelWindow3x3Stride2;
import adjoint.simd.kernel.ChannelWindow5x5;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.GroupWindow3x3;
import adjoint.simd.pack.OutputUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Depthwise layers, and small groups of channels, with the windows that networks have, channels last: for each vector of channels a kernel walks along two rows of
 * outputs and keeps what it has begun in registers, so that each input is loaded once for all outputs of the two rows. Nothing is packed.
 *
 * <p>What it declines is left to {@link Depthwise}.
 */
public final class ChannelWindows implements Strategy {

    /** Items of work for each worker, so that none waits long for the last. */
    private static final int ITEMS_PER_WORKER = 8;

    @Override
    public String name() {
        return "ChannelWindows";
    }

    @Override
    public Optional<String> rejects(Gather g) {
        boolean small = g.inChannels() < Lanes.F32 && Integer.bitCount(g.inChannels()) == 1;
        if (g.inChannels() != g.outChannels() || !small) {
            return Optional.of("groups of %d to %d channels".formatted(g.inChannels(), g.outChannels()));
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
                ? Optional.of("%d channels do not fill a vector of %d".formatted(channels, Lanes.F32))
                : Optional.empty();
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /**
     * The outputs of one member of a phase of each axis.
     *
     * @param height  the phase along height
     * @param width   the phase along width
     * @param outAt   where the member's first output lies, relative to an image
     * @param weights for each vector of channels the weights from one input channel, each tap a vector, and the bias; then those from
     *                the group's other channels as {@link GroupWindow3x3} wants them, each time with zeros in place of the bias
     */
    private record Block(AxisPhase height, AxisPhase width, int outAt, float[] weights) {
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final WalkedWindow window;
        private final List<Block> blocks = new ArrayList<>();
        private final Finish finish;
        private final Workers workers;
        /** Channels of all groups. */
        private final int channels;
        private final int vectors;
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
            this.vectors = Math.ceilDiv(channels, Lanes.F32);
            float[] bias = epilogue.bias(channels);
            for (AxisPhase height : g.height().phases()) {
                for (AxisPhase width : g.width().phases()) {
                    for (int mh = 0; mh < height.members(); mh++) {
                        for (int mw = 0; mw < width.members(); mw++) {
                            blocks.add(new Block(height, width,
                                    g.out().index(0, 0, 0, height.outStart()[mh], width.outStart()[mw]),
                                    weights(height.taps()[mh], width.taps()[mw], filter, bias)));
                        }
                    }
                }
            }
            // An even number of rows in each band, so that at most the last row of an image has no other to be computed with.
            int rows = g.height().maxCount();
            int wanted = workers.threads() == 1 ? 1 : Math.ceilDiv(ITEMS_PER_WORKER * workers.threads(), g.batch());
            this.bandRows = 2 * Math.max(1, Math.ceilDiv(rows, 2 * wanted));
            this.bands = Math.ceilDiv(rows, bandRows);
            this.items = new Items(g.asOneGroup(), bands, workers.threads(), 1);
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        /** The first channel of a vector: the last vector starts earlier where channels are not whole vectors. */
        private int firstChannel(int vector) {
            return Math.min(vector * Lanes.F32, channels - Lanes.F32);
        }

        /** Floats of the weights of a vector of channels, from one input channel of each group. */
        private int swapFloats() {
            return (window.weights() + 1) * Lanes.F32;
        }

        /** Floats of the weights of a vector of channels. */
        private int vectorFloats() {
            return g.inChannels() * swapFloats();
        }

        private float[] weights(int[] kh, int[] kw, FloatArray filter, float[] bias) {
            float[] weights = new float[vectors * vectorFloats()];
            int d = WalkedWindow.onlyTap(g.depth());
            int at = 0;
            for (int vector = 0; vector < vectors; vector++) {
                int first = firstChannel(vector);
                for (int swap = 0; swap < g.inChannels(); swap++) {
                    for (int h : kh) {
                        for (int w : kw) {
                            for (int channel = first; channel < first + Lanes.F32; channel++) {
                                int of = channel % g.inChannels();
                                weights[at++] = filter.array()[filter.offset()
                                        + g.weightAt(channel / g.inChannels(), of ^ swap, of, d, h, w)];
                            }
                        }
                    }
                    if (swap == 0) {
                        System.arraycopy(bias, first, weights, at, Lanes.F32);
                    }
                    at += Lanes.F32;
                }
            }
            return weights;
        }

        /** Floats of a pixel in a worker's tile. */
        private int tilePixel() {
            return vectors * Lanes.F32;
        }

        /** Pixels of a worker's tile: two rows, if residuals are added. */
        private int tilePixels() {
            return finish.addsResidual() ? 2 * g.width().maxCount() : 0;
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual) {
            runs.run(in, out, residual);
        }

        @Override
        public String describe() {
            return (g.inChannels() == 1 ? "ChannelWindow" : "GroupWindow") + window.suffix() + ", lanes on channels, "
                    + blocks.size() + " phase(s), " + bands
                    + " band(s) of rows in place";
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
        private final float[] scratch;
        private final int[] pixelAt;
        private final OutputUnits units;

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.g = plan.g;
            this.run = run;
            this.tile = new float[plan.tilePixels() * plan.tilePixel()];
            this.scratch = new float[plan.tilePixel()];
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
            // All phases of two rows before the next two: they read the same inputs.
            for (int row = from; row < from + plan.bandRows; row += 2) {
                for (int b = 0; b < plan.blocks.size(); b++) { // by index: runs allocate nothing, not even iterators
                    Block block = plan.blocks.get(b);
                    int rows = Math.min(2, block.height.count() - row);
                    if (rows > 0) {
                        compute(block, image, row, rows);
                    }
                }
            }
        }

        /** Computes one or two rows of outputs. */
        private void compute(Block block, int image, int row, int rows) {
            // A single row is the second of two, of which the first, computed already, is left out.
            int first = row + rows - 2;
            int inRow = first * plan.window.stride() + block.height.tapAt()[0];
            int rowsRead = plan.window.stride() + plan.window.taps();
            int outside = 0;
            for (int r = 0; r < rowsRead; r++) {
                if (inRow + r < 0 || inRow + r >= g.height().inExtent()) {
                    outside |= 1 << r;
                }
            }
            int inAt = run.inAt + image * g.in().batch() + inRow * g.in().height();
            int outRow = block.height.outStep() * g.out().height();
            int outPixel = block.width.outStep() * g.out().width();
            int outAt = run.outAt + image * g.out().batch() + block.outAt + row * outRow;
            if (plan.finish.addsResidual()) {
                int pixels = block.width.count();
                int pixel = plan.tilePixel();
                windows(block, inAt, outside, tile, 0, rows == 2 ? pixels * pixel : 0, pixel);
                for (int i = 0; i < rows * pixels; i++) {
                    pixelAt[i] = outAt + i / pixels * outRow + i % pixels * outPixel;
                }
                units.store(plan.finish, rows * pixels, tile, 0, scratch, pixelAt, run.out, run.residual,
                        run.residualBy);
            } else {
                windows(block, inAt, outside, run.out, outAt, rows == 2 ? outRow : 0, outPixel);
                if (plan.finish.changes()) {
                    for (int i = 0; i < rows; i++) {
                        finish(block.width.count(), outAt + i * outRow, outPixel);
                    }
                }
            }
        }

        private void windows(Block block, int inAt, int outside, float[] c, int cAt, int outRow, int outPixel) {
            int outputs = block.width.count();
            int lo = -block.width.tapAt()[0];
            int inputs = g.width().inExtent();
            int rowStep = g.in().height();
            int pixel = g.in().width();
            for (int vector = 0; vector < plan.vectors; vector++) {
                int channel = plan.firstChannel(vector);
                int a = inAt + channel;
                int w = vector * plan.vectorFloats();
                int out = cAt + channel;
                if (g.inChannels() > 1) {
                    for (int swap = 0; swap < g.inChannels(); swap++) {
                        GroupWindow3x3.run(swap, outputs, lo, inputs, run.in, a, rowStep, pixel, outside, block.weights,
                                w + swap * plan.swapFloats(), c, out, outRow, outPixel);
                    }
                    continue;
                }
                switch (plan.window) {
                    case THREE -> ChannelWindow3x3.run(outputs, lo, inputs, run.in, a, rowStep, pixel, outside,
                            block.weights, w, c, out, outRow, outPixel);
                    case THREE_STRIDE_2 -> ChannelWindow3x3Stride2.run(outputs, lo, inputs, run.in, a, rowStep, pixel,
                            outside, block.weights, w, c, out, outRow, outPixel);
                    case TWO -> ChannelWindow2x2.run(outputs, lo, inputs, run.in, a, rowStep, pixel, outside,
                            block.weights, w, c, out, outRow, outPixel);
                    case FIVE -> ChannelWindow5x5.run(outputs, lo, inputs, run.in, a, rowStep, pixel, outside,
                            block.weights, w, c, out, outRow, outPixel);
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
