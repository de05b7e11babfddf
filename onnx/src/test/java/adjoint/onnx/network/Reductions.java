package adjoint.onnx.network;

import adjoint.onnx.graph.Attributes;

/** What makes fewer elements of many, and what divides by sums of them. */
final class Reductions {

    private Reductions() {
    }

    /** The mean of each channel, in the ways that exporters write it. */
    static String spatialMean(String image, NetworkBuilder net) {
        return net.chance(60) ? net.node("GlobalAveragePool", image) : reduced("ReduceMean", image, net, 2, 3);
    }

    /** Along some axes, which are an attribute in old versions. They stay, with extent 1. */
    static String reduced(String op, String value, NetworkBuilder net, int... axes) {
        return net.chance(50)
                ? net.node(13, op, Attributes.NONE.withIntegers("axes", axes), value)
                : net.node(op, value, net.integers(axes));
    }

    /** The mean or the greatest along an axis, often together with the image. */
    static String alongAnAxis(String image, NetworkBuilder net) {
        String y = reduced(net.oneOf("ReduceMean", "ReduceMax"), image, net, net.between(1, 3));
        return net.chance(70) ? net.either(net.oneOf("Add", "Sub", "Mul"), image, y) : y;
    }

    static String pooling(String image, NetworkBuilder net) {
        int rows = net.between(1, Math.min(3, net.extent(image, 2)));
        int columns = net.between(1, Math.min(3, net.extent(image, 3)));
        Attributes attributes = Attributes.NONE.withIntegers("kernel_shape", rows, columns)
                .withIntegers("strides", net.between(1, 2), net.between(1, 2))
                .withIntegers("pads", net.between(0, rows - 1), net.between(0, columns - 1), rows / 2, columns / 2);
        return net.node(net.oneOf("MaxPool", "AveragePool"), attributes, image);
    }

    static String softmax(String image, NetworkBuilder net) {
        Attributes attributes = Attributes.NONE.with("axis", net.between(-3, -1));
        return net.chance(80)
                ? net.node(net.oneOf("Softmax", "LogSoftmax"), attributes, image)
                : net.node(11, "Softmax", Attributes.NONE.with("axis", net.between(1, 3)), image);
    }

    /** An end of the network beside the others. */
    static String classifier(String image, NetworkBuilder net) {
        String features = net.node("Flatten", net.chance(50) ? spatialMean(image, net) : image);
        int count = net.extent(features, 1);
        net.output(net.node("Gemm", Attributes.NONE.with("transB", 1), features, net.filter(count, 3, count),
                net.offsets(3)));
        return image;
    }
}
