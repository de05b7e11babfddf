package adjoint.simd.pack;

/** Copies between a row of neighbouring floats and elements of a tensor that are a fixed distance apart. */
public final class Strided {

    private Strided() {
    }

    /**
     * Copies from a tensor.
     *
     * @param tensor   source
     * @param tensorAt first element
     * @param step     from one element to the next
     * @param count    number of elements
     * @param row      destination
     * @param rowAt    where it starts
     */
    public static void read(float[] tensor, int tensorAt, int step, int count, float[] row, int rowAt) {
        if (step == 1) {
            System.arraycopy(tensor, tensorAt, row, rowAt, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            row[rowAt + k] = tensor[tensorAt + k * step];
        }
    }

    /**
     * Copies to a tensor.
     *
     * @param row      source
     * @param rowAt    where it starts
     * @param count    number of elements
     * @param tensor   destination
     * @param tensorAt first element
     * @param step     from one element to the next
     */
    public static void write(float[] row, int rowAt, int count, float[] tensor, int tensorAt, int step) {
        if (step == 1) {
            System.arraycopy(row, rowAt, tensor, tensorAt, count);
            return;
        }
        for (int k = 0; k < count; k++) {
            tensor[tensorAt + k * step] = row[rowAt + k];
        }
    }
}
