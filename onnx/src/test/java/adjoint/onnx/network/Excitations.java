package adjoint.onnx.network;

import adjoint.onnx.graph.Attributes;

/** Factors that depend on data: of the channels of images, and of filters. */
final class Excitations {

    private Excitations() {
    }

    /** Channels are multiplied by what two layers make of their means. */
    static String squeezeAndExcite(String image, NetworkBuilder net) {
        String mean = Reductions.spatialMean(image, net);
        if (net.chance(15)) {
            mean = Elementwise.withOnePerChannel(mean, net);
        }
        String squeezed = net.node("Relu", Convolutions.pointwise(mean, net.between(1, 3), net));
        // One factor for all channels is no excitation, but multiplies too.
        int channels = net.chance(85) ? net.extent(image, 1) : 1;
        String gate = net.node(net.oneOf("Sigmoid", "HardSigmoid", "Tanh"),
                Convolutions.pointwise(squeezed, channels, net));
        return besideConvolutions(net.either("Mul", image, gate), image, net);
    }

    /** Channels are multiplied by inputs of the network. */
    static String factors(String image, NetworkBuilder net) {
        int batch = net.chance(70) ? net.extent(image, 0) : 1;
        String y = net.either("Mul", image, net.input(batch, net.extent(image, 1), 1, 1));
        return besideConvolutions(net.chance(25) ? Elementwise.withOnePerChannel(y, net) : y, image, net);
    }

    /** A filter is multiplied, or padded, when the network runs. */
    static String modulatedFilter(String image, NetworkBuilder net) {
        int channels = net.extent(image, 1);
        int results = net.between(1, 5);
        String filter = net.chance(50)
                ? net.either("Mul", net.filter(9 * channels, results, channels, 3, 3),
                        net.input(results, channels, 1, 1))
                : net.node("Pad", net.input(results, channels, 2, 2), net.integers(0, 0, 1, 0, 0, 0, 0, 1));
        return net.node("Conv", Attributes.NONE.withIntegers("pads", 1, 1, 1, 1), image, filter);
    }

    /** Read by a convolution, or added to one, or neither. */
    private static String besideConvolutions(String product, String image, NetworkBuilder net) {
        if (net.chance(25)) {
            net.remember(product);
        }
        return switch (net.between(0, 5)) {
            case 0 -> product;
            case 1 -> Convolutions.transposed(product, net);
            case 2 -> net.either("Add", product, Convolutions.keeping(image, net));
            default -> Convolutions.any(product, net);
        };
    }
}
