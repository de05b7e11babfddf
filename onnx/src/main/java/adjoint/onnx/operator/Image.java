package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The extents of an image in either order, {@code [N, C, spatial...]} or {@code [N, spatial..., C]}.
 *
 * @param layout   the order in memory
 * @param batch    images
 * @param channels channels
 * @param extents  spatial extents, outermost first
 */
public record Image(Layout layout, int batch, int channels, List<Integer> extents) {

    /** Axes that an image has at least: batch, channels and a spatial one. */
    public static final int MIN_RANK = 3;

    /** The image that is an input of a node. */
    public static Image of(Call call, int input) {
        Shape shape = call.shape(input);
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(
                    "input " + input + "=" + shape + ": must have batch, channels and spatial axes");
        }
        int rank = shape.rank();
        Layout layout = call.channelsLast() ? Layout.NHWC : Layout.NCHW;
        int first = layout == Layout.NHWC ? 1 : 2;
        List<Integer> extents = new ArrayList<>();
        for (int axis = first; axis < first + rank - 2; axis++) {
            extents.add(shape.get(axis));
        }
        return new Image(layout, shape.get(0), shape.get(layout == Layout.NHWC ? rank - 1 : 1), List.copyOf(extents));
    }

    /** An image of the same batch and order. */
    public Image with(int otherChannels, List<Integer> otherExtents) {
        return new Image(layout, batch, otherChannels, List.copyOf(otherExtents));
    }

    /** The extents in memory order. */
    public Shape shape() {
        return Shape.of(layout.shape(batch, channels, extents.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** Elements of one channel of one image. */
    public int pixels() {
        return extents.stream().reduce(1, Math::multiplyExact);
    }

    /** Number of spatial axes. */
    public int rank() {
        return extents.size();
    }

    /** Distance between neighbouring channels of one pixel. */
    public int channelStride() {
        return layout == Layout.NHWC ? 1 : pixels();
    }

    /** Distance between neighbouring pixels of one channel, along the innermost axis. */
    public int pixelStride() {
        return layout == Layout.NHWC ? channels : 1;
    }

    /** The extents in the order of ONNX. */
    List<Integer> exported() {
        List<Integer> all = new ArrayList<>(List.of(batch, channels));
        all.addAll(extents);
        return all;
    }
}
