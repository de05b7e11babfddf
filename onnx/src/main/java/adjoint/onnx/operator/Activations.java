package adjoint.onnx.operator;

import adjoint.epilogue.Activation;

/** Functions of one input that a convolution can apply to its result. */
final class Activations {

    static final Operator RELU = Elementwise.activation(call -> Activation.RELU);
    static final Operator LEAKY_RELU = Elementwise
            .activation(call -> Activation.leakyRelu(call.attributes().real("alpha", 0.01f)));

    private Activations() {
    }
}
