package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import adjoint.parallel.Workers;
import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.kernel.AddRow;
import adjoint.simd.kernel.Finish;
import adjoint.simd.pack.OutputUnits;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Transposed convolution with a border that is not zeros: the whole uncropped result first, then every element of the border
 * added to the element that a convolution would have read there. The adjoint of padding the image beforehand.
 */
public final class BorderFold implements Strategy.Planned {

    private final Gather unfolded;
    private final Strategy.Planned inner;
    private final Problem problem;
    private final Finish finish;
    private final float[] bias;
    private final OutputUnits units;
    private final Workers workers;
    private final int tileFloats;
    private final int[][][] sources;
    private final Workspaces<Folding> idle = new Workspaces<>(() -> new Folding(this));

    /**
     * Plans.
     *
     * @param problem  the problem
     * @param epilogue what happens to each element
     * @param workers  who computes
     * @param plan     plans the transposed convolution without crop, without epilogue
     */
    public BorderFold(Problem problem, Epilogue epilogue, Workers workers, Function<Gather, Strategy.Planned> plan) {
        Geometry g = problem.geometry();
        this.problem = problem;
        this.workers = workers;
        this.tileFloats = Math.ceilDiv(g.xChannels(), Lanes.F32) * Lanes.F32;
        this.finish = new Finish(epilogue);
        this.bias = Arrays.copyOf(epilogue.bias(g.xChannels()), tileFloats);
        int channelStride = problem.xStrides().channel();
        this.units = new OutputUnits(g.xChannels(), tileFloats, channel -> channel * channelStride);
        this.sources = new int[][][] {sources(g.depth()), sources(g.height()), sources(g.width())};
        List<Axis> axes = g.axes().stream().map(BorderFold::uncropped).toList();
        Gather gather = Gather
                .transposed(new Problem(new Geometry(g.batch(), g.groups(), g.xChannels(), g.yChannels(), axes),
                        problem.layout(), problem.filterLayout()));
        this.unfolded = gather.withOut(channelsLast(gather, g.xChannels()));
        this.inner = plan.apply(unfolded);
    }

    private static Axis uncropped(Axis axis) {
        if (axis.border() == BorderMode.ZEROS) {
            return axis;
        }
        int natural = (int) Math.max(0, axis.window().natural(axis.yExtent()));
        return new Axis(natural, axis.yExtent(), axis.window(), 0, BorderMode.ZEROS);
    }

    /** For each element of the image, the elements of the uncropped result that fold into it. */
    private static int[][] sources(Axis axis) {
        int[][] sources = new int[axis.xExtent()][0];
        if (axis.border() == BorderMode.ZEROS) {
            Arrays.setAll(sources, x -> new int[] {x});
            return sources;
        }
        for (int at = 0; at < uncropped(axis).xExtent(); at++) {
            int x = axis.border().source(at - axis.lo(), axis.xExtent());
            sources[x] = Arrays.copyOf(sources[x], sources[x].length + 1);
            sources[x][sources[x].length - 1] = at;
        }
        return sources;
    }

    /** Channels last, whatever the caller's layout, so that folding adds vectors. */
    private static TensorStrides channelsLast(Gather gather, int channels) {
        int row = Math.multiplyExact(gather.width().outExtent(), channels);
        int plane = Math.multiplyExact(gather.height().outExtent(), row);
        int image = Math.multiplyExact(gather.depth().outExtent(), plane);
        return new TensorStrides(image, 1, plane, row, channels);
    }

    /** The uncropped result, and behind it what the last vector of the last pixel reads in vain. */
    private int naturalFloats() {
        return Math.addExact(Math.multiplyExact(unfolded.batch(), unfolded.out().batch()), Lanes.F32);
    }

    @Override
    public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
        Folding folding = idle.take();
        inner.run(in, new FloatArray(folding.natural, 0, folding.natural.length), null, factors);
        folding.on(out, residual);
        idle.giveBack(folding);
    }

    @Override
    public String describe() {
        return "simd: BorderFold of " + inner.describe();
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES * (naturalFloats() + (long) workers.threads() * tileFloats) + inner.workspaceBytes();
    }

    /** One run under way: rows of the image are shared among the workers. */
    private static final class Folding implements Workers.Job {
        private final BorderFold plan;
        private final float[] natural;
        private final float[][] tiles;
        private final int[][] pixelAt;
        private final AtomicInteger next = new AtomicInteger();
        private FloatArray out;
        private FloatArray residual;

        Folding(BorderFold plan) {
            this.plan = plan;
            this.natural = new float[plan.naturalFloats()];
            this.tiles = new float[plan.workers.threads()][plan.tileFloats];
            this.pixelAt = new int[tiles.length][1];
        }

        void on(FloatArray output, FloatArray added) {
            out = output;
            residual = added;
            next.setPlain(0);
            plan.workers.run(this);
            out = null;
            residual = null;
        }

        @Override
        public void run(int worker) {
            int depths = plan.sources[0].length;
            int heights = plan.sources[1].length;
            int rows = plan.unfolded.batch() * depths * heights;
            for (int row = next.getAndIncrement(); row < rows; row = next.getAndIncrement()) {
                row(row / heights / depths, row / heights % depths, row % heights, tiles[worker], pixelAt[worker]);
            }
        }

        private void row(int n, int d, int h, float[] tile, int... at) {
            for (int w = 0; w < plan.sources[2].length; w++) {
                fold(n, d, h, w, tile);
                at[0] = out.offset() + plan.problem.xStrides().index(n, 0, d, h, w);
                plan.units.store(plan.finish, 1, tile, 0, at, out.array(), residual == null ? null : residual.array(),
                        residual == null ? 0 : residual.offset() - out.offset());
            }
        }

        private void fold(int n, int d, int h, int w, float... tile) {
            System.arraycopy(plan.bias, 0, tile, 0, tile.length);
            for (int sd : plan.sources[0][d]) {
                for (int sh : plan.sources[1][h]) {
                    for (int sw : plan.sources[2][w]) {
                        AddRow.run(tile.length, natural, plan.unfolded.out().index(n, 0, sd, sh, sw), tile);
                    }
                }
            }
        }
    }
}
