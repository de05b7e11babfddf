package adjoint.simd.strategy;

import adjoint.geometry.BorderMode;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.Gather;
import adjoint.simd.gather.GatherAxis;
import java.util.Optional;
import java.util.stream.Stream;

/** The two-dimensional windows along which there are kernels to walk. */
enum WalkedWindow {
    /** Three taps, stride 1. */
    THREE(3, 1, 1, 2),
    /** Three taps, stride 2. */
    THREE_STRIDE_2(3, 2, 1, 1),
    /** Two taps, stride 1. */
    TWO(2, 1, 1, 1),
    /** Five taps, stride 1. */
    FIVE(5, 1, 2, 4),
    /** Five taps, stride 2. */
    FIVE_STRIDE_2(5, 2, 2, 4);

    private final int taps;
    private final int stride;
    /** Rows beyond either edge of the image that a window may reach. */
    private final int rowsBeyond;
    /** Columns likewise. */
    private final int columnsBeyond;

    WalkedWindow(int taps, int stride, int rowsBeyond, int columnsBeyond) {
        this.taps = taps;
        this.stride = stride;
        this.rowsBeyond = rowsBeyond;
        this.columnsBeyond = columnsBeyond;
    }

    /** That of all phases of a problem, if there is one. */
    static Optional<WalkedWindow> of(Gather g) {
        if (g.outElements() == 0 || !isFlat(g.depth())
                || g.height().phases().stream().anyMatch(phase -> phase.count() == 1)) {
            return Optional.empty();
        }
        return Stream.of(values()).filter(window -> window.fits(g.height(), window.rowsBeyond)
                && window.fits(g.width(), window.columnsBeyond)).findFirst();
    }

    /** Whether an axis is there in name only. */
    static boolean isFlat(GatherAxis depth) {
        AxisPhase phase = depth.phases().getFirst();
        return depth.inExtent() == 1 && depth.outExtent() == 1 && phase.tapAt().length == 1 && phase.tapAt()[0] == 0;
    }

    /** The one tap of a flat axis: not the first where a window reaches beyond the image. */
    static int onlyTap(GatherAxis flat) {
        return flat.phases().getFirst().taps()[0][0];
    }

    private boolean fits(GatherAxis axis, int limit) {
        return axis.border() == BorderMode.ZEROS
                && axis.phases().stream().allMatch(phase -> fits(phase, axis.inExtent(), limit));
    }

    private boolean fits(AxisPhase phase, int inExtent, int limit) {
        int[] at = phase.tapAt();
        if (at.length != taps || phase.inStep() != stride || phase.count() == 0) {
            return false;
        }
        for (int tap = 1; tap < taps; tap++) {
            if (at[tap] != at[0] + tap) {
                return false;
            }
        }
        return at[0] >= -limit && (phase.count() - 1) * stride + at[taps - 1] < inExtent + limit;
    }

    int taps() {
        return taps;
    }

    int stride() {
        return stride;
    }

    /** Weights from one channel to another. */
    int weights() {
        return taps * taps;
    }

    /** How the names of its kernels end. */
    String suffix() {
        return switch (this) {
            case THREE -> "3x3";
            case THREE_STRIDE_2 -> "3x3Stride2";
            case TWO -> "2x2";
            case FIVE -> "5x5";
            case FIVE_STRIDE_2 -> "5x5Stride2";
        };
    }
}
