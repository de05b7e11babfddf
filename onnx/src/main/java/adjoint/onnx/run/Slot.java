package adjoint.onnx.run;

/**
 * Where a value will lie.
 *
 * @param constant its elements if they are known beforehand; null if they lie in the arena
 * @param offset   index of the first element in the arena
 * @param size     number of elements
 */
public record Slot(float[] constant, int offset, int size) {

    /** A constant. */
    public static Slot of(float... constant) {
        return new Slot(constant, 0, constant.length);
    }

    /** A part of the arena. */
    public static Slot at(int offset, int size) {
        return new Slot(null, offset, size);
    }

    Span in(float[] arena) {
        return new Span(constant == null ? arena : constant, offset, size);
    }
}
