package adjoint.simd.gather;

import adjoint.geometry.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Outputs of one axis that gather alike: output {@code outStart + q*outStep} reads input {@code q*inStep + tapAt[j]} with tap
 * {@code taps[j]}, for {@code 0 <= q < count}. Inputs out of range follow the border.
 *
 * @param count    number of outputs
 * @param outStart first output
 * @param outStep  from one output to the next
 * @param inStep   from one output's first input to the next one's
 * @param tapAt    where each tap reads, relative, ascending
 * @param taps     which tap of the filter it is
 */
public record AxisPhase(int count, int outStart, int outStep, int inStep, int[] tapAt, int[] taps) {

    /** The single phase of a convolution. */
    static List<AxisPhase> convolution(Axis axis) {
        int[] taps = IntStream.range(0, axis.kernel()).toArray();
        int[] tapAt = IntStream.of(taps).map(t -> t * axis.dilation() - axis.lo()).toArray();
        return List.of(new AxisPhase(axis.yExtent(), 0, 1, axis.stride(), tapAt, taps));
    }

    /**
     * The phases of a transposed convolution: output p receives from input i through tap t where {@code p + lo - t*dilation =
     * i*stride}, so the outputs of one residue modulo the stride share their taps.
     */
    static List<AxisPhase> transposed(Axis axis) {
        int stride = axis.stride();
        List<AxisPhase> phases = new ArrayList<>();
        for (int residue = 0; residue < Math.min(stride, axis.xExtent()); residue++) {
            int shift = residue + axis.lo();
            // Descending taps read ascending inputs, which lie side by side in memory.
            int[] taps = IntStream.iterate(axis.kernel() - 1, t -> t >= 0, t -> t - 1)
                    .filter(t -> Math.floorMod(shift - t * axis.dilation(), stride) == 0).toArray();
            int[] tapAt = IntStream.of(taps).map(t -> Math.floorDiv(shift - t * axis.dilation(), stride)).toArray();
            int count = Math.ceilDiv(axis.xExtent() - residue, stride);
            phases.add(new AxisPhase(count, residue, stride, 1, tapAt, taps));
        }
        return List.copyOf(phases);
    }
}
