package adjoint.onnx.network;

import adjoint.onnx.graph.Attributes;

/**
 * Normalisations. Epsilons are large: where all elements are about the same, small ones would make large numbers of what was
 * rounded.
 */
final class Normalizations {

    static final float EPSILON = 0.1f;

    private Normalizations() {
    }

    static String any(String image, NetworkBuilder net) {
        int channels = net.extent(image, 1);
        Attributes attributes = Attributes.NONE.with("epsilon", EPSILON);
        return switch (net.between(0, 6)) {
            case 0 -> net.node("LRN", Attributes.NONE.with("size", net.oneOf(1, 3, 5)), image);
            case 1 -> net.node("InstanceNormalization", attributes, image, net.factors(channels),
                    net.offsets(channels));
            case 2 -> net.node(21, "GroupNormalization", attributes.with("num_groups", channels % 2 == 0 ? 2 : 1),
                    image, net.factors(channels), net.offsets(channels));
            case 3 -> spelledOut(image, net, 1);
            case 4, 5 -> spelledOut(image, net, 2, 3);
            default -> byKnownMoments(image, net);
        };
    }

    /** With moments that were learned. */
    static String byKnownMoments(String image, NetworkBuilder net) {
        int channels = net.extent(image, 1);
        Attributes attributes = net.chance(50) ? Attributes.NONE : Attributes.NONE.with("epsilon", 0.01f);
        return net.node("BatchNormalization", attributes, image, net.factors(channels), net.offsets(channels),
                net.offsets(channels), net.variances(channels));
    }

    /** {@code (x - mean) / sqrt(variance + epsilon) * factor + offset}, with moments along some axes. */
    static String spelledOut(String x, NetworkBuilder net, int... axes) {
        String centred = net.node("Sub", x, Reductions.reduced("ReduceMean", x, net, axes));
        String squares = net.chance(50)
                ? net.node("Mul", centred, centred)
                : net.node("Pow", centred, net.scalar(2));
        String variance = Reductions.reduced("ReduceMean", squares, net, axes);
        String deviation = net.node("Sqrt", net.either("Add", variance, net.scalar(EPSILON)));
        return Elementwise.withOnePerChannel(Elementwise.withOnePerChannel(net.node("Div", centred, deviation), net),
                net);
    }
}
