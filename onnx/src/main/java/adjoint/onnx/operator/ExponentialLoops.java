package adjoint.onnx.operator;

/** The functions that have an exponential in them. */
final class ExponentialLoops {

    /** Below, the hyperbolic tangent is computed by its power series, as a difference would lose digits. */
    private static final float SMALL = 0.3f;

    private static final float HALF_ROOT = (float) Math.sqrt(0.5);

    private static final Loop.Unary SAME = (a, aAt, y, yAt, n) -> System.arraycopy(a, aAt, y, yAt, n);

    static final Loop.Unary EXP = Exponential.of(SAME,
            (a, aAt, e, eAt, y, yAt, n) -> System.arraycopy(e, eAt, y, yAt, n));

    static final Loop.Unary SIGMOID = Exponential.of(multiple(-1), (a, aAt, e, eAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = 1 / (1 + e[eAt + i]);
        }
    });

    static final Loop.Unary TANH = Exponential.of(multiple(2), (a, aAt, e, eAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            float v = a[aAt + i];
            float square = v * v;
            float series = v + v * square * (-1f / 3 + square * (2f / 15 + square * (-17f / 315 + square * 62 / 2835)));
            y[yAt + i] = Math.abs(v) < SMALL ? series : 1 - 2 / (e[eAt + i] + 1);
        }
    });

    /** Source: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", the approximation of section 2. */
    static final Loop.Unary TANH_GELU = Exponential.of((a, aAt, y, yAt, n) -> {
        float scale = (float) (-2 * Math.sqrt(2 / Math.PI));
        for (int i = 0; i < n; i++) {
            float v = a[aAt + i];
            y[yAt + i] = scale * (v + 0.044715f * v * v * v);
        }
    }, ExponentialLoops::divided);

    /** By the complement of the error function, of which {@link ErrorFunction} has the source: small results keep their digits. */
    static final Loop.Unary GELU = Exponential.of((a, aAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            float z = Math.abs(a[aAt + i]) * HALF_ROOT;
            y[yAt + i] = ErrorFunction.exponent(1 / (1 + z / 2)) - z * z;
        }
    }, (a, aAt, e, eAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            float v = a[aAt + i];
            float abs = Math.abs(v);
            float t = 1 / (1 + abs * HALF_ROOT / 2);
            y[yAt + i] = Math.max(v, 0) - abs / 2 * t * e[eAt + i];
        }
    });

    private ExponentialLoops() {
    }

    /** {@code v / (1 + exp(-alpha * v))}. */
    static Loop.Unary swish(float alpha) {
        return Exponential.of(multiple(-alpha), ExponentialLoops::divided);
    }

    private static void divided(float[] a, int aAt, float[] e, int eAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] / (1 + e[eAt + i]);
        }
    }

    private static Loop.Unary multiple(float factor) {
        return (a, aAt, y, yAt, n) -> {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = a[aAt + i] * factor;
            }
        };
    }
}
