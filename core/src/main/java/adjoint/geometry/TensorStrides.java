package adjoint.geometry;

/**
 * Distances between neighbouring elements of an image tensor, in elements. A tensor of rank 1 or 2 has depth (and height) of
 * extent 1, whose stride no index reaches.
 *
 * @param batch   to the next image
 * @param channel to the next channel
 * @param depth   to the next plane
 * @param height  to the next row
 * @param width   to the next pixel
 */
public record TensorStrides(int batch, int channel, int depth, int height, int width) {

    /**
     * Where an element lies.
     *
     * @param n image
     * @param c channel
     * @param d plane
     * @param h row
     * @param w pixel
     * @return its index, from 0
     */
    public int index(int n, int c, int d, int h, int w) {
        return n * batch + c * channel + d * depth + h * height + w * width;
    }
}
