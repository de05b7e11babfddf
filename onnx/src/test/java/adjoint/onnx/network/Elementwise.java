package adjoint.onnx.network;

import adjoint.onnx.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Arithmetic of images with numbers and with each other. */
final class Elementwise {

    private Elementwise() {
    }

    /** The image itself, which becomes an output of the network. */
    static String output(String image, NetworkBuilder net) {
        net.output(image);
        return image;
    }

    /** With numbers that are repeated along some axes, as may be the image. */
    static String withConstants(String image, NetworkBuilder net) {
        int repeated = net.hasRoom(image, 27) ? net.oneOf(1, 1, 2, 3) : 1;
        int[] shape = IntStream.of(net.shape(image).toArray())
                .map(extent -> net.chance(60) ? 1 : extent == 1 ? repeated : extent).toArray();
        return with(image, shorter(shape, net), net);
    }

    /** With one number for each channel; a single channel may become several. */
    static String withOnePerChannel(String image, NetworkBuilder net) {
        int channels = net.extent(image, 1);
        int results = channels == 1 && net.hasRoom(image, 3) ? net.oneOf(1, 3) : channels;
        return with(image, shorter(new int[] {1, results, 1, 1}, net), net);
    }

    /** With one number. */
    static String withOneNumber(String image, NetworkBuilder net) {
        return with(image, shorter(new int[] {1, 1, 1, 1}, net), net);
    }

    /** Leaves out some leading axes of extent 1. */
    private static int[] shorter(int[] shape, NetworkBuilder net) {
        int first = 0;
        while (first < shape.length && shape[first] == 1 && net.chance(60)) {
            first++;
        }
        return Arrays.copyOfRange(shape, first, shape.length);
    }

    private static String with(String image, int[] shape, NetworkBuilder net) {
        return switch (net.between(0, 8)) {
            case 0, 1, 2 -> net.either("Mul", image, net.factors(shape));
            case 3, 4 -> net.either("Add", image, net.offsets(shape));
            case 5, 6 -> net.either("Sub", image, net.offsets(shape));
            case 7 -> net.node("Div", image, net.factors(shape));
            default -> net.node("Div", net.factors(shape),
                    net.either("Add", net.node("Sigmoid", image), net.scalar(1)));
        };
    }

    /** With an image of before, or else with what is made of this one. */
    static String withEarlier(String image, NetworkBuilder net) {
        List<String> others = net.images().stream().filter(other -> fits(other, image, net)).toList();
        String other = others.isEmpty() || net.chance(10) ? Activations.any(image, net) : net.oneOf(others);
        return switch (net.between(0, 9)) {
            case 0, 1, 2, 3, 4 -> net.either("Add", image, other);
            case 5 -> net.either("Sub", image, other);
            case 6 -> net.either("Mul", image, other);
            case 7 -> net.either("Mul", image, net.node("Sigmoid", other));
            case 8 -> net.either(net.oneOf("Max", "Min"), image, other);
            default -> net.node("Sum", image, other, image);
        };
    }

    /** Whether images can be combined, where either may be repeated. */
    private static boolean fits(String other, String image, NetworkBuilder net) {
        Shape a = net.shape(other);
        Shape b = net.shape(image);
        boolean agree = IntStream.range(0, b.rank())
                .allMatch(axis -> a.get(axis) == b.get(axis) || a.get(axis) == 1 || b.get(axis) == 1);
        return agree && a.broadcast(b).elements() <= 2 * b.elements();
    }
}
