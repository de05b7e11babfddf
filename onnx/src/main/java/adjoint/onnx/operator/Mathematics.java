package adjoint.onnx.operator;

/** Functions of one real number. */
final class Mathematics {

    /** A function that is called for each element: those whose computation takes long anyway. */
    @FunctionalInterface
    interface Function {
        /** Its value. */
        double apply(double v);
    }

    static final Operator ABS = Elementwise.unary((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(a[i]);
        }
    }).integers(args -> Math.abs(args[0]));

    static final Operator NEG = Elementwise.unary((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = -a[i];
        }
    }).integers(args -> -args[0]);

    static final Operator SQRT = Elementwise.unary((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = (float) Math.sqrt(a[i]);
        }
    });

    static final Operator RECIPROCAL = Elementwise.unary((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = 1 / a[i];
        }
    });

    static final Operator SIGN = Elementwise.unary(each(Math::signum)).integers(args -> Long.signum(args[0]));
    static final Operator CEIL = Elementwise.unary(each(Math::ceil));
    static final Operator FLOOR = Elementwise.unary(each(Math::floor));
    static final Operator ROUND = Elementwise.unary(each(Math::rint));
    static final Operator EXP = Elementwise.unary(ExponentialLoops.EXP);
    static final Operator LOG = Elementwise.unary(each(Math::log));
    static final Operator ERF = Elementwise.unary(each(ErrorFunction::erf));
    static final Operator SIN = Elementwise.unary(each(Math::sin));
    static final Operator COS = Elementwise.unary(each(Math::cos));
    static final Operator TAN = Elementwise.unary(each(Math::tan));
    static final Operator ASIN = Elementwise.unary(each(Math::asin));
    static final Operator ACOS = Elementwise.unary(each(Math::acos));
    static final Operator ATAN = Elementwise.unary(each(Math::atan));
    static final Operator SINH = Elementwise.unary(each(Math::sinh));
    static final Operator COSH = Elementwise.unary(each(Math::cosh));
    static final Operator ASINH = Elementwise
            .unary(each(v -> Math.copySign(asinh(Math.abs(v)), v)));
    static final Operator ACOSH = Elementwise
            .unary(each(v -> v < 1 ? Double.NaN : Math.log(v + Math.sqrt(v * v - 1))));
    static final Operator ATANH = Elementwise.unary(each(v -> (Math.log1p(v) - Math.log1p(-v)) / 2));

    private Mathematics() {
    }

    /** That of {@code v >= 0}; small results keep their digits. */
    private static double asinh(double v) {
        double root = Math.sqrt(v * v + 1);
        return v < 1 ? Math.log1p(v + v * v / (1 + root)) : Math.log(v + root);
    }

    /** A loop that calls a function for each element. */
    static Loop.Unary each(Function function) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = (float) function.apply(a[i]);
            }
        };
    }
}
