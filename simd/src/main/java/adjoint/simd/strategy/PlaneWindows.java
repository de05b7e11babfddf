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
import adjoint.simd.kernel.PlaneColumn2x2;
import adjoint.simd.kernel.PlaneColumn3x3;
import adjoint.simd.kernel.PlaneColumn3x3Stride2;
import adjoint.simd.kernel.PlaneRun2x2;
import adjoint.simd.kernel.PlaneRun3x3;
import adjoint.simd.kernel.PlaneRun3x3Stride2;
import adjoint.simd.kernel.PlaneWindow2x2;
import adjoint.simd.kernel.PlaneWindow3x3;
import adjoint.simd.kernel.PlaneWindow3x3Stride2;
import adjoint.simd.kernel.Zip;
import adjoint.simd.pack.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Depthwise layers with the windows that networks have, channels first, a band of rows of a plane at a time. Nothing is packed. Where runs
 * of outputs are long, a kernel goes along the memory of the plane, and the columns at the edges are computed apart. Elsewhere one
 * walks down columns of outputs, a vector wide, keeps what it has begun in registers, and masks lanes beside the image.
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
    /** Floats of a row from which on a run for each row takes less than to walk down its columns. */
    private static final int LONG_RUN = 16 * Lanes.F32;

    @Override
    public String name() {
        return "PlaneWindows";
    }

    @Override
    public Optional<String> rejects(Gather g) {
        if (g.inChannels() != 1 || g.outChannels() != 1) {
            return Optional.of("groups of " + g.inChannels() + " to " + g.outChannels() + " channels");
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
     * @param inner   the columns whose windows lie within the image
     * @param weights for each channel the taps and the bias
     */
    private record Part(AxisPhase phase, int start, Inner inner, float[] weights) {
    }

    /**
     * Rows of outputs.
     *
     * @param phase the phase along height
     * @param start the first row
     * @param inner those whose windows lie within the image
     * @param parts the columns
     */
    private record Rows(AxisPhase phase, int start, Inner inner, List<Part> parts) {
    }

    /** Outputs of a phase, from the first to before the end, whose windows lie within the image. */
    private record Inner(int first, int end) {
        static Inner of(AxisPhase phase, int inExtent) {
            int[] at = phase.tapAt();
            int first = Math.clamp(Math.ceilDiv(-at[0], phase.inStep()), 0, phase.count());
            int end = Math.floorDiv(inExtent - 1 - at[at.length - 1], phase.inStep()) + 1;
            return new Inner(first, Math.clamp(end, first, phase.count()));
        }

        boolean contains(int output) {
            return output >= first && output < end;
        }
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
        /** Whether rows of outputs are as far apart as those of inputs, so that a run may go on from row to row. */
        private final boolean flat;
        /** Whether kernels go along rows, not down columns. */
        private final boolean alongRows;
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
                            parts.add(new Part(width, width.outStart()[mw], Inner.of(width, g.width().inExtent()),
                                    weights(height.taps()[mh], width.taps()[mw], filter, bias)));
                        }
                    }
                    rows.add(new Rows(height, height.outStart()[mh], Inner.of(height, g.height().inExtent()), parts));
                }
            }
            this.firstAt = g.height().minAt();
            this.lastAt = g.height().maxAt();
            this.outRowFloats = rows.getFirst().phase.outStep() * g.width().outExtent();
            this.outputRows = g.height().maxCount();
            this.flat = window.stride() == 1
                    && g.in().height() == (partsAreApart() ? g.width().maxCount() : outRowFloats);
            int least = flat ? Lanes.F32 : LONG_RUN;
            this.alongRows = rows.stream().flatMap(row -> row.parts.stream())
                    .allMatch(part -> part.inner.end - part.inner.first >= least);
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
            return partsAreApart() ? bandRows * g.width().maxCount() * g.width().phases().getFirst().outStep() : 0;
        }

        private boolean partsAreApart() {
            return g.width().phases().getFirst().outStep() > 1;
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            runs.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return "Plane%s%s, lanes on pixels, planes in place, bands of %d row(s)"
                    .formatted(alongRows ? "Run" : "Window", window.suffix(), bandRows);
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
            if (!plan.alongRows && Lanes.F32 < Caches.LINE) {
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
                part(rows, from, count, rows.parts.getFirst(), channel, inAt, c, first, step);
                return;
            }
            for (int p = 0; p < rows.parts.size(); p++) {
                Part part = rows.parts.get(p);
                part(rows, from, count, part, channel, inAt, parts, partAt(part.start, 0), partPitch);
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

        /** Computes some rows of a part, whose first is {@code from}. */
        private void part(Rows rows, int from, int count, Part part, int channel, int inAt, float[] c, int cAt,
                int outPitch) {
            int columns = part.phase.count();
            if (!plan.alongRows) {
                for (int x = 0; x < columns; x += Lanes.F32) {
                    int lanes = Math.min(Lanes.F32, columns - x);
                    column(rows.phase, from, count, part, x, lanes, channel, inAt, c, cAt + x, outPitch);
                }
                return;
            }
            int end = from + count;
            int next;
            for (int row = from; row < end; row = next) {
                next = plan.flat && rows.inner.contains(row) ? Math.min(end, rows.inner.end) : row + 1;
                run(rows.phase, row, next - row, part, channel, inAt, c, cAt + (row - from) * outPitch, outPitch);
            }
            // Where a run went on from row to row, what it left in these are sums of both rows' pixels.
            for (int x = 0; x < columns; x++) {
                if (x == part.inner.first) {
                    x = part.inner.end - 1;
                } else {
                    edge(rows.phase, from, count, part, x, channel, inAt, c, cAt + x, outPitch);
                }
            }
        }

        /** Computes the inner columns of some rows, and between rows whatever comes out. */
        private void run(AxisPhase height, int from, int count, Part part, int channel, int inAt, float[] c, int cAt,
                int outPitch) {
            int first = from * plan.window.stride() + height.tapAt()[0];
            int outside = 0;
            for (int tap = 0; tap < plan.window.taps(); tap++) {
                outside |= first + tap < 0 || first + tap >= g.height().inExtent() ? 1 << tap : 0;
            }
            int left = part.inner.first;
            int at = inAt + first * g.in().height() + left * plan.window.stride() + part.phase.tapAt()[0];
            int floats = (count - 1) * outPitch + part.inner.end - left;
            run(floats, outside, at, part.weights, channel, c, cAt + left);
            if (floats % Lanes.F32 != 0) {
                int last = floats - Lanes.F32;
                run(Lanes.F32, outside, at + last * plan.window.stride(), part.weights, channel, c, cAt + left + last);
            }
        }

        private void run(int floats, int outside, int at, float[] weights, int channel, float[] c, int cAt) {
            int pitch = g.in().height();
            int w = channel * (plan.window.weights() + 1);
            switch (plan.window) {
                case THREE -> PlaneRun3x3.run(floats, outside, run.in, at, pitch, weights, w, c, cAt);
                case TWO -> PlaneRun2x2.run(floats, outside, run.in, at, pitch, weights, w, c, cAt);
                case THREE_STRIDE_2 -> PlaneRun3x3Stride2.run(floats, outside, run.in, at, pitch, weights, w, c, cAt);
                case FIVE, FIVE_STRIDE_2 -> throw new AssertionError("not along rows");
            }
        }

        /** Computes some neighbouring columns of a part, not more than a vector has lanes. */
        private void column(AxisPhase height, int from, int count, Part part, int x, int lanes, int channel, int inAt,
                float[] c, int cAt, int outPitch) {
            int lo = -height.tapAt()[0] - from * plan.window.stride();
            int inputs = g.height().inExtent();
            int pitch = g.in().height();
            int column = x * plan.window.stride() + part.phase.tapAt()[0];
            int columns = g.width().inExtent();
            int at = inAt + column;
            int w = channel * (plan.window.weights() + 1);
            switch (plan.window) {
                case THREE -> PlaneWindow3x3.run(count, lo, inputs, run.in, at, pitch, column, columns, part.weights, w,
                        c, cAt, lanes, outPitch);
                case THREE_STRIDE_2 -> PlaneWindow3x3Stride2.run(count, lo, inputs, run.in, at, pitch, column, columns,
                        part.weights, w, c, cAt, lanes, outPitch);
                case TWO -> PlaneWindow2x2.run(count, lo, inputs, run.in, at, pitch, column, columns, part.weights, w,
                        c, cAt, lanes, outPitch);
                case FIVE, FIVE_STRIDE_2 -> throw new AssertionError("rejected");
            }
        }

        /** Computes one column of a part. */
        private void edge(AxisPhase height, int from, int count, Part part, int x, int channel, int inAt, float[] c,
                int cAt, int outPitch) {
            int lo = -height.tapAt()[0] - from * plan.window.stride();
            int inputs = g.height().inExtent();
            int pitch = g.in().height();
            int column = x * plan.window.stride() + part.phase.tapAt()[0];
            int columns = g.width().inExtent();
            int at = inAt + column;
            int w = channel * (plan.window.weights() + 1);
            switch (plan.window) {
                case THREE -> PlaneColumn3x3.run(count, lo, inputs, run.in, at, pitch, column, columns, part.weights, w,
                        c, cAt, outPitch);
                case TWO -> PlaneColumn2x2.run(count, lo, inputs, run.in, at, pitch, column, columns, part.weights, w,
                        c, cAt, outPitch);
                case THREE_STRIDE_2 -> PlaneColumn3x3Stride2.run(count, lo, inputs, run.in, at, pitch, column, columns,
                        part.weights, w, c, cAt, outPitch);
                case FIVE, FIVE_STRIDE_2 -> throw new AssertionError("rejected");
            }
        }
    }
}
