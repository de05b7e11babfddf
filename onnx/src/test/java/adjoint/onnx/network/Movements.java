package adjoint.onnx.network;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What puts elements of images elsewhere. */
final class Movements {

    private static final int MOST_PARTS = 4;

    private Movements() {
    }

    /** An axis that is none of the batch: often the channels. */
    private static int axis(NetworkBuilder net) {
        return net.oneOf(1, 1, 1, 2, 3);
    }

    /** The same axis, at times counted from the end. */
    private static int counted(int axis, NetworkBuilder net) {
        return net.chance(50) ? axis : axis - 4;
    }

    /** With images of before beside it. */
    static String concat(String image, NetworkBuilder net) {
        int axis = axis(net);
        List<String> parts = new ArrayList<>(List.of(image));
        for (String other : net.images().reversed()) {
            boolean fits = net.shape(other).with(axis, 1).equals(net.shape(image).with(axis, 1))
                    && net.hasRoom(other, MOST_PARTS);
            if (fits && parts.size() < MOST_PARTS && net.chance(60)) {
                parts.add(other);
            }
        }
        if (parts.size() == 1) {
            parts.add(net.offsets(net.shape(image).with(axis, 1).toArray()));
        }
        net.shuffle(parts);
        return net.node("Concat", Attributes.NONE.with("axis", counted(axis, net)), parts.toArray(String[]::new));
    }

    /** In two parts that go ways of their own, and come together again. */
    static String split(String image, NetworkBuilder net) {
        int axis = axis(net);
        int extent = net.extent(image, axis);
        if (extent < 2) {
            return image;
        }
        int first = extent % 2 == 0 && net.chance(60) ? extent / 2 : net.between(1, extent - 1);
        List<String> parts = net.nodes("Split", Attributes.NONE.with("axis", counted(axis, net)), 2, image,
                net.integers(first, extent - first));
        if (2 * first == extent && net.chance(50)) {
            return net.either("Mul", parts.get(0), net.node("Sigmoid", parts.get(1)));
        }
        String part = net.chance(50) ? Activations.any(parts.get(0), net) : parts.get(0);
        String other = net.chance(40) ? Elementwise.withOneNumber(parts.get(1), net) : parts.get(1);
        return net.chance(20)
                ? net.remember(part)
                : net.node("Concat", Attributes.NONE.with("axis", axis), other, part);
    }

    static String slice(String image, NetworkBuilder net) {
        int axis = axis(net);
        int extent = net.extent(image, axis);
        int first = net.between(0, extent - 1);
        return net.chance(80)
                ? net.node("Slice", image, net.integers(first), net.integers(net.between(first + 1, extent)),
                        net.integers(counted(axis, net)), net.integers(net.oneOf(1, 1, 2)))
                : net.node("Slice", image, net.integers(-1), net.integers(Integer.MIN_VALUE), net.integers(axis),
                        net.integers(-1));
    }

    /** A convolution to four times as many channels, which become pixels. */
    static String pixelShuffle(String image, NetworkBuilder net) {
        if (!net.hasRoom(image, 8)) {
            return image;
        }
        int channels = net.between(1, 2);
        String y = Convolutions.pointwise(image, 4 * channels, net);
        Shape shape = net.shape(y);
        if (net.chance(60)) {
            return net.node("DepthToSpace",
                    Attributes.NONE.with("blocksize", 2).with("mode", net.oneOf("DCR", "CRD")), y);
        }
        int rows = shape.get(2);
        int columns = shape.get(3);
        String blocks = reshape(y, net, shape.get(0), channels, 2, 2, rows, columns);
        return reshape(transpose(blocks, net, 0, 1, 4, 2, 5, 3), net, shape.get(0), channels, 2 * rows, 2 * columns);
    }

    static String spaceToDepth(String image, NetworkBuilder net) {
        boolean fits = net.extent(image, 2) % 2 == 0 && net.extent(image, 3) % 2 == 0;
        return fits ? net.node("SpaceToDepth", Attributes.NONE.with("blocksize", 2), image) : image;
    }

    /** Channels of both halves in turn. */
    static String channelShuffle(String image, NetworkBuilder net) {
        Shape shape = net.shape(image);
        int channels = shape.get(1);
        if (channels % 2 != 0) {
            return image;
        }
        String halves = reshape(image, net, shape.get(0), 2, channels / 2, shape.get(2), shape.get(3));
        return reshape(transpose(halves, net, 0, 2, 1, 3, 4), net, shape.toArray());
    }

    /** The same elements with other axes. */
    static String reorder(String image, NetworkBuilder net) {
        int[] extents = net.shape(image).toArray();
        int[] order = net.oneOf(new int[] {0, 1, 3, 2}, new int[] {0, 3, 2, 1}, new int[] {0, 2, 3, 1},
                new int[] {0, 3, 1, 2});
        return net.chance(50)
                ? transpose(image, net, order)
                : reshape(image, net, IntStream.of(order).map(axis -> extents[axis]).toArray());
    }

    /** Margins around an image; or now and then of channels, or some that cut. */
    static String pad(String image, NetworkBuilder net) {
        String mode = net.oneOf("constant", "constant", "constant", "edge", "reflect", "wrap");
        boolean constant = mode.equals("constant");
        int[] margins = new int[8];
        for (int i : new int[] {2, 3, 6, 7}) {
            int extent = net.extent(image, i % 4);
            margins[i] = net.between(constant && extent > 2 && net.chance(15) ? -1 : 0,
                    constant ? 3 : Math.min(2, extent - 1));
        }
        if (constant && net.chance(8)) {
            margins[5] = 1;
        }
        Attributes attributes = Attributes.NONE.with("mode", mode);
        if (net.chance(30)) {
            return net.node("Pad", attributes, image, net.integers(margins), net.bound(net.oneOf(0f, 0f, 1.5f)));
        }
        // Of some axes only.
        return margins[5] == 0 && net.chance(30)
                ? net.node("Pad", attributes, image, net.integers(margins[3], margins[2], margins[7], margins[6]), "",
                        net.integers(counted(3, net), counted(2, net)))
                : net.node("Pad", attributes, image, net.integers(margins));
    }

    static String resize(String image, NetworkBuilder net) {
        float most = net.hasRoom(image, 4) ? 2 : 1;
        float scale = net.oneOf(most, most, 0.75f * most, 1f);
        if (scale * Math.min(net.extent(image, 2), net.extent(image, 3)) < 1) {
            return image;
        }
        Attributes attributes = Attributes.NONE.with("mode", net.oneOf("nearest", "linear", "cubic"))
                .with("coordinate_transformation_mode", net.oneOf("asymmetric", "half_pixel", "align_corners"))
                .with("nearest_mode", "floor");
        return net.node("Resize", attributes, image, "", net.floats(1, 1, scale, scale));
    }

    static String transpose(String value, NetworkBuilder net, int... order) {
        return net.node("Transpose", Attributes.NONE.withIntegers("perm", order), value);
    }

    static String reshape(String value, NetworkBuilder net, int... shape) {
        int[] written = Arrays.copyOf(shape, shape.length);
        if (net.chance(30)) {
            written[net.between(0, written.length - 1)] = -1;
        }
        return net.node("Reshape", value, net.integers(written));
    }
}
