package adjoint.geometry;

/**
 * The order in which the elements of an image lie in memory, outermost first. The two-dimensional names stand for every rank:
 * {@link #NCHW} also for NCW and NCDHW, {@link #NHWC} also for NWC and NDHWC.
 */
public enum Layout {
    /** Channels first: each channel is one contiguous image. */
    NCHW,
    /** Channels last: the channels of one pixel are contiguous. */
    NHWC;

    /**
     * The extents of a tensor in this order.
     *
     * @param batch    images
     * @param channels channels
     * @param extents  spatial extents, outermost first
     * @return {@code [N, C, spatial...]} or {@code [N, spatial..., C]}
     */
    public int[] shape(int batch, int channels, int... extents) {
        int rank = extents.length;
        int[] shape = new int[rank + 2];
        shape[0] = batch;
        shape[this == NCHW ? 1 : rank + 1] = channels;
        System.arraycopy(extents, 0, shape, this == NCHW ? 2 : 1, rank);
        return shape;
    }

    /** The distances between neighbours of a tensor of this order with three spatial axes. */
    TensorStrides strides(int channels, int d, int h, int w) {
        return switch (this) {
            case NCHW -> new TensorStrides(channels * d * h * w, d * h * w, h * w, w, 1);
            case NHWC -> new TensorStrides(d * h * w * channels, 1, h * w * channels, w * channels, channels);
        };
    }
}
