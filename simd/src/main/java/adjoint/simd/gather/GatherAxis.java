package adjoint.simd.gather;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One axis of a gather.
 *
 * @param inExtent  extent of the input
 * @param outExtent extent of the output
 * @param border    what lies outside the input
 * @param phases    the outputs by residue; all have the same {@code inStep}
 */
public record GatherAxis(int inExtent, int outExtent, BorderMode border, List<AxisPhase> phases) {

    static GatherAxis convolution(Axis axis) {
        return new GatherAxis(axis.xExtent(), axis.yExtent(), axis.border(), AxisPhase.convolution(axis));
    }

    static GatherAxis transposed(Axis axis) {
        if (axis.border() != BorderMode.ZEROS) {
            throw new IllegalArgumentException("border=" + axis.border() + ": is folded back by the caller");
        }
        return new GatherAxis(axis.yExtent(), axis.xExtent(), BorderMode.ZEROS, AxisPhase.transposed(axis));
    }

    /**
     * From one output of a phase to the next, on the input.
     *
     * @return the step
     */
    public int inStep() {
        return phases.isEmpty() ? 1 : phases.getFirst().inStep();
    }

    /**
     * Outputs of the longest phase.
     *
     * @return the count
     */
    public int maxCount() {
        return phases.stream().mapToInt(AxisPhase::count).max().orElse(0);
    }

    /**
     * The first input that output 0 of any phase reads.
     *
     * @return its position, 0 if there are no taps
     */
    public int minAt() {
        return tapAts().min().orElse(0);
    }

    /**
     * The last input that output 0 of any phase reads.
     *
     * @return its position, 0 if there are no taps
     */
    public int maxAt() {
        return tapAts().max().orElse(0);
    }

    /**
     * All inputs that output 0 of any phase reads.
     *
     * @return ascending positions without repetition
     */
    public int[] distinctTapAts() {
        return tapAts().sorted().distinct().toArray();
    }

    /**
     * Whether all phases have the same number of outputs.
     *
     * @return true if so
     */
    public boolean isEven() {
        return phases.stream().allMatch(phase -> phase.count() == maxCount());
    }

    /**
     * Whether no output reads outside the input.
     *
     * @return true if no border is needed
     */
    public boolean staysInside() {
        return minAt() >= 0 && (maxCount() - 1) * inStep() + maxAt() < inExtent;
    }

    private IntStream tapAts() {
        return phases.stream().flatMapToInt(phase -> IntStream.of(phase.tapAt()));
    }
}
