package adjoint.conformance.corpus;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Extents of tensors. */
final class Shapes {

    private Shapes() {
    }

    /** The number of elements, at most {@link Integer#MAX_VALUE}. */
    static int elements(int... shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** The extents of the same tensor with a batch of one image. */
    static int[] batchOfOne(int[] shape) {
        return IntStream.concat(IntStream.of(1), IntStream.of(shape)).toArray();
    }

    /** What is wrong with a result's shape, if anything is. */
    static Optional<String> complaint(int[] expected, int[] got) {
        return Arrays.equals(expected, got)
                ? Optional.empty()
                : Optional.of("expected shape " + Arrays.toString(expected) + ", got " + Arrays.toString(got));
    }

    /** The indices of an element, as {@code [0, 3, 1]}. */
    static String indices(int at, int... shape) {
        int[] indices = new int[shape.length];
        int rest = at;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            indices[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.toString(indices);
    }
}
