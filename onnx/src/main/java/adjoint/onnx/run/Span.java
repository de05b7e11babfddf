package adjoint.onnx.run;

import adjoint.buffer.Floats;

/**
 * Where the elements of a value lie.
 *
 * @param array  the storage, shared with other values
 * @param offset index of the first element
 * @param size   number of elements
 * @param floats the same as a window for convolution plans
 */
public record Span(float[] array, int offset, int size, Floats floats) {

    /** A part of an array. */
    public Span(float[] array, int offset, int size) {
        this(array, offset, size, Floats.of(array, offset, size));
    }
}
