package adjoint.simd.pack;

import adjoint.buffer.FloatArray;
import adjoint.buffer.Floats;

/** Where foreign memory ends: what is computed on is always an array. */
public final class Edge {

    private Edge() {
    }

    /**
     * An array with the elements of a tensor: the caller's own where it is one, else a copy.
     *
     * @param floats the tensor
     * @return the array and where it starts
     */
    public static FloatArray read(Floats floats) {
        if (floats instanceof FloatArray array) {
            return array;
        }
        float[] copy = new float[floats.size()];
        floats.read(0, copy, 0, copy.length);
        return new FloatArray(copy, 0, copy.length);
    }

    /**
     * An array to compute a tensor in: the caller's own where it is one, else a new one that {@link #write} copies back.
     *
     * @param floats the tensor
     * @return the array and where it starts
     */
    public static FloatArray target(Floats floats) {
        return floats instanceof FloatArray array ? array : new FloatArray(new float[floats.size()], 0, floats.size());
    }

    /**
     * Copies a result to the caller's memory, unless it was computed there.
     *
     * @param result what {@link #target} gave
     * @param floats the tensor
     */
    public static void write(FloatArray result, Floats floats) {
        if (floats != result) {
            floats.write(0, result.array(), result.offset(), result.size());
        }
    }
}
