package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.parallel.Workers;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.AxisPhase.Segment;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.GatherGemm12x1v;
import adjoint.simd.kernel.GatherGemm12x2v;
import adjoint.simd.kernel.GatherGemm4x2v;
import adjoint.simd.pack.FilterPanels;
import adjoint.simd.pack.OutputUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A matrix product whose left side, one row of taps for each output pixel, is never written out: the kernel reads it where the
 * inputs lie. Lanes are units (output channels of all members of a phase).
 *
 * <p>Work is cut into items: the output rows of one band of one image and group, for some of the panels. Within an item, for each
 * panel of each phase, for each rectangle of pixels whose taps are the same, tiles of MR pixels. The panel is the innermost
 * reuse: it stays in the second-level cache while the band's pixels pass, and the band stays there while the panels pass.
 */
public final class ImplicitGemm implements Strategy {

    private static final int MR = GatherGemm12x2v.MR;
    private static final int NR = GatherGemm12x2v.NR;

    /** Items for each worker below which panels are shared out too. Set so that the last item is a tenth of the time at most. */
    private static final int ITEMS_PER_WORKER = 8;

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
        return new Plan(gather, filter, epilogue, workers);
    }

    /** Pixels of one phase whose taps are the same: rows and columns of outputs, for the planes of a depth segment. */
    private record Rectangle(Segment planes, Segment rows, Segment columns, int[] runAt, int[] runB, int length) {
    }

    /** The outputs of one phase of each axis. */
    private record Block(AxisPhase depth, AxisPhase height, AxisPhase width, FilterPanels filter, OutputUnits[] units,
            float[][] bias, List<Rectangle> rectangles) {
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final Bands bands;
        private final List<Block> blocks = new ArrayList<>();
        private final Finish finish;
        private final Workers workers;
        private final int panels;
        private final int panelShares;
        private final int items;
        private final Workspaces<Run> runs = new Workspaces<>(() -> new Run(this));

        Plan(Gather g, FloatArray filter, Epilogue epilogue, Workers workers) {
            this.g = g;
            this.bands = Bands.of(g);
            this.finish = new Finish(epilogue);
            this.workers = workers;
            if (g.outElements() > 0) {
                float[] bias = epilogue.bias(g.groups() * g.outChannels());
                for (int fd = 0; fd < g.depth().phases().size(); fd++) {
                    for (int fh = 0; fh < g.height().phases().size(); fh++) {
                        for (int fw = 0; fw < g.width().phases().size(); fw++) {
                            blocks.add(block(fd, fh, fw, filter, bias));
                        }
                    }
                }
            }
            this.panels = blocks.stream().mapToInt(block -> block.filter.panels()).sum();
            int bandItems = g.batch() * g.groups() * g.depth().maxCount() * bands.bands().size();
            this.panelShares = workers.threads() == 1 || bandItems == 0
                    ? 1
                    : Math.clamp(Math.ceilDiv(ITEMS_PER_WORKER * workers.threads(), bandItems), 1, Math.max(1, panels));
            this.items = blocks.isEmpty() ? 0 : bandItems * panelShares;
        }

        private Block block(int fd, int fh, int fw, FloatArray filter, float[] bias) {
            AxisPhase d = g.depth().phases().get(fd);
            AxisPhase h = g.height().phases().get(fh);
            AxisPhase w = g.width().phases().get(fw);
            FilterPanels panels = new FilterPanels(g, d, h, w, filter.array(), filter.offset());
            OutputUnits[] units = new OutputUnits[panels.panels()];
            for (int panel = 0; panel < units.length; panel++) {
                int first = panel * NR;
                units[panel] = new OutputUnits(Math.min(NR, panels.units() - first), panels.nr(panel),
                        unit -> panels.unitAt(first + unit));
            }
            float[][] unitBias = new float[g.groups()][units.length * NR];
            for (int group = 0; group < g.groups(); group++) {
                for (int unit = 0; unit < panels.units(); unit++) {
                    unitBias[group][unit] = bias[group * g.outChannels() + unit % g.outChannels()];
                }
            }
            List<Rectangle> rectangles = new ArrayList<>();
            for (Segment planes : segments(d, g.depth())) {
                for (Segment rows : segments(h, g.height())) {
                    for (Segment columns : segments(w, g.width())) {
                        rectangles.add(rectangle(fd, fh, fw, h, w, planes, rows, columns));
                    }
                }
            }
            return new Block(d, h, w, panels, units, unitBias, rectangles);
        }

        private List<Segment> segments(AxisPhase phase, GatherAxis axis) {
            return bands.padded() ? phase.whole() : phase.segments(axis.inExtent());
        }

        private Rectangle rectangle(int fd, int fh, int fw, AxisPhase h, AxisPhase w, Segment planes, Segment rows,
                Segment columns) {
            boolean merged = bands.areSideBySide(fw);
            int widthTaps = columns.tapTo() - columns.tapFrom();
            int perRow = merged ? Math.min(1, widthTaps) : widthTaps;
            int count = (planes.tapTo() - planes.tapFrom()) * (rows.tapTo() - rows.tapFrom()) * perRow;
            int[] runAt = new int[count];
            int[] runStep = new int[count];
            int run = 0;
            for (int kd = planes.tapFrom(); kd < planes.tapTo(); kd++) {
                for (int kh = rows.tapFrom(); kh < rows.tapTo(); kh++) {
                    for (int kw = columns.tapFrom(); kw < columns.tapFrom() + perRow; kw++) {
                        runAt[run] = bands.tapAt(fd, kd, fh, kh, fw, kw);
                        runStep[run++] = ((kd * h.tapAt().length + kh) * w.tapAt().length + kw) * g.inChannels();
                    }
                }
            }
            return new Rectangle(planes, rows, columns, runAt, runStep, (merged ? widthTaps : 1) * g.inChannels());
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual) {
            Run run = runs.take();
            run.start(in, out, residual);
            if (items == 1) {
                run.run(0);
            } else {
                workers.run(run);
            }
            run.end();
            runs.giveBack(run);
        }

        @Override
        public String describe() {
            return "lanes on output channels, " + blocks.size() + " phase(s), " + panels + " panel(s), "
                    + bands.bands().size() + " band(s) of rows " + (bands.inPlace() ? "in place" : "packed");
        }

        @Override
        public long workspaceBytes() {
            return workers.threads() * Float.BYTES * ((long) bands.bandFloats() + MR * NR + NR + 4 * MR);
        }
    }

    /** One run under way: the tensors, and a workspace for each worker. */
    private static final class Run implements Workers.Job {
        private final Plan plan;
        private final AtomicInteger next = new AtomicInteger();
        private final Worker[] workers;
        private float[] in;
        private int inAt;
        private float[] out;
        private int outAt;
        private float[] residual;
        private int residualBy;

        Run(Plan plan) {
            this.plan = plan;
            this.workers = new Worker[plan.workers.threads()];
        }

        void start(FloatArray input, FloatArray output, FloatArray added) {
            next.setPlain(0);
            in = input.array();
            inAt = input.offset();
            out = output.array();
            outAt = output.offset();
            residual = added == null ? null : added.array();
            residualBy = added == null ? 0 : added.offset() - output.offset();
        }

        void end() {
            in = null;
            out = null;
            residual = null;
        }

        @Override
        public void run(int index) {
            if (workers[index] == null) {
                workers[index] = new Worker(this);
            }
            workers[index].packed = -1;
            for (int item = next.getAndIncrement(); item < plan.items; item = next.getAndIncrement()) {
                workers[index].compute(item);
            }
        }
    }

    /** What one worker needs to compute items. */
    private static final class Worker {
        private final Run run;
        private final Plan plan;
        private final Gather g;
        private final Bands bands;
        private final float[] band;
        private final float[] tile = new float[MR * NR];
        private final float[] scratch = new float[NR];
        private final int[] rowAt = new int[MR];
        private final int[] pixelAt = new int[MR];
        private final int[] tileAt2 = IntStream.range(0, MR).map(i -> i * NR).toArray();
        private final int[] tileAt1 = IntStream.range(0, MR).map(i -> i * GatherGemm12x1v.NR).toArray();
        /** The item whose band is packed, less its share of the panels. */
        private int packed;

        Worker(Run run) {
            this.run = run;
            this.plan = run.plan;
            this.g = plan.g;
            this.bands = plan.bands;
            this.band = new float[bands.bandFloats()];
        }

        void compute(int item) {
            int share = item % plan.panelShares;
            int bandItem = item / plan.panelShares;
            Bands.Band rows = bands.bands().get(bandItem % bands.bands().size());
            int rest = bandItem / bands.bands().size();
            int q = rest % g.depth().maxCount();
            rest /= g.depth().maxCount();
            int group = rest % g.groups();
            int n = rest / g.groups();
            if (packed != bandItem) {
                bands.pack(run.in, run.inAt, n, group, q, rows, band);
                packed = bandItem;
            }
            float[] a = bands.inPlace() ? run.in : band;
            int origin = bands.origin(run.inAt, n, group, q, rows);
            // Shares are ranges of the panels of all blocks, counted through.
            int from = (int) ((long) plan.panels * share / plan.panelShares);
            int to = (int) ((long) plan.panels * (share + 1) / plan.panelShares);
            int counted = 0;
            for (Block block : plan.blocks) {
                int first = Math.max(0, from - counted);
                int end = Math.min(block.filter.panels(), to - counted);
                counted += block.filter.panels();
                if (q < block.depth.count()) {
                    for (int panel = first; panel < end; panel++) {
                        compute(block, panel, n, group, q, rows, a, origin);
                    }
                }
            }
        }

        private void compute(Block block, int panel, int n, int group, int q, Bands.Band rows, float[] a, int origin) {
            int outAt = run.outAt + g.out().index(n, group * g.outChannels(),
                    block.depth.outStart()[0] + q * block.depth.outStep(), block.height.outStart()[0],
                    block.width.outStart()[0]);
            for (Rectangle rectangle : block.rectangles) {
                int firstRow = Math.max(rectangle.rows.first(), rows.from());
                int endRow = Math.min(rectangle.rows.end(), rows.to());
                if (firstRow < endRow && q >= rectangle.planes.first() && q < rectangle.planes.end()) {
                    compute(block, panel, group, rectangle, endRow - firstRow, a,
                            origin + (firstRow - rows.from()) * bands.outputRowStep(rows),
                            outAt + firstRow * block.height.outStep() * g.out().height(), bands.outputRowStep(rows));
                }
            }
        }

        private void compute(Block block, int panel, int group, Rectangle rectangle, int rows, float[] a, int inAt,
                int outAt,
                int inRowStep) {
            int columns = rectangle.columns.end() - rectangle.columns.first();
            int inStep = bands.outputStep();
            int outStep = block.width.outStep() * g.out().width();
            int outRowStep = block.height.outStep() * g.out().height();
            int inFirst = inAt + rectangle.columns.first() * inStep;
            int outFirst = outAt + rectangle.columns.first() * outStep;
            int pixels = rows * columns;
            int row = 0;
            int column = 0;
            for (int pixel = 0; pixel < pixels; pixel += MR) {
                int count = Math.min(MR, pixels - pixel);
                for (int i = 0; i < MR; i++) {
                    rowAt[i] = inFirst + row * inRowStep + column * inStep;
                    pixelAt[i] = outFirst + row * outRowStep + column * outStep;
                    // Rows beyond the last pixel repeat it, so that a full tile runs.
                    if (pixel + i + 1 < pixels && ++column == columns) {
                        column = 0;
                        row++;
                    }
                }
                tile(block, panel, group, rectangle, count, a);
            }
        }

        private void tile(Block block, int panel, int group, Rectangle rectangle, int count, float[] a) {
            OutputUnits units = block.units[panel];
            // Sums in the output would overwrite a residual that is the output, before it is added.
            boolean direct = units.isDirect() && run.residual != run.out;
            float[] c = direct ? run.out : tile;
            int cAt = direct ? units.firstAt() : 0;
            float[] b = block.filter.floats();
            int bAt = block.filter.at(group, panel);
            float[] bias = block.bias[group];
            int biasAt = panel * NR;
            if (block.filter.nr(panel) == NR) {
                int[] at = direct ? pixelAt : tileAt2;
                if (count > 2 * GatherGemm4x2v.MR) {
                    GatherGemm12x2v.run(rectangle.runAt, rectangle.runB, rectangle.length, a, rowAt, b, bAt, bias,
                            biasAt,
                            c, at, cAt);
                } else {
                    for (int row = 0; row < count; row += GatherGemm4x2v.MR) {
                        GatherGemm4x2v.run(rectangle.runAt, rectangle.runB, rectangle.length, a, rowAt, b, bAt, bias,
                                biasAt,
                                c, at, cAt, row);
                    }
                }
            } else {
                GatherGemm12x1v.run(rectangle.runAt, rectangle.runB, rectangle.length, a, rowAt, b, bAt, bias, biasAt,
                        c,
                        direct ? pixelAt : tileAt1, cAt);
            }
            if (!direct) {
                units.store(plan.finish, count, tile, scratch, pixelAt, run.out, run.residual, run.residualBy);
            } else if (plan.finish.changes()) {
                units.finishDirect(plan.finish, count, pixelAt, run.out, run.residual, run.residualBy);
            }
        }
    }
}
