package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.TensorStrides;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.kernel.Finish;
import adjoint.simd.kernel.GatherGemm12x2v;
import adjoint.simd.pack.FilterPanels;
import adjoint.simd.pack.OutputTile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A matrix product whose left side, one row of taps for each output pixel, is never written out: the kernel reads it where the
 * inputs lie. Lanes are output channels. For each band of output rows, for each group and phase, for each panel of output
 * channels, tiles of MR pixels.
 *
 * <p>The panel is the innermost reuse: it stays in the second-level cache while the band's pixels pass, and the band stays there
 * while the panels pass.
 */
public final class ImplicitGemm implements Strategy {

    private static final int MR = GatherGemm12x2v.MR;
    private static final int NR = GatherGemm12x2v.NR;

    @Override
    public String name() {
        return "ImplicitGemm";
    }

    @Override
    public Optional<String> rejects(Gather gather) {
        return Optional.empty();
    }

    @Override
    public Planned plan(Gather gather, FloatArray filter, Epilogue epilogue) {
        return new Plan(gather, filter, epilogue);
    }

    /** One residue of outputs along each axis. */
    private record Phase(int fd, int fh, int fw, AxisPhase depth, AxisPhase height, AxisPhase width, boolean merged,
            float[] panels, int panelFloats, int[][] runAt) {
        int runLength(int channels) {
            return merged ? width.taps().length * channels : channels;
        }
    }

    private static final class Workspace {
        final float[] band;
        final float[] tile = new float[MR * NR];
        final float[] scratch = new float[NR];
        final int[] rowAt = new int[MR];
        final int[] pixelAt = new int[MR];

        Workspace(int bandFloats) {
            band = new float[bandFloats];
        }
    }

    private static final class Plan implements Planned {
        private final Gather g;
        private final Bands bands;
        private final List<Phase> phases;
        private final Finish finish;
        private final int panels;
        private final Workspaces<Workspace> workspaces;

        Plan(Gather g, FloatArray filter, Epilogue epilogue) {
            this.g = g;
            this.bands = Bands.of(g);
            this.panels = Math.ceilDiv(g.outChannels(), NR);
            this.finish = new Finish(epilogue, g.groups() * g.outChannels(), NR);
            this.phases = phases(filter);
            this.workspaces = new Workspaces<>(() -> new Workspace(bands.bandFloats()));
        }

        private List<Phase> phases(FloatArray filter) {
            List<Phase> all = new ArrayList<>();
            if (g.outElements() == 0) {
                return all;
            }
            for (int fd = 0; fd < g.depth().phases().size(); fd++) {
                for (int fh = 0; fh < g.height().phases().size(); fh++) {
                    for (int fw = 0; fw < g.width().phases().size(); fw++) {
                        all.add(phase(fd, fh, fw, filter));
                    }
                }
            }
            return List.copyOf(all);
        }

        private Phase phase(int fd, int fh, int fw, FloatArray filter) {
            AxisPhase d = g.depth().phases().get(fd);
            AxisPhase h = g.height().phases().get(fh);
            AxisPhase w = g.width().phases().get(fw);
            boolean merged = bands.areSideBySide(fw);
            int[][] runAt = bands.bands().stream().map(band -> bands.runAt(band, fd, fh, fw, merged))
                    .toArray(int[][]::new);
            return new Phase(fd, fh, fw, d, h, w, merged,
                    FilterPanels.pack(g, d, h, w, filter.array(), filter.offset(), NR),
                    FilterPanels.panelFloats(g, d, h, w, NR), runAt);
        }

        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual) {
            Workspace workspace = workspaces.take();
            for (int n = 0; n < g.batch(); n++) {
                for (int group = 0; group < g.groups(); group++) {
                    for (int q = 0; q < g.depth().maxCount(); q++) {
                        for (int band = 0; band < bands.bands().size(); band++) {
                            run(in, out, residual, n, group, q, band, workspace);
                        }
                    }
                }
            }
            workspaces.giveBack(workspace);
        }

        private void run(FloatArray in, FloatArray out, FloatArray residual, int n, int group, int q, int bandIndex,
                Workspace workspace) {
            Bands.Band band = bands.bands().get(bandIndex);
            bands.pack(in.array(), in.offset(), n, group, q, band, workspace.band);
            float[] rows = bands.inPlace() ? in.array() : workspace.band;
            int origin = bands.origin(in.offset(), n, q, band);
            for (Phase phase : phases) {
                if (q < phase.depth.count()) {
                    run(phase, phase.runAt[bandIndex], rows, origin, out, residual, n, group, q, band, workspace);
                }
            }
        }

        private void run(Phase phase, int[] runAt, float[] rows, int origin, FloatArray out, FloatArray residual, int n,
                int group, int q, Bands.Band band, Workspace workspace) {
            TensorStrides strides = g.out();
            int length = phase.runLength(g.inChannels());
            int rowPixels = phase.width.count();
            int pixels = Math.max(0, Math.min(band.to(), phase.height.count()) - band.from()) * rowPixels;
            int firstRow = phase.height.outStart() + band.from() * phase.height.outStep();
            int outAt = strides.index(n, 0, phase.depth.outStart() + q * phase.depth.outStep(), firstRow,
                    phase.width.outStart());
            int outRowStep = phase.height.outStep() * strides.height();
            int outStep = phase.width.outStep() * strides.width();
            int inRowStep = bands.outputRowStep(band);
            int inStep = bands.outputStep();
            for (int panel = 0; panel < panels; panel++) {
                int panelAt = (group * panels + panel) * phase.panelFloats;
                int channel = panel * NR;
                int channels = Math.min(NR, g.outChannels() - channel);
                for (int pixel = 0; pixel < pixels; pixel += MR) {
                    int count = Math.min(MR, pixels - pixel);
                    int row = pixel / rowPixels;
                    int column = pixel - row * rowPixels;
                    for (int i = 0; i < MR; i++) {
                        workspace.rowAt[i] = origin + row * inRowStep + column * inStep;
                        workspace.pixelAt[i] = outAt + row * outRowStep + column * outStep;
                        // Rows beyond the last pixel repeat it, so that the full tile always runs.
                        if (i + 1 < count && ++column == rowPixels) {
                            column = 0;
                            row++;
                        }
                    }
                    GatherGemm12x2v.run(runAt.length, runAt, length, rows, workspace.rowAt, phase.panels, panelAt,
                            workspace.tile);
                    OutputTile.store(finish, group * g.outChannels() + channel, channels, NR, workspace.tile,
                            workspace.scratch, count, workspace.pixelAt, strides.channel(),
                            residual == null ? null : residual.array(), residual == null ? 0 : residual.offset(),
                            out.array(),
                            out.offset());
                }
            }
        }

        @Override
        public String describe() {
            return "GatherGemm12x2v, lanes on output channels, " + phases.size() + " phase(s), "
                    + bands.bands().size() + " band(s) of rows" + (bands.inPlace() ? " in place" : ", packed");
        }

        @Override
        public long workspaceBytes() {
            return Float.BYTES * ((long) bands.bandFloats() + MR * NR + NR) + 2L * Integer.BYTES * MR;
        }
    }
}
