package adjoint.onnx.network;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Attributes;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Convolutions, transposed ones, and what stands around them. */
final class Convolutions {

    private static final int ROWS = 2;
    private static final int COLUMNS = 3;

    private Convolutions() {
    }

    /** How a filter moves along one axis. */
    private record Window(int kernel, int stride, int dilation, int before, int behind) {

        /** One that fits an axis, if need be by its padding. */
        static Window fitting(int extent, NetworkBuilder net) {
            int kernel = net.oneOf(1, 2, 3, 3, 3, 5);
            int dilation = net.oneOf(1, 1, 1, 2);
            int span = (kernel - 1) * dilation + 1;
            int before = net.oneOf(0, span / 2, net.between(0, span - 1));
            int behind = net.oneOf(0, span / 2, before, net.between(0, span - 1));
            return new Window(kernel, net.oneOf(1, 1, 1, 2, 3), dilation, before,
                    Math.max(behind, span - extent - before));
        }

        /** One that leaves extents as they are. */
        static Window keeping(NetworkBuilder net) {
            int kernel = net.oneOf(1, 3, 3, 5);
            return new Window(kernel, 1, 1, kernel / 2, kernel / 2);
        }

        /** One of a transposed convolution, which cuts off at most what reaches over the image. */
        static Window growing(int mostStride, NetworkBuilder net) {
            int kernel = net.between(1, 4);
            int dilation = net.oneOf(1, 1, 1, 2);
            int span = (kernel - 1) * dilation + 1;
            int before = net.between(0, (span - 1) / 2);
            return new Window(kernel, net.between(1, mostStride), dilation, before, net.between(0, (span - 1) / 2));
        }

        static Attributes attributes(Window rows, Window columns) {
            return Attributes.NONE.withIntegers("strides", rows.stride, columns.stride)
                    .withIntegers("dilations", rows.dilation, columns.dilation)
                    .withIntegers("pads", rows.before, columns.before, rows.behind, columns.behind);
        }
    }

    /** A convolution of any kind. */
    static String any(String image, NetworkBuilder net) {
        return net.chance(40) ? pointwise(image, net.channelsLike(image), net) : window(image, net);
    }

    /** A convolution of single pixels. */
    static String pointwise(String image, int channels, NetworkBuilder net) {
        int in = net.extent(image, 1);
        return filtered("Conv", Attributes.NONE, image, net.filter(in, channels, in, 1, 1), channels, net);
    }

    private static String window(String image, NetworkBuilder net) {
        Window rows = Window.fitting(net.extent(image, ROWS), net);
        Window columns = Window.fitting(net.extent(image, COLUMNS), net);
        Attributes attributes = Window.attributes(rows, columns);
        if (net.chance(15)) {
            attributes = attributes.without("pads").with("auto_pad", net.oneOf("SAME_UPPER", "SAME_LOWER"));
        }
        int groups = groups(image, net);
        int channels = groups == 1
                ? net.channelsLike(image)
                : groups * (net.hasRoom(image, 4) ? net.oneOf(1, 1, 2) : 1);
        return windows(rows, columns, attributes, image, groups, channels, net);
    }

    private static String windows(Window rows, Window columns, Attributes attributes, String image, int groups,
            int channels, NetworkBuilder net) {
        int in = net.extent(image, 1) / groups;
        String filter = net.filter(in * rows.kernel * columns.kernel, channels, in, rows.kernel, columns.kernel);
        return filtered("Conv", attributes.with("group", groups), image, filter, channels, net);
    }

    private static int groups(String image, NetworkBuilder net) {
        int channels = net.extent(image, 1);
        return net.oneOf(1, 1, 1, channels, channels % 2 == 0 ? 2 : 1, channels % 4 == 0 ? 4 : 1);
    }

    private static String filtered(String op, Attributes attributes, String image, String filter, int channels,
            NetworkBuilder net) {
        return net.chance(60)
                ? net.node(op, attributes, image, filter, net.offsets(channels))
                : net.node(op, attributes, image, filter);
    }

    /** A convolution whose result has the shape of the image. */
    static String keeping(String image, NetworkBuilder net) {
        Window rows = Window.keeping(net);
        Window columns = Window.keeping(net);
        return windows(rows, columns, Window.attributes(rows, columns), image, groups(image, net),
                net.extent(image, 1), net);
    }

    /** A transposed convolution, and now and then what can stand behind it. */
    static String transposed(String image, NetworkBuilder net) {
        int groups = groups(image, net);
        int most = net.hasRoom(image, 20) ? 3 : 1;
        Window rows = Window.growing(most, net);
        Window columns = Window.growing(most, net);
        int channels = groups * (groups == 1 ? net.between(1, 5) : net.oneOf(1, 1, 2));
        int in = net.extent(image, 1);
        String filter = net.filter(Math.max(1, in / groups * rows.kernel * columns.kernel / rows.stride
                / columns.stride), in, channels / groups, rows.kernel, columns.kernel);
        String y = filtered("ConvTranspose",
                Window.attributes(rows, columns).with("group", groups)
                        .withIntegers("output_padding", net.between(0, rows.stride - 1),
                                net.between(0, columns.stride - 1)),
                image, filter, channels, net);
        return behind(y, net);
    }

    private static String behind(String image, NetworkBuilder net) {
        Piece piece = net.oneOf((same, to) -> same, Normalizations::byKnownMoments, Activations::any,
                Elementwise::withConstants, Elementwise::withEarlier);
        return piece.behind(image, net);
    }

    /** A convolution with a normalisation behind it, and often an activation. */
    static String normalised(String image, NetworkBuilder net) {
        String y = Normalizations.byKnownMoments(any(image, net), net);
        return net.chance(60) ? Activations.any(y, net) : y;
    }

    /** A convolution with scales, biases and activations behind it in any order. */
    static String scaled(String image, NetworkBuilder net) {
        String y = any(image, net);
        for (int i = net.between(1, 4); i > 0; i--) {
            Piece piece = net.oneOf(Elementwise::withOnePerChannel, Elementwise::withConstants,
                    Elementwise::withOneNumber, Activations::any);
            y = piece.behind(y, net);
        }
        return y;
    }

    /** One or two convolutions that something is added to, often the image they began with. */
    static String residualBlock(String image, NetworkBuilder net) {
        String y = keeping(image, net);
        if (net.chance(40)) {
            y = keeping(behind(y, net), net);
        }
        if (net.chance(50)) {
            y = net.chance(50) ? Activations.any(y, net) : behind(y, net);
        }
        boolean fits = net.shape(y).equals(net.shape(image));
        y = fits && net.chance(70)
                ? net.either(net.oneOf("Add", "Add", "Add", "Sub", "Mul"), y, image)
                : Elementwise.withEarlier(y, net);
        Piece last = net.oneOf((same, to) -> same, Activations::any, Activations::any, Elementwise::withOneNumber,
                Elementwise::withEarlier);
        return last.behind(y, net);
    }

    /** Pixels in a row or in a volume, and one number that multiplies them. */
    static String ofOtherRank(String image, NetworkBuilder net) {
        Shape shape = net.shape(image);
        int rows = shape.get(ROWS);
        int columns = shape.get(COLUMNS);
        int[] spatial = net.oneOf(new int[] {rows * columns}, new int[] {1, rows, columns},
                new int[] {rows, columns, 1});
        int in = shape.get(1);
        int channels = net.channelsLike(image);
        int[] ones = new int[spatial.length];
        Arrays.fill(ones, 1);
        String y = filtered("Conv", Attributes.NONE,
                Movements.reshape(image, net, joined(spatial, shape.get(0), in)),
                net.filter(in, joined(ones, channels, in)), channels, net);
        String mean = Reductions.spatialMean(image, net);
        if (net.extent(mean, 0) == 1 && net.chance(70)) {
            y = net.either("Mul", y, pointwise(mean, 1, net));
        }
        return Movements.reshape(net.chance(50) ? net.node("Relu", y) : y, net, shape.get(0), channels, rows, columns);
    }

    private static int[] joined(int[] last, int... first) {
        return IntStream.concat(IntStream.of(first), IntStream.of(last)).toArray();
    }

    /** A Pad that a convolution reads, and at times others. */
    static String padded(String image, NetworkBuilder net) {
        String y = Movements.pad(image, net);
        if (net.chance(20)) {
            net.remember(y);
        }
        if (net.chance(15)) {
            y = Activations.any(y, net);
        }
        return any(y, net);
    }
}
