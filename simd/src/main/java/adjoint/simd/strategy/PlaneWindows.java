package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Layout;
import adjoint.parallel.Workers;
import adjoint.simd.Caches;
import adjoint.simd.Lanes;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.PlaneWindow2x2;
import adjoint.simd.kernel.PlaneWindow3x3;
import adjoint.simd.kernel.PlaneWindow3x3Stride2;
import adjoint.simd.kernel.Zip;
import adjoint.simd.pack.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Depthwise layers with the windows that networks have, channels first: on each plane a kernel walks down columns of outputs, a vector
 * wide, and keeps what it has begun in registers. Nothing is packed: lanes beside the image are masked. Columns are as long as a band of
 * rows, which stays in the second-level cache while it is walked through.
 *
 * <p>What it declines is left to {@link PlanarGemm}.
 */
public final class PlaneWindows implements Strategy {

    /** The largest window with kernels for planes. */
    private static final int MAX_TAPS = 3;
    /** Floats of input that a band should not exceed. */
    private static final int BAND_FLOATS = Caches.SECOND_LEVEL / 4;
    /** Rows of outputs below which a band is not cut: a call takes as long as several. */
    private static final int LEAST_ROWS = 16;

    @Override
    public String name() {
        return "PlaneWindows";
    }

    @Override
    public Optional<String> rejects(Gather g) {
        if (g.inChannels() != 1 || g.outChannels() != 1) {
            return Optional.of("groups of %d to %d channels".formatted(g.inChannels(), g.outChannels()));
        }
        Optional<WalkedWindow> window = WalkedWindow.of(g);
        if (window.isEmpty() || window.get().taps() > MAX_TAPS) {
            return Optional.of("a window that is not walked along");
        }
        return g.layout() == Layout.NCHW && g.out().width() == 1 && g.out().height() == g.width().outExtent()
                ? Optional.empty()
                : Optional.of("channels are last");
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        return new Plan(gather, filter, epilogue, workers);
    }

    /**
     * The outputs of one phase of height and one member of a phase of width.
     *
     * @param phase   the phase along width
     * @param start   its first output
     * @param weights for each channel the taps and the bias
     */
    private record Part(AxisPhase phase, int start, float[] weights) {
    }

    /**
     * Rows of outputs.
     *
     * @param phase the phase along height
     * @param start the first row
     * @param parts the columns
     */
    private record Rows(AxisPhase phase, int start, List<Part> parts) {
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final WalkedWindow window;
        private final List<Rows> rows = new ArrayList<>();
        private final Finish finish;
        private final Workers workers;
        /** Of the longest phase. */
        private final int outputRows;
        private final int bandRows;
        /** The first row of inputs that output row 0 of any phase reads, and the last. */
        private final int firstAt;
        private final int lastAt;
        /** From the outputs of a row of each phase to those of the next. */
        private final int outRowFloats;
        private final Items items;
        private final Runs runs;

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.window = WalkedWindow.of(g).orElseThrow();
            this.finish = new Finish(epilogue);
            this.workers = workers;
            float[] bias = epilogue.bias(g.groups());
            for (AxisPhase height : g.height().phases()) {
                for (int mh = 0; mh < height.members(); mh++) {
                    List<Part> parts = new ArrayList<>();
                    for (AxisPhase width : g.width().phases()) {
                        for (int mw = 0; mw < width.members(); mw++) {
                            parts.add(new Part(width, width.outStart()[mw],
                                    weights(height.taps()[mh], width.taps()[mw], filter, bias)));
                        }
                    }
                    rows.add(new Rows(height, height.outStart()[mh], parts));
                }
            }
            this.firstAt = g.height().minAt();
            this.lastAt = g.height().maxAt();
            this.outRowFloats = rows.getFirst().phase.outStep() * g.width().outExtent();
            this.outputRows = g.height().maxCount();
            int most = Math.max(LEAST_ROWS, BAND_FLOATS / Math.max(1, g.in().height() * window.stride()));
            int wanted = Math.max(Math.ceilDiv(outputRows, most),
                    Math.min(Items.leastBands(g, 1, workers.threads()), outputRows / LEAST_ROWS));
            this.bandRows = Math.ceilDiv(outputRows, Math.max(1, wanted));
            this.items = new Items(g, Math.ceilDiv(outputRows, bandRows), workers.threads(), 1);
            this.runs = new Runs(items, workers, run -> new Worker(this, run));
        }

        private float[] weights(int[] kh, int[] kw, FloatArray filter, float[] bias) {
            float[] weights = new float[g.groups() * (window.weights() + 1)];
            int at = 0;
            int d = WalkedWindow.onlyTap(g.depth());
            for (int channel = 0; channel < g.groups(); channel++) {
                for (int h : kh) {
                    for (int w : kw) {
                        weights[at++] = filter.array()[filter.offset() + g.weightAt(channel, 0, 0, d, h, w)];
                    }
                }
                weights[at++] = bias[channel];
            }
            return weights;
        }

        /** Floats of a band that is kept apart until the residual is added to it. */
        int finishedFloats() {
            return finish.addsResidual() ? bandRows * outRowFloats : 0;
        }

        /** Floats of the parts of a phase's rows that are kept apart until they are put side by side. */
        int partFloats() {
            return g.width().phases().getFirst().outStep() == 1
                    ? 0
                    : bandRows * g.width().maxCount() * g.width().phases().getFirst().outStep();
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return "PlaneWindow" + window.suffix() + ", lanes on pixels, planes in place, bands of " + bandRows
                    + " row(s)";
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * (long) Float.BYTES * (finishedFloats() + partFloats());
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker implements Run.Computer {
        private final Plan plan;
        private final Gather g;
        private final Run run;
        private final float[] band;
        private final float[] parts;
        private final int partPitch;
        private final int partCount;
        /** Keeps C2 from leaving out {@link #touch}. */
        private float touched;

        Worker(Plan plan, Run run) {
            this.plan = plan;
            this.g = plan.g;
            this.run = run;
            this.band = new float[plan.finishedFloats()];
            this.parts = new float[plan.partFloats()];
            this.partPitch = g.width().maxCount();
            this.partCount = g.width().phases().getFirst().outStep();
        }

        @Override
        public void pack(int item) {
            // Inputs are read where they lie.
        }

        @Override
        public void compute(int item) {
            int image = plan.items.image(item);
            int channel = plan.items.group(item);
            int from = plan.items.band(item) * plan.bandRows;
            int to = Math.min(plan.outputRows, from + plan.bandRows);
            int inAt = run.inAt + image * g.in().batch() + channel * g.in().channel();
            int outAt = run.outAt + image * g.out().batch() + channel * g.out().channel()
                    + from * plan.outRowFloats;
            int floats = (int) Math.min((long) to * plan.outRowFloats, g.height().outExtent() * g.width().outExtent())
                    - from * plan.outRowFloats;
            if (Lanes.F32 < Caches.LINE) {
                touchInputs(inAt, from, to);
                touched += parts.length == 0 ? touch(run.out, outAt, floats) : 0;
            }
            boolean apart = plan.finish.addsResidual();
            float[] c = apart ? band : run.out;
            int cAt = apart ? 0 : outAt;
            for (int r = 0; r < plan.rows.size(); r++) { // by index: runs allocate nothing, not even iterators
                Rows rows = plan.rows.get(r);
                int count = Math.min(to, rows.phase.count()) - from;
                if (count > 0) {
                    rows(rows, from, count, channel, inAt, c, cAt);
                }
            }
            if (plan.finish.changes()) {
                plan.finish.run(floats, c, cAt, run.residual, outAt + run.residualBy);
            }
            if (apart) {
                System.arraycopy(band, 0, run.out, outAt, floats);
            }
        }

        /** Touches the rows that a band reads. */
        private void touchInputs(int inAt, int from, int to) {
            int stride = plan.window.stride();
            int first = Math.max(0, from * stride + plan.firstAt);
            int end = Math.min(g.height().inExtent(), (to - 1) * stride + plan.lastAt + 1);
            touched = touch(run.in, inAt + first * g.in().height(), (end - first) * g.in().height());
        }

        /**
         * Reads each line of a band, in order: a kernel walks down its rows, one vector wide, and where a vector is shorter than a line it
         * would meet each line first out of order, far away.
         */
        private static float touch(float[] rows, int at, int floats) {
            float sum = 0;
            for (int k = 0; k < floats; k += Caches.LINE) {
                sum += rows[at + k];
            }
            return sum;
        }

        /** Computes some rows of a phase, their parts directly where they are all there is, else side by side. */
        private void rows(Rows rows, int from, int count, int channel, int inAt, float[] c, int cAt) {
            int pitch = g.width().outExtent();
            int first = cAt + rows.start * pitch;
            int step = rows.phase.outStep() * pitch;
            if (parts.length == 0) {
                part(rows.phase, from, count, rows.parts.getFirst(), channel, inAt, c, first, step);
                return;
            }
            for (int p = 0; p < rows.parts.size(); p++) {
                Part part = rows.parts.get(p);
                part(rows.phase, from, count, part, channel, inAt, parts, partAt(part.start, 0), partPitch);
            }
            for (int row = 0; row < count; row++) {
                sideBySide(rows, row, c, first + row * step);
            }
        }

        private int partAt(int start, int row) {
            return (start * plan.bandRows + row) * partPitch;
        }

        private void sideBySide(Rows rows, int row, float[] c, int cAt) {
            if (partCount == 2 && rows.parts.size() == 2) {
                Zip.run(g.width().outExtent(), parts, partAt(0, row), partAt(1, row), c, cAt);
                return;
            }
            for (int p = 0; p < rows.parts.size(); p++) {
                Part part = rows.parts.get(p);
                Strided.write(parts, partAt(part.start, row), part.phase.count(), c, cAt + part.start, partCount);
            }
        }

        private void part(AxisPhase height, int from, int outputs, Part part, int channel, int inAt, float[] c, int cAt,
                int outPitch) {
            int lo = -height.tapAt()[0] - from * plan.window.stride();
            int inputs = g.height().inExtent();
            int pitch = g.in().height();
            int columns = g.width().inExtent();
            int w = channel * (plan.window.weights() + 1);
            for (int x = 0; x < part.phase.count(); x += Lanes.F32) {
                int column = x * plan.window.stride() + part.phase.tapAt()[0];
                int at = inAt + column;
                int lanes = Math.min(Lanes.F32, part.phase.count() - x);
                switch (plan.window) {
                    case THREE -> PlaneWindow3x3.run(outputs, lo, inputs, run.in, at, pitch, column, columns,
                            part.weights, w, c, cAt + x, lanes, outPitch);
                    case THREE_STRIDE_2 -> PlaneWindow3x3Stride2.run(outputs, lo, inputs, run.in, at, pitch, column,
                            columns, part.weights, w, c, cAt + x, lanes, outPitch);
                    case TWO -> PlaneWindow2x2.run(outputs, lo, inputs, run.in, at, pitch, column, columns,
                            part.weights, w, c, cAt + x, lanes, outPitch);
                    case FIVE, FIVE_STRIDE_2 -> throw new AssertionError("rejected");
                }
            }
        }
    }
}
