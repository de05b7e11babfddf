package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import adjoint.simd.Lanes;
import adjoint.simd.gather.Gather;
import adjoint.simd.kernel.AddRow;
import adjoint.simd.kernel.Finish;
import adjoint.simd.pack.OutputUnits;
import java.util.Arrays;
import java.util.List;
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
    private final int rowFloats;
    private final int[][][] sources;
    private final Workspaces<Workspace> workspaces = new Workspaces<>(() -> new Workspace(this));

    private static final class Workspace {
        final float[] natural;
        final float[] tile;
        final int[] pixelAt = new int[1];

        Workspace(BorderFold plan) {
            natural = new float[plan.naturalFloats()];
            tile = new float[plan.rowFloats];
        }
    }

    /**
     * Plans.
     *
     * @param problem  the problem
     * @param epilogue what happens to each element
     * @param plan     plans the transposed convolution without crop, without epilogue
     */
    public BorderFold(Problem problem, Epilogue epilogue, Function<Gather, Strategy.Planned> plan) {
        Geometry g = problem.geometry();
        this.problem = problem;
        this.rowFloats = Math.ceilDiv(g.xChannels(), Lanes.F32) * Lanes.F32;
        this.finish = new Finish(epilogue);
        this.bias = Arrays.copyOf(epilogue.bias(g.xChannels()), rowFloats);
        int channelStride = problem.xStrides().channel();
        this.units = new OutputUnits(g.xChannels(), rowFloats, channel -> channel * channelStride);
        this.sources = new int[][][] {sources(g.depth()), sources(g.height()), sources(g.width())};
        List<Axis> axes = g.axes().stream().map(BorderFold::uncropped).toList();
        Gather gather = Gather
                .transposed(new Problem(new Geometry(g.batch(), g.groups(), g.xChannels(), g.yChannels(), axes),
                        problem.layout(), problem.filterLayout()));
        this.unfolded = gather.withOut(channelsLast(gather));
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

    /** Channels last and padded to whole vectors, whatever the caller's layout, so that folding adds whole vectors. */
    private TensorStrides channelsLast(Gather gather) {
        int row = Math.multiplyExact(gather.width().outExtent(), rowFloats);
        int plane = Math.multiplyExact(gather.height().outExtent(), row);
        int image = Math.multiplyExact(gather.depth().outExtent(), plane);
        return new TensorStrides(image, 1, plane, row, rowFloats);
    }

    private int naturalFloats() {
        return Math.multiplyExact(unfolded.batch(), unfolded.out().batch());
    }

    @Override
    public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
        Workspace workspace = workspaces.take();
        inner.run(in, new FloatArray(workspace.natural, 0, workspace.natural.length), null, factors);
        TensorStrides strides = problem.xStrides();
        for (int n = 0; n < unfolded.batch(); n++) {
            for (int d = 0; d < sources[0].length; d++) {
                for (int h = 0; h < sources[1].length; h++) {
                    for (int w = 0; w < sources[2].length; w++) {
                        fold(n, d, h, w, workspace);
                        workspace.pixelAt[0] = out.offset() + strides.index(n, 0, d, h, w);
                        units.store(finish, 1, workspace.tile, 0, workspace.pixelAt, out.array(),
                                residual == null ? null : residual.array(),
                                residual == null ? 0 : residual.offset() - out.offset());
                    }
                }
            }
        }
        workspaces.giveBack(workspace);
    }

    private void fold(int n, int d, int h, int w, Workspace workspace) {
        System.arraycopy(bias, 0, workspace.tile, 0, rowFloats);
        for (int sd : sources[0][d]) {
            for (int sh : sources[1][h]) {
                for (int sw : sources[2][w]) {
                    AddRow.run(rowFloats, workspace.natural, unfolded.out().index(n, 0, sd, sh, sw), workspace.tile);
                }
            }
        }
    }

    @Override
    public String describe() {
        return "simd: BorderFold of " + inner.describe();
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES * ((long) naturalFloats() + rowFloats) + inner.workspaceBytes();
    }
}
