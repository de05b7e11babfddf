package adjoint.onnx.operator;

import adjoint.epilogue.Activation;
import java.util.Optional;

/** Functions of one input as they stand behind layers, some of which a convolution can apply to its result. */
final class Activations {

    static final Operator RELU = Elementwise.activation(call -> Activation.RELU);
    static final Operator LEAKY_RELU = Elementwise
            .activation(call -> Activation.leakyRelu(call.attributes().real("alpha", 0.01f)));
    static final Operator SIGMOID = Elementwise.activation(call -> Activation.SIGMOID);
    static final Operator TANH = Elementwise.activation(call -> Activation.TANH);
    static final Operator HARD_SWISH = Elementwise.activation(call -> Activation.HARD_SWISH);

    static final Operator SWISH = Elementwise.of(call -> ExponentialLoops.swish(call.attributes().real("alpha", 1)))
            .orActivation(call -> call.attributes().real("alpha", 1) == 1
                    ? Optional.of(Activation.SILU)
                    : Optional.empty());

    /** Bounds are attributes up to opset 10, then inputs, which may be data. */
    static final Operator CLIP = Elementwise.of(Activations::clip).orActivation(Activations::clipActivation)
            .integersOf(call -> args -> {
                long low = call.has(1) ? Math.max(args[0], args[1]) : args[0];
                return call.has(2) ? Math.min(low, args[args.length - 1]) : low;
            });

    static final Operator HARD_SIGMOID = Elementwise.of(call -> hardSigmoid(call.attributes().real("alpha", 0.2f),
            call.attributes().real("beta", 0.5f))).orActivation(call -> scaledClip(
                    call.attributes().real("alpha", 0.2f), call.attributes().real("beta", 0.5f)));

    static final Operator THRESHOLDED_RELU = Elementwise
            .of(call -> thresholded(call.attributes().real("alpha", 1)));

    static final Operator ELU = Elementwise.of(call -> elu(call.attributes().real("alpha", 1), 1));

    static final Operator CELU = Elementwise.of(call -> celu(call.attributes().real("alpha", 1)));

    static final Operator SELU = Elementwise.of(call -> elu(call.attributes().real("alpha", 1.67326319217681884765625f),
            call.attributes().real("gamma", 1.05070102214813232421875f)));

    static final Operator GELU = Elementwise
            .of(call -> call.attributes().text("approximate", "none").equals("tanh")
                    ? ExponentialLoops.TANH_GELU
                    : ExponentialLoops.GELU);

    static final Operator MISH = Elementwise.unary(Mathematics.each(v -> v * Math.tanh(softplus(v))));

    static final Operator SOFTPLUS = Elementwise.unary(Mathematics.each(Activations::softplus));

    static final Operator SOFTSIGN = Elementwise.unary((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            float v = a[i];
            y[i] = v / (1 + Math.abs(v));
        }
    });

    static final Operator SHRINK = Elementwise.of(call -> shrink(call.attributes().real("bias", 0),
            call.attributes().real("lambd", 0.5f)));

    private Activations() {
    }

    private static Loop clip(Call call) {
        if (call.type(0).type().isInteger() || variable(call, 1) || variable(call, 2)) {
            return !call.has(1) && !call.has(2) ? ActivationLoops.of(Activation.IDENTITY) : variableClip(call);
        }
        return ActivationLoops.clip(bound(call, 1, "min", Float.NEGATIVE_INFINITY),
                bound(call, 2, "max", Float.POSITIVE_INFINITY));
    }

    private static Optional<Activation> clipActivation(Call call) {
        if (variable(call, 1) || variable(call, 2)) {
            return Optional.empty();
        }
        float min = bound(call, 1, "min", Float.NEGATIVE_INFINITY);
        float max = bound(call, 2, "max", Float.POSITIVE_INFINITY);
        return min <= max ? Optional.of(Activation.clip(min, max)) : Optional.empty();
    }

    private static boolean variable(Call call, int input) {
        return call.has(input) && !call.isConstant(input);
    }

    private static float bound(Call call, int input, String attribute, float unsaid) {
        return call.has(input) ? call.floats(input)[0] : call.attributes().real(attribute, unsaid);
    }

    private static Loop variableClip(Call call) {
        if (!call.has(2)) {
            return (Loop.Binary) (a, b, y, n) -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.max(a[i], b[i]);
                }
            };
        }
        if (!call.has(1)) {
            return (Loop.Binary) (a, b, y, n) -> {
                for (int i = 0; i < n; i++) {
                    y[i] = Math.min(a[i], b[i]);
                }
            };
        }
        return (Loop.Ternary) (a, b, c, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = Math.min(Math.max(a[i], b[i]), c[i]);
            }
        };
    }

    private static Loop.Unary hardSigmoid(float alpha, float beta) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = Math.min(Math.max(a[i] * alpha + beta, 0), 1);
            }
        };
    }

    /** {@code clip(alpha*v + beta, 0, 1)} as a line behind the clip that a convolution knows. */
    private static Optional<Activation> scaledClip(double alpha, double beta) {
        double min = -beta / alpha;
        double max = (1 - beta) / alpha;
        return alpha > 0 && Math.abs(min) <= Float.MAX_VALUE && Math.abs(max) <= Float.MAX_VALUE
                ? Optional.of(Activation.clip(min, max).scaled(alpha, beta))
                : Optional.empty();
    }

    private static Loop.Unary thresholded(float alpha) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                float v = a[i];
                y[i] = v > alpha ? v : 0;
            }
        };
    }

    private static Loop.Unary elu(float alpha, float gamma) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                float v = a[i];
                y[i] = gamma * (v > 0 ? v : (float) (alpha * Math.expm1(v)));
            }
        };
    }

    private static Loop.Unary celu(float alpha) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                float v = a[i];
                y[i] = v > 0 ? v : (float) (alpha * Math.expm1(v / alpha));
            }
        };
    }

    private static Loop.Unary shrink(float bias, float threshold) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                float v = a[i];
                y[i] = v < -threshold ? v + bias : v > threshold ? v - bias : 0;
            }
        };
    }

    /** {@code log(1 + exp(v))} without overflow. */
    private static double softplus(double v) {
        return Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
    }
}
