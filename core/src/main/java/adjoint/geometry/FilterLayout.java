package adjoint.geometry;

import adjoint.check.Check;

/**
 * How a filter lies in memory.
 *
 * <p>O always stands for the y side's channels and I for the x side's, also for transposed convolution, where the y side is
 * the input. So the weights of one and the same layer have one layout, whichever operator reads them, and the names of some
 * frameworks for transposed weights come out swapped:
 * <pre>
 * PyTorch, ONNX   Conv            (out, in/g, k...)    OIHW
 *                 ConvTranspose   (in, out/g, k...)    OIHW
 * TensorFlow      conv            (k..., in/g, out)    HWIO
 *                 transposed      (k..., out, in)      HWIO
 *                 depthwise       (k..., in, mult)     HWIO with groups = in
 * JAX             conv_transpose  (k..., in, out)      HWOI flipped; with transpose_kernel (k..., out, in): HWIO
 * ncnn, DJL       deconvolution   (out, in, k...)      IOHW
 * </pre>
 *
 * @param order   the order of the extents, outermost first
 * @param flipped whether the taps lie in reverse order along every spatial axis
 */
public record FilterLayout(Order order, boolean flipped) {

    /** The order of a filter's extents; the two-dimensional names stand for every rank. */
    public enum Order {
        /** {@code [O, I/g, k...]}. */
        OIHW,
        /** {@code [I, O/g, k...]}. */
        IOHW,
        /** {@code [k..., I/g, O]}. */
        HWIO,
        /** {@code [k..., O/g, I]}. */
        HWOI
    }

    /** {@code [O, I/g, k...]}: PyTorch and ONNX, both operators. */
    public static final FilterLayout OIHW = new FilterLayout(Order.OIHW, false);
    /** {@code [I, O/g, k...]}. */
    public static final FilterLayout IOHW = new FilterLayout(Order.IOHW, false);
    /** {@code [k..., I/g, O]}: TensorFlow and Keras, both operators. */
    public static final FilterLayout HWIO = new FilterLayout(Order.HWIO, false);
    /** {@code [k..., O/g, I]}. */
    public static final FilterLayout HWOI = new FilterLayout(Order.HWOI, false);

    /**
     * Checks the order.
     *
     * @throws NullPointerException if it is null
     */
    public FilterLayout {
        Check.notNull("order", order);
    }

    /**
     * The same order with the taps reversed.
     *
     * @return the layout
     */
    public FilterLayout flip() {
        return new FilterLayout(order, !flipped);
    }

    /**
     * The extents of a filter.
     *
     * @param geometry the problem's numbers
     * @return the shape, of rank + 2 extents
     */
    public int[] shape(Geometry geometry) {
        int rank = geometry.rank();
        int[] shape = new int[rank + 2];
        boolean tapsFirst = order == Order.HWIO || order == Order.HWOI;
        int at = tapsFirst ? rank : 0;
        switch (order) {
            case OIHW -> {
                shape[at] = geometry.yChannels();
                shape[at + 1] = geometry.xGroupChannels();
            }
            case HWIO -> {
                shape[at] = geometry.xGroupChannels();
                shape[at + 1] = geometry.yChannels();
            }
            case IOHW -> {
                shape[at] = geometry.xChannels();
                shape[at + 1] = geometry.yGroupChannels();
            }
            case HWOI -> {
                shape[at] = geometry.yGroupChannels();
                shape[at + 1] = geometry.xChannels();
            }
        }
        for (int axis = 0; axis < rank; axis++) {
            shape[axis + (tapsFirst ? 0 : 2)] = geometry.axes().get(axis).kernel();
        }
        return shape;
    }

    /** The distances between neighbours of a filter of this layout. */
    FilterStrides strides(Geometry g) {
        int kd = g.depth().kernel();
        int kh = g.height().kernel();
        int kw = g.width().kernel();
        int taps = kd * kh * kw;
        int ig = g.xGroupChannels();
        int og = g.yGroupChannels();
        FilterStrides straight = switch (order) {
            case OIHW -> new FilterStrides(0, og * ig * taps, ig * taps, taps, kh * kw, kw, 1);
            case IOHW -> new FilterStrides(0, ig * og * taps, taps, og * taps, kh * kw, kw, 1);
            case HWIO -> tapsFirst(g, og, 1, g.yChannels(), ig * g.yChannels());
            case HWOI -> tapsFirst(g, ig, g.xChannels(), 1, og * g.xChannels());
        };
        return flipped ? straight.reversed(kd, kh, kw) : straight;
    }

    private static FilterStrides tapsFirst(Geometry g, int group, int o, int c, int tap) {
        int kh = g.height().kernel();
        int kw = g.width().kernel();
        return new FilterStrides(0, group, o, c, kh * kw * tap, kw * tap, tap);
    }

    @Override
    public String toString() {
        return flipped ? order + " flipped" : order.toString();
    }
}
