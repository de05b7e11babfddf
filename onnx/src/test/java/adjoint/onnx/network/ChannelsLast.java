package adjoint.onnx.network;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Attributes;
import java.util.List;

/** What models compute with channels last, between two transposes. */
final class ChannelsLast {

    private static final List<Piece> ALL = List.of(
            ChannelsLast::withConstants,
            ChannelsLast::matMul,
            ChannelsLast::layerNormalization,
            ChannelsLast::withEarlier,
            ChannelsLast::asRows,
            ChannelsLast::leaves,
            (y, net) -> net.node(net.oneOf("Relu", "Sigmoid", "Tanh"), y),
            (y, net) -> net.node("Sub", y, Reductions.reduced("ReduceMean", y, net, net.oneOf(-1, 3))),
            (y, net) -> net.node("Softmax", Attributes.NONE.with("axis", net.between(1, 3)), y));

    private ChannelsLast() {
    }

    /** To channels last and back. */
    static String excursion(String image, NetworkBuilder net) {
        String y = last(image, net);
        for (int i = net.between(1, 3); i > 0; i--) {
            y = net.oneOf(ALL).behind(y, net);
        }
        return first(y, net);
    }

    private static String last(String image, NetworkBuilder net) {
        return Movements.transpose(image, net, 0, 2, 3, 1);
    }

    private static String first(String image, NetworkBuilder net) {
        return Movements.transpose(image, net, 0, 3, 1, 2);
    }

    private static String withConstants(String y, NetworkBuilder net) {
        Shape shape = net.shape(y);
        int channels = shape.get(3);
        int[] numbers = net.oneOf(new int[] {channels}, new int[] {channels}, new int[] {shape.get(1), shape.get(2), 1},
                new int[] {shape.get(0), 1, 1, channels});
        return net.chance(50)
                ? net.either("Add", y, net.offsets(numbers))
                : net.either("Mul", y, net.factors(numbers));
    }

    private static String matMul(String y, NetworkBuilder net) {
        int channels = net.extent(y, 3);
        int results = net.chance(70) ? channels : net.between(1, Math.max(2, channels));
        return net.node("MatMul", y, net.filter(channels, channels, results));
    }

    private static String layerNormalization(String y, NetworkBuilder net) {
        int channels = net.extent(y, 3);
        return net.node("LayerNormalization",
                Attributes.NONE.with("axis", net.oneOf(-1, 3)).with("epsilon", Normalizations.EPSILON), y,
                net.factors(channels), net.offsets(channels));
    }

    /** With an image of before, whose channels are put last for it. */
    private static String withEarlier(String y, NetworkBuilder net) {
        Shape shape = net.shape(y).permuted(0, 3, 1, 2);
        List<String> others = net.images().stream().filter(other -> net.shape(other).equals(shape)).toList();
        return others.isEmpty() ? y : net.either(net.oneOf("Add", "Mul"), y, last(net.oneOf(others), net));
    }

    /** With pixels along one axis, as attention has them. */
    private static String asRows(String y, NetworkBuilder net) {
        Shape shape = net.shape(y);
        int pixels = shape.get(1) * shape.get(2);
        String rows = Movements.reshape(y, net, shape.get(0), pixels, shape.get(3));
        String sum = net.either("Add", rows,
                net.offsets(
                        net.oneOf(new int[] {shape.get(3)}, new int[] {pixels, 1}, new int[] {1, 1, shape.get(3)})));
        return Movements.reshape(sum, net, shape.toArray());
    }

    /** Others want it too: an output, or a later step. */
    private static String leaves(String y, NetworkBuilder net) {
        if (net.chance(50)) {
            net.output(y);
        } else {
            net.remember(first(y, net));
        }
        return y;
    }
}
