package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The axes of a tensor as a reduction sees them: those that are kept and those that are not. Neighbours of one kind that continue
 * each other are one axis; what is left of them keeps its order.
 */
final class ReducedAxes {

    /** Extent and distance of neighbours. */
    private record Axis(int extent, int stride) {
    }

    private final List<Axis> kept = new ArrayList<>();
    private final List<Axis> reduced = new ArrayList<>();

    /** The axes of a shape, of which some are reduced. */
    ReducedAxes(Shape shape, boolean... isReduced) {
        int[] strides = shape.strides();
        int last = -1; // the axis before that counts, as those of extent 1 do not
        for (int axis = 0; axis < isReduced.length; axis++) {
            if (shape.get(axis) == 1) {
                continue;
            }
            List<Axis> list = isReduced[axis] ? reduced : kept;
            Axis here = new Axis(shape.get(axis), strides[axis]);
            if (last >= 0 && isReduced[last] == isReduced[axis]) {
                here = new Axis(list.removeLast().extent * here.extent, here.stride);
            }
            list.add(here);
            last = axis;
        }
    }

    /** Number of results. */
    int results() {
        return elements(kept);
    }

    /** Number of elements that become one. */
    int terms() {
        return elements(reduced);
    }

    /** Extent of the innermost kept axis if neighbours on it are neighbours in memory; else 0. */
    int keptRun() {
        return run(kept);
    }

    /** Extent of the innermost reduced axis if neighbours on it are neighbours in memory; else 0. */
    int reducedRun() {
        return run(reduced);
    }

    /** Whether terms follow each other, each a run of kept elements. */
    boolean areRows() {
        return reduced.size() == 1 && reduced.getFirst().stride == keptRun();
    }

    /** Where the elements of a result lie, relative to where those of the first do. */
    int offset(int result) {
        return offset(kept, result);
    }

    /** Where a term of a result lies, relative to its first. */
    int term(int term) {
        return offset(reduced, term);
    }

    private static int run(List<Axis> axes) {
        return axes.isEmpty() || axes.getLast().stride != 1 ? 0 : axes.getLast().extent;
    }

    private static int elements(List<Axis> axes) {
        return axes.stream().mapToInt(Axis::extent).reduce(1, (a, b) -> a * b);
    }

    private static int offset(List<Axis> axes, int element) {
        int rest = element;
        int offset = 0;
        for (int i = axes.size() - 1; i >= 0; i--) {
            Axis axis = axes.get(i);
            offset += rest % axis.extent * axis.stride;
            rest /= axis.extent;
        }
        return offset;
    }
}
