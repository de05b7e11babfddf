package adjoint.onnx.operator;

import adjoint.epilogue.Activation;

/** The activations as loops, where a tensor does not come from a convolution that could apply them. */
final class ActivationLoops {

    private ActivationLoops() {
    }

    static Loop.Unary of(Activation activation) {
        return switch (activation) {
            case Activation.Identity identity -> (a, y, n) -> System.arraycopy(a, 0, y, 0, n);
            case Activation.Clip clip -> clip((float) clip.min(), (float) clip.max());
            case Activation.LeakyRelu leaky -> leakyRelu((float) leaky.slope());
            case Activation.HardSwish hardSwish -> (a, y, n) -> {
                for (int i = 0; i < n; i++) {
                    float v = a[i];
                    y[i] = v * Math.min(Math.max(v + 3, 0), 6) / 6;
                }
            };
            case Activation.Sigmoid sigmoid -> ExponentialLoops.SIGMOID;
            case Activation.Tanh tanh -> ExponentialLoops.TANH;
            case Activation.Silu silu -> ExponentialLoops.swish(1);
            case Activation.Scaled scaled ->
                scaled(of(scaled.inner()), (float) scaled.factor(), (float) scaled.offset());
        };
    }

    static Loop.Unary clip(float min, float max) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = Math.min(Math.max(a[i], min), max);
            }
        };
    }

    private static Loop.Unary leakyRelu(float slope) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = Math.max(a[i], 0) + slope * Math.min(a[i], 0); // C2 vectorises no choice, but these
            }
        };
    }

    private static Loop.Unary scaled(Loop.Unary inner, float factor, float offset) {
        return (a, y, n) -> {
            inner.run(a, y, n);
            for (int i = 0; i < n; i++) {
                y[i] = y[i] * factor + offset;
            }
        };
    }
}
