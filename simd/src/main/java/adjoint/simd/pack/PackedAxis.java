package adjoint.simd.pack;

import adjoint.geometry.BorderMode;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.GatherAxis;
import java.util.Arrays;

/**
 * Which inputs of one axis a band holds, and where each phase's taps read in it. Output {@code from + q} of phase f reads packed
 * element {@code q*step + tapAt[f][j]}.
 *
 * <p>Two forms, whichever is shorter. Range: every position from the first read to the last, with the border filled in, so that
 * neighbouring taps share elements. Separate: for each distinct tap its own run of one element per output, for windows
 * with gaps, such as 1x1 with stride 2 or a large dilation over a small image.
 *
 * @param source the input element that each packed element is a copy of, or {@link BorderMode#OUTSIDE} for a zero
 * @param step   from one output to the next
 * @param tapAt  for each phase and tap, its place for the first output
 */
public record PackedAxis(int[] source, int step, int[][] tapAt) {

    /**
     * The shorter form for some outputs of each phase.
     *
     * @param axis the axis
     * @param from first output of each phase
     * @param to   behind the last
     * @return the packed axis
     */
    public static PackedAxis of(GatherAxis axis, int from, int to) {
        long range = (to - from - 1L) * axis.inStep() + axis.maxAt() - axis.minAt() + 1;
        int[] distinct = axis.distinctTapAts();
        return to > from && range <= (long) distinct.length * (to - from)
                ? range(axis, from, (int) range)
                : separate(axis, from, to, distinct);
    }

    private static PackedAxis range(GatherAxis axis, int from, int range) {
        int first = from * axis.inStep() + axis.minAt();
        int[] source = new int[range];
        for (int at = 0; at < range; at++) {
            source[at] = axis.border().source(first + at, axis.inExtent());
        }
        int[][] tapAt = new int[axis.phases().size()][];
        for (int f = 0; f < tapAt.length; f++) {
            tapAt[f] = axis.phases().get(f).tapAt().clone();
            for (int j = 0; j < tapAt[f].length; j++) {
                tapAt[f][j] -= axis.minAt();
            }
        }
        return new PackedAxis(source, axis.inStep(), tapAt);
    }

    private static PackedAxis separate(GatherAxis axis, int from, int to, int[] distinct) {
        int outputs = to - from;
        int[] source = new int[Math.multiplyExact(distinct.length, outputs)];
        for (int tap = 0; tap < distinct.length; tap++) {
            for (int q = 0; q < outputs; q++) {
                source[tap * outputs + q] = axis.border().source((from + q) * axis.inStep() + distinct[tap],
                        axis.inExtent());
            }
        }
        int[][] tapAt = new int[axis.phases().size()][];
        for (int f = 0; f < tapAt.length; f++) {
            AxisPhase phase = axis.phases().get(f);
            tapAt[f] = new int[phase.tapAt().length];
            for (int j = 0; j < tapAt[f].length; j++) {
                tapAt[f][j] = Arrays.binarySearch(distinct, phase.tapAt()[j]) * outputs;
            }
        }
        return new PackedAxis(source, 1, tapAt);
    }

    /**
     * Number of packed elements.
     *
     * @return the extent
     */
    public int extent() {
        return source.length;
    }
}
