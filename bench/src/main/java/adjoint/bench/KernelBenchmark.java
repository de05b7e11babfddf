package adjoint.bench;

import adjoint.simd.NativeFloats;
import adjoint.simd.kernel.GatherGemm5x4v;
import adjoint.simd.kernel.GatherGemm5x4vLines;
import adjoint.simd.kernel.GatherGemm6x2v;
import adjoint.simd.kernel.GatherGemm6x2vPlane;
import adjoint.simd.kernel.GatherGemm6x2vPlanes;
import adjoint.simd.kernel.OuterGemm12x2v;
import adjoint.simd.kernel.PackedGemm12x2v;
import adjoint.simd.kernel.PackedGemm6x2v;
import adjoint.simd.kernel.PlaneGemm12x2v;
import adjoint.simd.kernel.PlaneGemm6x2v;
import adjoint.simd.kernel.StripGemm6x2v;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** How fast is one micro-kernel on panels that lie in the first-level cache? */
public class KernelBenchmark extends Settings {

    /** Which kernel. */
    public enum Kernel {
        /** Rows read in place. */
        GATHER_5X4V(GatherGemm5x4v.MR, GatherGemm5x4v.NR) {
            @Override
            float[] run(Panels p) {
                GatherGemm5x4v.run(p.oneRun, p.a, p.rows, p.panel, 0, p.c, p.outRows, 0, 0);
                return p.c;
            }
        },
        /** The same with the panel in native memory. */
        GATHER_5X4V_LINES(GatherGemm5x4vLines.MR, GatherGemm5x4vLines.NR) {
            @Override
            float[] run(Panels p) {
                GatherGemm5x4vLines.run(p.oneRun, p.a, p.rows, p.lines, 0, p.c, p.outRows, 0, 0);
                return p.c;
            }
        },
        /** Rows read in place, for 16 registers. */
        GATHER_6X2V(GatherGemm6x2v.MR, GatherGemm6x2v.NR) {
            @Override
            float[] run(Panels p) {
                GatherGemm6x2v.run(p.oneRun, p.a, p.rows, p.panel, 0, p.c, p.outRows, 0, 0);
                return p.c;
            }
        },
        /** With pixels side by side, and each channel in another plane. */
        GATHER_6X2V_PLANE(GatherGemm6x2vPlane.MR, GatherGemm6x2vPlane.NR) {
            @Override
            float[] run(Panels p) {
                GatherGemm6x2vPlane.run(p.oneRun, p.a, p.rows, p.panel, 0, p.c, p.outRows, 0, 0, 1);
                return p.c;
            }
        },
        /** And with pixels anywhere. */
        GATHER_6X2V_PLANES(GatherGemm6x2vPlanes.MR, GatherGemm6x2vPlanes.NR) {
            @Override
            float[] run(Panels p) {
                GatherGemm6x2vPlanes.run(p.oneRun, p.a, p.rows, p.panel, 0, p.c, p.outRows, 0, 0, 1);
                return p.c;
            }
        },
        /** Rows written out first. */
        PACKED_6X2V(PackedGemm6x2v.MR, PackedGemm6x2v.NR) {
            @Override
            float[] run(Panels p) {
                PackedGemm6x2v.run(p.steps, p.pitched, 0, p.panel, PackedGemm6x2v.NR, p.c, p.outRows, 0, p.c, p.outRows,
                        0, 0);
                return p.c;
            }
        },
        /** The same for 32 registers. */
        PACKED_12X2V(PackedGemm12x2v.MR, PackedGemm12x2v.NR) {
            @Override
            float[] run(Panels p) {
                PackedGemm12x2v.run(p.steps, p.pitched, 0, p.panel, PackedGemm12x2v.NR, p.c, p.outRows, 0, p.c,
                        p.outRows,
                        0, 0);
                return p.c;
            }
        },
        /** Pixels written out first, weights in rows of six. */
        STRIP_6X2V(StripGemm6x2v.MR, StripGemm6x2v.NR) {
            @Override
            float[] run(Panels p) {
                StripGemm6x2v.run(p.steps, p.a, 0, p.b, 0, p.c, 0, StripGemm6x2v.NR, p.c, 0, StripGemm6x2v.NR);
                return p.c;
            }
        },
        /** Pixels read in place, for 16 registers. */
        PLANE_6X2V(PlaneGemm6x2v.MR, PlaneGemm6x2v.NR) {
            @Override
            float[] run(Panels p) {
                PlaneGemm6x2v.run(p.stepsOfB, p.b, 0, p.a, 0, p.init, 0, p.c, 0, PlaneGemm6x2v.NR);
                return p.c;
            }
        },
        /** Pixels read in place. */
        PLANE_12X2V(PlaneGemm12x2v.MR, PlaneGemm12x2v.NR) {
            @Override
            float[] run(Panels p) {
                PlaneGemm12x2v.run(p.stepsOfB, p.b, 0, p.a, 0, p.init, 0, p.c, 0, PlaneGemm12x2v.NR);
                return p.c;
            }
        },
        /** Both factors packed. */
        OUTER_12X2V(OuterGemm12x2v.MR, OuterGemm12x2v.NR) {
            @Override
            float[] run(Panels p) {
                OuterGemm12x2v.run(1, p.steps, p.a, 0, 0, OuterGemm12x2v.MR, p.b, 0, 0, OuterGemm12x2v.NR, p.c, 0);
                return p.c;
            }
        };

        private final int rows;
        private final int columns;

        Kernel(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
        }

        abstract float[] run(Panels panels);
    }

    /** The kernel. */
    @Param
    public Kernel kernel;

    /** Steps of k in a tile. */
    @Param({"64", "128"})
    public int steps;

    private Panels panels;

    /** Fills the panels with ones and checks a tile: each element is the number of steps. */
    @Setup
    public void prepare() {
        panels = new Panels(kernel.rows, kernel.columns, steps);
        float[] tile = kernel.run(panels);
        for (int at = 0; at < kernel.rows * kernel.columns; at++) {
            if (tile[at] != steps) {
                throw new AssertionError(kernel + ": element " + at + " is " + tile[at] + ", not " + steps);
            }
        }
    }

    /** Computes a tile. */
    @Benchmark
    public float[] run(Work work) {
        work.add(2.0 * kernel.rows * kernel.columns * steps);
        return kernel.run(panels);
    }

    /** The operands of a tile, in every form that a kernel wants. */
    private static final class Panels {
        private final int steps;
        private final float[] a;
        private final float[] pitched;
        private final float[] b;
        private final float[] c;
        private final float[] init;
        private final float[] panel;
        private final NativeFloats lines;
        private final int[] oneRun;
        private final int[] rows;
        private final int[] outRows;
        private final int[] stepsOfB;

        Panels(int rowCount, int columns, int steps) {
            this.steps = steps;
            a = ones(rowCount * steps);
            pitched = ones(rowCount * PackedGemm6x2v.PITCH);
            b = ones(columns * steps);
            panel = new float[columns + columns * steps];
            Arrays.fill(panel, columns, panel.length, 1);
            lines = NativeFloats.copyOf(panel).orElseThrow();
            oneRun = new int[] {0, 0, steps};
            c = new float[rowCount * columns];
            init = new float[Math.max(rowCount, columns)];
            rows = multiples(rowCount, steps);
            outRows = multiples(rowCount, columns);
            stepsOfB = multiples(steps, columns);
        }

        private static float[] ones(int size) {
            float[] values = new float[size];
            Arrays.fill(values, 1);
            return values;
        }

        private static int[] multiples(int count, int of) {
            return IntStream.range(0, count).map(i -> i * of).toArray();
        }
    }
}
