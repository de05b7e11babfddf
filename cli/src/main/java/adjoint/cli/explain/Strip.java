package adjoint.cli.explain;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The places along one axis of a picture.
 *
 * @param start position of the first place; elements are counted from 0, zeros before them lie at negative positions
 * @param cells the kind of each place
 */
record Strip(int start, List<Cell> cells) {

    /** The places from {@code start} to {@code end}, the latter excluded. */
    static Strip of(int start, int end, IntFunction<Cell> kind) {
        return new Strip(start, IntStream.range(start, end).mapToObj(kind).toList());
    }

    /** Number of places. */
    public int size() {
        return cells.size();
    }

    /** Number of places of a kind. */
    public int count(Cell kind) {
        return positions(kind).length;
    }

    /** The positions of all places of a kind. */
    public int[] positions(Cell kind) {
        return IntStream.range(0, size()).filter(at -> cells.get(at) == kind).map(at -> start + at).toArray();
    }
}
