package adjoint.onnx.operator;

import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Span;

/** Places that an input names: known when the program is compiled, or data. */
@FunctionalInterface
interface Indices {

    /** An index as it is given. */
    long at(Frame frame, int number);

    /** Those of an input. */
    static Indices of(Call call, int input) {
        if (call.isConstant(input)) {
            long[] known = call.longs(input);
            return (frame, number) -> known[number];
        }
        return (frame, number) -> {
            Span span = frame.in(input);
            return (long) span.array()[span.offset() + number];
        };
    }

    /** A place on an axis; negative indices count from its end. */
    static int checked(long index, int extent) {
        if (index < -extent || index >= extent) {
            throw new IllegalArgumentException(
                    "indices=" + index + ": must lie between " + -extent + " and " + (extent - 1));
        }
        return (int) (index < 0 ? index + extent : index);
    }
}
