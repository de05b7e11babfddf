package adjoint.simd.gather;

import adjoint.geometry.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Outputs of one axis that read the same inputs: for {@code 0 <= q < count} and each member m, output {@code outStart[m] +
 * q*outStep} reads input {@code q*inStep + tapAt[j]} with tap {@code taps[m][j]}. Inputs out of range follow the border.
 *
 * <p>A convolution has one phase of one member. A transposed convolution has a member for each residue modulo its stride; those
 * whose taps reach the same inputs are one phase: all of them if kernel = stride, half of them if kernel = 2 strides.
 *
 * @param index    which of the axis's phases it is
 * @param count    number of outputs of each member
 * @param outStart first output of each member
 * @param outStep  from one output to the next
 * @param inStep   from one output's first input to the next one's
 * @param tapAt    where each tap reads, relative, ascending
 * @param taps     which tap of the filter that is, for each member
 */
public record AxisPhase(int index, int count, int[] outStart, int outStep, int inStep, int[] tapAt, int[][] taps) {

    /** The single phase of a convolution. */
    static List<AxisPhase> convolution(Axis axis) {
        int[] taps = IntStream.range(0, axis.kernel()).toArray();
        int[] tapAt = IntStream.of(taps).map(t -> t * axis.dilation() - axis.lo()).toArray();
        return List.of(new AxisPhase(0, axis.yExtent(), new int[] {0}, 1, axis.stride(), tapAt, new int[][] {taps}));
    }

    /**
     * The phases of a transposed convolution: output p receives from input i through tap t where {@code p + lo - t*dilation =
     * i*stride}, so the outputs of one residue modulo the stride share their taps.
     */
    static List<AxisPhase> transposed(Axis axis) {
        int stride = axis.stride();
        Map<List<Integer>, AxisPhase> phases = new LinkedHashMap<>();
        for (int residue = 0; residue < Math.min(stride, axis.xExtent()); residue++) {
            int shift = residue + axis.lo();
            // Descending taps read ascending inputs, which lie side by side in memory.
            int[] taps = IntStream.iterate(axis.kernel() - 1, t -> t >= 0, t -> t - 1)
                    .filter(t -> Math.floorMod(shift - t * axis.dilation(), stride) == 0).toArray();
            int[] tapAt = IntStream.of(taps).map(t -> Math.floorDiv(shift - t * axis.dilation(), stride)).toArray();
            int count = Math.ceilDiv(axis.xExtent() - residue, stride);
            List<Integer> alike = new ArrayList<>(IntStream.of(tapAt).boxed().toList());
            alike.add(count);
            phases.merge(alike,
                    new AxisPhase(phases.size(), count, new int[] {residue}, stride, 1, tapAt, new int[][] {taps}),
                    AxisPhase::join);
        }
        return List.copyOf(phases.values());
    }

    private AxisPhase join(AxisPhase member) {
        int[] starts = Arrays.copyOf(outStart, outStart.length + 1);
        starts[outStart.length] = member.outStart[0];
        int[][] all = Arrays.copyOf(taps, taps.length + 1);
        all[taps.length] = member.taps[0];
        return new AxisPhase(index, count, starts, outStep, inStep, tapAt, all);
    }

    /**
     * Number of members.
     *
     * @return at least 1
     */
    public int members() {
        return outStart.length;
    }

    /**
     * Outputs whose taps {@code from..to-1} read within the input and no others do.
     *
     * @param first   first output
     * @param end     behind the last
     * @param tapFrom first tap
     * @param tapTo   behind the last, equal to {@code tapFrom} if none reads
     */
    public record Segment(int first, int end, int tapFrom, int tapTo) {
    }

    /**
     * All outputs by the taps that read within the input, so that taps outside it cost nothing.
     *
     * @param inExtent extent of the input
     * @return segments in order, mostly three: the edges and what is between
     */
    public List<Segment> segments(int inExtent) {
        List<Segment> segments = new ArrayList<>();
        for (int q = 0; q < count; q++) {
            int from = 0;
            while (from < tapAt.length && q * inStep + tapAt[from] < 0) {
                from++;
            }
            int to = from;
            while (to < tapAt.length && q * inStep + tapAt[to] < inExtent) {
                to++;
            }
            Segment last = segments.isEmpty() ? null : segments.getLast();
            if (last != null && last.tapFrom == from && last.tapTo == to) {
                segments.set(segments.size() - 1, new Segment(last.first, q + 1, from, to));
            } else {
                segments.add(new Segment(q, q + 1, from, to));
            }
        }
        return segments;
    }

    /**
     * All outputs as one segment, where every tap reads something.
     *
     * @return the segment, none if there are no outputs
     */
    public List<Segment> whole() {
        return count == 0 ? List.of() : List.of(new Segment(0, count, 0, tapAt.length));
    }
}
