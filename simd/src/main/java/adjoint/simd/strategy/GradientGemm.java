package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.buffer.Floats;
import adjoint.geometry.FilterStrides;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import adjoint.parallel.Workers;
import adjoint.simd.gather.Gather;
import adjoint.simd.kernel.OuterGemm12x2v;
import adjoint.simd.pack.Edge;
import adjoint.simd.pack.InputBand;
import adjoint.simd.pack.PackedAxis;
import adjoint.spi.Backend;
import java.util.Arrays;

/**
 * The filter gradient as one matrix product for each tap: channels of x, shifted by the tap, times channels of y, summed over all
 * pixels. Lanes are channels of y. The sums of one group stay in tiles while all bands of both sides pass.
 */
public final class GradientGemm implements Backend.GradientPlan {

    private static final int MR = OuterGemm12x2v.MR;
    private static final int NR = OuterGemm12x2v.NR;

    private final Problem problem;
    private final Gather gather;
    private final Bands bands;
    private final int cBlocks;
    private final int oBlocks;
    private final Workspaces<Workspace> workspaces = new Workspaces<>(() -> new Workspace(this));

    private static final class Workspace {
        final float[] x;
        final float[] y;
        final float[] tiles;

        Workspace(GradientGemm plan) {
            // A kernel reads whole tiles: up to MR (NR) floats beyond the last channel of the last pixel.
            x = new float[plan.bands.bandFloats() + MR];
            y = new float[plan.yBandFloats() + NR];
            tiles = new float[plan.tileFloats()];
        }
    }

    /**
     * Plans.
     *
     * @param problem the problem
     * @param workers who computes
     */
    public GradientGemm(Problem problem, Workers workers) {
        this.problem = problem;
        this.gather = Gather.convolution(problem);
        this.bands = Bands.padded(gather);
        this.cBlocks = Math.ceilDiv(gather.inChannels(), MR);
        this.oBlocks = Math.ceilDiv(gather.outChannels(), NR);
    }

    private int yBandFloats() {
        int rows = bands.bands().stream().mapToInt(band -> band.to() - band.from()).max().orElse(0);
        return Math.multiplyExact(rows * gather.width().outExtent(), gather.outChannels());
    }

    private int tileFloats() {
        return Math.multiplyExact(Math.multiplyExact(problem.geometry().taps(), cBlocks * oBlocks), MR * NR);
    }

    @Override
    public void run(Floats x, Floats y, Floats w) {
        Workspace workspace = workspaces.take();
        FloatArray xs = Edge.read(x);
        FloatArray ys = Edge.read(y);
        FloatArray result = Edge.target(w);
        for (int group = 0; group < gather.groups(); group++) {
            Arrays.fill(workspace.tiles, 0);
            if (problem.geometry().yElements() > 0) {
                addAll(xs, ys, group, workspace);
            }
            store(workspace.tiles, group, result);
        }
        Edge.write(result, w);
        workspaces.giveBack(workspace);
    }

    private void addAll(FloatArray x, FloatArray y, int group, Workspace workspace) {
        TensorStrides ys = gather.out();
        PackedAxis columns = PackedAxis.elements(0, gather.width().outExtent());
        for (int n = 0; n < gather.batch(); n++) {
            for (int q = 0; q < gather.depth().outExtent(); q++) {
                for (Bands.Band band : bands.bands()) {
                    bands.pack(x.array(), x.offset(), n, group, q, band, workspace.x);
                    int yAt = y.offset() + n * ys.batch() + group * gather.outChannels() * ys.channel();
                    InputBand.packChannelsLast(y.array(), yAt, ys, gather.outChannels(), PackedAxis.elements(q, q + 1),
                            PackedAxis.elements(band.from(), band.to()),
                            columns, (band.to() - band.from()) * gather.width().outExtent() * gather.outChannels(),
                            workspace.y);
                    add(band, bands.origin(0, n, group, q, band), workspace);
                }
            }
        }
    }

    private void add(Bands.Band band, int origin, Workspace workspace) {
        Geometry g = problem.geometry();
        int rows = band.to() - band.from();
        int columns = gather.width().outExtent();
        int yStep = gather.outChannels();
        int tile = 0;
        for (int kd = 0; kd < g.depth().kernel(); kd++) {
            for (int kh = 0; kh < g.height().kernel(); kh++) {
                for (int kw = 0; kw < g.width().kernel(); kw++) {
                    int at = origin + bands.tapAt(0, kd, 0, kh, 0, kw);
                    for (int c = 0; c < cBlocks; c++) {
                        for (int o = 0; o < oBlocks; o++) {
                            OuterGemm12x2v.run(rows, columns, workspace.x, at + c * MR, bands.outputRowStep(band),
                                    bands.outputStep(), workspace.y, o * NR, columns * yStep, yStep, workspace.tiles,
                                    tile);
                            tile += MR * NR;
                        }
                    }
                }
            }
        }
    }

    private void store(float[] tiles, int group, FloatArray w) {
        Geometry g = problem.geometry();
        FilterStrides ws = problem.filterStrides();
        int tile = 0;
        for (int kd = 0; kd < g.depth().kernel(); kd++) {
            for (int kh = 0; kh < g.height().kernel(); kh++) {
                for (int kw = 0; kw < g.width().kernel(); kw++) {
                    for (int c = 0; c < cBlocks * MR; c += MR) {
                        for (int o = 0; o < oBlocks * NR; o += NR) {
                            for (int i = 0; i < Math.min(MR, gather.inChannels() - c); i++) {
                                for (int j = 0; j < Math.min(NR, gather.outChannels() - o); j++) {
                                    w.array()[w.offset() + ws.index(group, o + j, c + i, kd, kh, kw)] = tiles[tile
                                            + i * NR
                                            + j];
                                }
                            }
                            tile += MR * NR;
                        }
                    }
                }
            }
        }
    }

    @Override
    public String describe() {
        return "simd: GradientGemm (OuterGemm12x2v, lanes on channels of y, " + bands.bands().size()
                + " band(s) of rows)";
    }

    @Override
    public long workspaceBytes() {
        return Float.BYTES * ((long) bands.bandFloats() + MR + yBandFloats() + NR + tileFloats());
    }
}
