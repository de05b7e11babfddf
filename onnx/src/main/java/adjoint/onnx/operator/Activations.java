package adjoint.onnx.operator;

import adjoint.epilogue.Activation;

/** Functions of one input that a convolution can apply to its result. */
final class Activations {

    static final Operator RELU = Elementwise.activation(call -> Activation.RELU);
    static final Operator LEAKY_RELU = Elementwise
            .activation(call -> Activation.leakyRelu(call.attributes().real("alpha", 0.01f)));
    static final Operator SIGMOID = Elementwise.activation(call -> Activation.SIGMOID);
    static final Operator CLIP = Elementwise.activation(
            call -> Activation.clip(bound(call, 1, "min", -Float.MAX_VALUE), bound(call, 2, "max", Float.MAX_VALUE)));
    static final Operator HARD_SIGMOID = Elementwise.of(call -> hardSigmoid(call.attributes().real("alpha", 0.2f),
            call.attributes().real("beta", 0.5f)));

    private Activations() {
    }

    /** A bound of Clip: an input since opset 11, an attribute before. */
    private static double bound(Call call, int input, String attribute, float unsaid) {
        return call.has(input) ? call.floats(input)[0] : call.attributes().real(attribute, unsaid);
    }

    private static Loop.Unary hardSigmoid(float alpha, float beta) {
        return (a, aAt, y, yAt, n) -> {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = Math.min(Math.max(a[aAt + i] * alpha + beta, 0), 1);
            }
        };
    }
}
