package adjoint.simd.gather;

import adjoint.geometry.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
        Map<Integer, List<Integer>> tapsOf = new HashMap<>();
        // Descending taps read ascending inputs, which lie side by side in memory.
        for (int tap = axis.kernel() - 1; tap >= 0; tap--) {
            int residue = Math.floorMod((long) tap * axis.dilation() - axis.lo(), stride);
            tapsOf.computeIfAbsent(residue, _ -> new ArrayList<>()).add(tap);
        }
        Map<Reading, Members> members = new LinkedHashMap<>();
        for (int residue = 0; residue < Math.min(stride, axis.xExtent()); residue++) {
            List<Integer> taps = tapsOf.getOrDefault(residue, List.of());
            List<Integer> tapAt = new ArrayList<>(taps.size());
            for (int tap : taps) {
                tapAt.add(Math.floorDiv(residue + axis.lo() - tap * axis.dilation(), stride));
            }
            members.computeIfAbsent(new Reading(tapAt, Math.ceilDiv(axis.xExtent() - residue, stride)),
                    _ -> new Members(IntStream.builder(), new ArrayList<>())).add(residue, taps);
        }
        List<AxisPhase> phases = new ArrayList<>();
        members.forEach((reading, all) -> phases.add(new AxisPhase(phases.size(), reading.count,
                all.starts.build().toArray(), stride, 1, ints(reading.tapAt), all.taps.toArray(int[][]::new))));
        return List.copyOf(phases);
    }

    /** What the members of a phase have in common: where their first outputs' taps read, and how many outputs they have. */
    private record Reading(List<Integer> tapAt, int count) {
    }

    /** Of each member the first output and the taps. */
    private record Members(IntStream.Builder starts, List<int[]> taps) {
        void add(int start, List<Integer> of) {
            starts.add(start);
            taps.add(ints(of));
        }
    }

    private static int[] ints(List<Integer> values) {
        int[] ints = new int[values.size()];
        Arrays.setAll(ints, values::get);
        return ints;
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
        int from = tapAt.length;
        int to = tapAt.length;
        int first = 0;
        for (int end : ends(inExtent)) {
            while (from > 0 && (long) first * inStep + tapAt[from - 1] >= 0) {
                from--;
            }
            while (to > from && (long) first * inStep + tapAt[to - 1] >= inExtent) {
                to--;
            }
            segments.add(new Segment(first, end, from, to));
            first = end;
        }
        return segments;
    }

    /** Behind the last output of each segment: where a tap begins or ends to read within the input, and behind all outputs. */
    private int[] ends(int inExtent) {
        return IntStream.concat(IntStream.of(tapAt).flatMap(at -> IntStream.of(-at, inExtent - at))
                .map(distance -> Math.ceilDiv(distance, inStep)).filter(q -> q > 0 && q < count), IntStream.of(count))
                .filter(end -> end > 0).sorted().distinct().toArray();
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
