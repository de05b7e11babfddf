package adjoint.onnx.operator;

/** The functions that have an exponential in them. */
final class ExponentialLoops {

    /** Below, the hyperbolic tangent is computed by its power series, as a difference would lose digits. */
    private static final float SMALL = 0.3f;

    private static final float HALF_ROOT = (float) Math.sqrt(0.5);

    private static final Loop.Unary SAME = (a, y, n) -> System.arraycopy(a, 0, y, 0, n);

    static final Loop.Unary EXP = Exponential.of(SAME,
            (a, e, y, n) -> System.arraycopy(e, 0, y, 0, n));

    static final Loop.Unary SIGMOID = Exponential.of(multiple(-1), (a, e, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = 1 / (1 + e[i]);
        }
    });

    static final Loop.Unary TANH = Exponential.of(multiple(2), (a, e, y, n) -> {
        for (int i = 0; i < n; i++) {
            float v = a[i];
            float square = v * v;
            float series = v + v * square * (-1f / 3 + square * (2f / 15 + square * (-17f / 315 + square * 62 / 2835)));
            y[i] = Math.abs(v) < SMALL ? series : 1 - 2 / (e[i] + 1);
        }
    });

    /** Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", the approximation of section 2. */
    static final Loop.Unary TANH_GELU = Exponential.of((a, y, n) -> {
        float scale = (float) (-2 * Math.sqrt(2 / Math.PI));
        for (int i = 0; i < n; i++) {
            float v = a[i];
            y[i] = scale * (v + 0.044715f * v * v * v);
        }
    }, ExponentialLoops::divided);

    /** By the complement of the error function, of which {@link ErrorFunction} has the source: small results keep their digits. */
    static final Loop.Unary GELU = Exponential.of((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            float z = Math.abs(a[i]) * HALF_ROOT;
            y[i] = ErrorFunction.exponent(1 / (1 + z / 2)) - z * z;
        }
    }, (a, e, y, n) -> {
        for (int i = 0; i < n; i++) {
            float v = a[i];
            float abs = Math.abs(Math.min(v, Float.MAX_VALUE)); // infinity times nothing would be no number
            float t = 1 / (1 + abs * HALF_ROOT / 2);
            y[i] = Math.max(v, 0) - abs / 2 * t * e[i];
        }
    });

    private ExponentialLoops() {
    }

    /** {@code v / (1 + exp(-alpha * v))}. */
    static Loop.Unary swish(float alpha) {
        return Exponential.of(multiple(-alpha), ExponentialLoops::divided);
    }

    private static void divided(float[] a, float[] e, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] / (1 + e[i]);
        }
    }

    private static Loop.Unary multiple(float factor) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = a[i] * factor;
            }
        };
    }
}
