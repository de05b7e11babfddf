package adjoint.simd.pack;

import adjoint.geometry.BorderMode;
import adjoint.simd.gather.AxisPhase;
import adjoint.simd.gather.GatherAxis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which inputs of one axis are held, and where the taps of each phase read in them: tap j of output q reads held element
 * {@code q*step + tapAt[phase][j] - first}.
 *
 * @param source the input element that each held element is a copy of, or {@link BorderMode#OUTSIDE} for a zero; empty where
 *               the caller's tensor is read in place
 * @param first  what is subtracted
 * @param step   from one output to the next
 * @param tapAt  for each phase and tap, its place
 * @param part   elements of one part: all, or those of one tap if taps are held separately
 * @param pieces the same as {@code source}, in pieces of even steps within a part
 */
public record PackedAxis(int[] source, int first, int step, int[][] tapAt, int part, Piece[] pieces) {

    /**
     * Held elements {@code at..at+count-1} are copies of input elements {@code from}, {@code from + step}, ...; of zeros if
     * {@code from} is {@link BorderMode#OUTSIDE}.
     *
     * @param at    first held element
     * @param count number of elements
     * @param from  its input element
     * @param step  from one input element to the next
     */
    public record Piece(int at, int count, int from, int step) {

        private static Piece[] of(int[] source, int part) {
            List<Piece> pieces = new ArrayList<>();
            for (int at = 0; at < source.length;) {
                int endOfPart = Math.min(source.length, (at / part + 1) * part);
                int step = at + 1 < endOfPart ? source[at + 1] - source[at] : 1;
                boolean zeros = source[at] == BorderMode.OUTSIDE;
                int end = at + 1;
                while (end < endOfPart && (source[end] == BorderMode.OUTSIDE) == zeros
                        && (zeros || source[end] - source[end - 1] == step)) {
                    end++;
                }
                pieces.add(new Piece(at, end - at, source[at], step));
                at = end;
            }
            return pieces.toArray(Piece[]::new);
        }
    }

    private PackedAxis(int[] source, int first, int step, int[][] tapAt, int part) {
        this(source, first, step, tapAt, part, Piece.of(source, Math.max(1, part)));
    }

    /**
     * The input as it lies. Only taps that read within it may be used.
     *
     * @param axis the axis
     * @return the axis, nothing held
     */
    public static PackedAxis inPlace(GatherAxis axis) {
        return new PackedAxis(new int[0], 0, axis.inStep(), tapAts(axis), 0);
    }

    /**
     * The inputs from the first that is read to the last, without a border. Only taps that read within the input may be used.
     *
     * @param axis the axis
     * @param from first output of each phase
     * @param to   behind the last
     * @return the axis
     */
    public static PackedAxis clipped(GatherAxis axis, int from, int to) {
        long first = Math.max(0, (long) from * axis.inStep() + axis.minAt());
        long last = Math.min(axis.inExtent() - 1L, (to - 1L) * axis.inStep() + axis.maxAt());
        int[] source = IntStream.rangeClosed((int) Math.min(first, axis.inExtent()), (int) last).toArray();
        return new PackedAxis(source, (int) first, axis.inStep(), tapAts(axis), source.length);
    }

    /**
     * The inputs with the border filled in, in the shorter of two forms. Range: every position from the first read to the last,
     * so that neighbouring taps share elements. Separate: for each distinct tap its own run of elements, for windows with
     * gaps, such as 1x1 with stride 2 or a large dilation over a small image.
     *
     * @param axis the axis
     * @param from first output of each phase
     * @param to   behind the last
     * @param slot outputs for which a separate run has room, at least {@code to - from}
     * @return the axis
     */
    public static PackedAxis padded(GatherAxis axis, int from, int to, int slot) {
        long range = (slot - 1L) * axis.inStep() + axis.maxAt() - axis.minAt() + 1;
        int[] distinct = axis.distinctTapAts();
        return slot > 0 && range <= (long) distinct.length * slot
                ? range(axis, from, to)
                : separate(axis, from, to, slot, distinct);
    }

    /**
     * As {@link #padded}, in a form in which neighbouring outputs read neighbouring elements: with a stride, the inputs of each
     * residue modulo the stride make a part of their own, which all taps of that residue share.
     *
     * @param axis the axis
     * @param from first output of each phase
     * @param to   behind the last
     * @param slot outputs for which a part has room, at least {@code to - from}
     * @return the axis, its step is 1
     */
    public static PackedAxis unitStep(GatherAxis axis, int from, int to, int slot) {
        if (axis.inStep() == 1) {
            return padded(axis, from, to, slot);
        }
        int[] distinct = axis.distinctTapAts();
        int stride = axis.inStep();
        long residues = IntStream.of(distinct).map(at -> Math.floorMod(at, stride)).distinct().count();
        long shifts = Math.floorDiv(axis.maxAt(), stride) - (long) Math.floorDiv(axis.minAt(), stride);
        return residues * (slot + shifts) <= (long) distinct.length * slot
                ? residues(axis, from, to, slot + (int) shifts)
                : separate(axis, from, to, slot, distinct);
    }

    private static PackedAxis residues(GatherAxis axis, int from, int to, int part) {
        int stride = axis.inStep();
        int firstShift = Math.floorDiv(axis.minAt(), stride);
        int[] residues = IntStream.of(axis.distinctTapAts()).map(at -> Math.floorMod(at, stride)).sorted().distinct()
                .toArray();
        int shifts = Math.floorDiv(axis.maxAt(), stride) - firstShift;
        int[] source = new int[Math.multiplyExact(residues.length, part)];
        Arrays.fill(source, BorderMode.OUTSIDE);
        for (int r = 0; r < residues.length; r++) {
            for (int q = from; q < to + shifts; q++) {
                source[r * part + q - from] = axis.border().source((q + firstShift) * stride + residues[r],
                        axis.inExtent());
            }
        }
        int[][] tapAt = new int[axis.phases().size()][];
        Arrays.setAll(tapAt, f -> IntStream.of(axis.phases().get(f).tapAt())
                .map(at -> Arrays.binarySearch(residues, Math.floorMod(at, stride)) * part + Math.floorDiv(at, stride)
                        - firstShift)
                .toArray());
        return new PackedAxis(source, from, 1, tapAt, part);
    }

    private static PackedAxis range(GatherAxis axis, int from, int to) {
        int first = from * axis.inStep() + axis.minAt();
        int[] source = new int[(to - from - 1) * axis.inStep() + axis.maxAt() - axis.minAt() + 1];
        Arrays.setAll(source, at -> axis.border().source(first + at, axis.inExtent()));
        return new PackedAxis(source, first, axis.inStep(), tapAts(axis), source.length);
    }

    private static PackedAxis separate(GatherAxis axis, int from, int to, int slot, int[] distinct) {
        int[] source = new int[Math.multiplyExact(distinct.length, slot)];
        Arrays.fill(source, BorderMode.OUTSIDE);
        for (int tap = 0; tap < distinct.length; tap++) {
            for (int q = from; q < to; q++) {
                source[tap * slot + q - from] = axis.border().source(q * axis.inStep() + distinct[tap],
                        axis.inExtent());
            }
        }
        int[][] tapAt = new int[axis.phases().size()][];
        Arrays.setAll(tapAt, f -> IntStream.of(axis.phases().get(f).tapAt())
                .map(at -> Arrays.binarySearch(distinct, at) * slot).toArray());
        return new PackedAxis(source, from, 1, tapAt, slot);
    }

    /**
     * All elements in order, without taps.
     *
     * @param from the first
     * @param to   behind the last
     * @return the axis
     */
    public static PackedAxis elements(int from, int to) {
        return new PackedAxis(IntStream.range(from, to).toArray(), from, 1, new int[0][], to - from);
    }

    private static int[][] tapAts(GatherAxis axis) {
        return axis.phases().stream().map(AxisPhase::tapAt).toArray(int[][]::new);
    }

    /**
     * Number of elements held.
     *
     * @return the extent
     */
    public int extent() {
        return source.length;
    }
}
