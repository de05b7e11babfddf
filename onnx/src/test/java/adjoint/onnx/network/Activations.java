package adjoint.onnx.network;

import adjoint.onnx.graph.Attributes;
import java.util.List;
import java.util.function.UnaryOperator;

/** Activations, by their name or in the parts that exporters write, or almost so. */
final class Activations {

    private static final List<Piece> ALL = List.of(
            (x, net) -> net.node("Relu", x),
            (x, net) -> net.node("LeakyRelu", Attributes.NONE.with("alpha", net.oneOf(0.1f, -0.5f, 1.5f)), x),
            (x, net) -> net.node(net.oneOf("Sigmoid", "Tanh", "Softplus", "Softsign", "Erf", "Mish", "Gelu"), x),
            (x, net) -> net.node(net.oneOf("Elu", "Selu", "Celu", "Abs", "Neg", "Identity", "Cos"), x),
            (x, net) -> net.node("HardSwish", x),
            Activations::hardSigmoid,
            Activations::clip,
            Activations::pRelu,
            Activations::greatestOrLeast,
            (x, net) -> net.either("Mul", x, net.node("Sigmoid", x)),
            (x, net) -> net.either("Mul", x, hardSigmoid(x, net)),
            (x, net) -> net.either("Mul", x, net.node("Tanh", net.node("Softplus", x))),
            (x, net) -> net.node("Sub", x, net.node("Relu", x)),
            Activations::hardSwish,
            Activations::hardSwish,
            Activations::gelu,
            Activations::tanhGelu);

    private Activations() {
    }

    static String any(String image, NetworkBuilder net) {
        return net.chance(20) ? net.node("Relu", image) : net.oneOf(ALL).behind(image, net);
    }

    private static String hardSigmoid(String x, NetworkBuilder net) {
        return net.node("HardSigmoid",
                Attributes.NONE.with("alpha", net.oneOf(1 / 6f, 1 / 6f, 0.2f, -0.3f)).with("beta",
                        net.oneOf(0.5f, 0.4f)),
                x);
    }

    /** Between bounds, one of which may not be given, or not be known. */
    private static String clip(String x, NetworkBuilder net) {
        String low = net.bound(net.oneOf(0, 0, -1));
        String high = net.bound(net.oneOf(6, 6, 1));
        return switch (net.between(0, 4)) {
            case 0 -> net.node("Clip", x, low);
            case 1 -> net.node("Clip", x, "", high);
            case 2 -> net.node("Clip", x, low, net.input());
            default -> net.node("Clip", x, low, high);
        };
    }

    private static String pRelu(String x, NetworkBuilder net) {
        int channels = net.extent(x, 1);
        return net.node("PRelu", x, net.offsets(net.oneOf(new int[] {channels, 1, 1}, new int[] {1, channels, 1, 1},
                new int[] {1}, new int[] {net.extent(x, 3)})));
    }

    private static String greatestOrLeast(String x, NetworkBuilder net) {
        String y = net.either("Max", x, net.scalar(0));
        return net.chance(50) ? y : net.either("Min", y, net.scalar(6));
    }

    /** {@code x * clip(x + 3, 0, 6) / 6}. */
    private static String hardSwish(String x, NetworkBuilder net) {
        String shifted = net.either("Add", x, net.scalar(net.almost(3)));
        String clipped = net.chance(80)
                ? net.node("Clip", shifted, net.bound(0), net.bound(net.almost(6)))
                : net.either("Min", net.node("Relu", shifted), net.scalar(6));
        return productOfThree(x, clipped, value -> net.chance(50)
                ? net.node("Div", value, net.scalar(net.almost(6)))
                : net.either("Mul", value, net.scalar(1 / 6.0)), net);
    }

    /** {@code x * (1 + erf(x / sqrt(2))) / 2}. */
    private static String gelu(String x, NetworkBuilder net) {
        String scaled = net.chance(70)
                ? net.node("Div", x, net.scalar(Math.sqrt(2)))
                : net.either("Mul", x, net.scalar(Math.sqrt(0.5)));
        String gate = net.either("Add", net.node("Erf", scaled), net.scalar(net.almost(1)));
        return productOfThree(x, gate, value -> net.either("Mul", value, net.scalar(0.5)), net);
    }

    /** {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2}. */
    private static String tanhGelu(String x, NetworkBuilder net) {
        String cube = net.chance(50)
                ? net.node("Pow", x, net.scalar(3))
                : net.either("Mul", x, net.node("Mul", x, x));
        String sum = net.either("Add", x, net.either("Mul", cube, net.scalar(0.044715)));
        String tanh = net.node("Tanh", net.either("Mul", sum, net.scalar(Math.sqrt(2 / Math.PI))));
        return productOfThree(x, net.either("Add", tanh, net.scalar(1)),
                value -> net.either("Mul", value, net.scalar(0.5)), net);
    }

    /** The product of a value, its gate and a constant, which may multiply either of them or their product. */
    private static String productOfThree(String x, String gate, UnaryOperator<String> constant, NetworkBuilder net) {
        return switch (net.between(0, 2)) {
            case 0 -> constant.apply(net.either("Mul", x, gate));
            case 1 -> net.either("Mul", x, constant.apply(gate));
            default -> net.either("Mul", constant.apply(x), gate);
        };
    }
}
