package adjoint.onnx.operator;

import java.util.Optional;

/** The four operations and their kin. */
final class Arithmetic {

    static final Loop.Binary ADDED = (a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] + b[i];
        }
    };

    static final Loop.Binary SUBTRACTED = (a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] - b[i];
        }
    };

    static final Loop.Binary MULTIPLIED = (a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * b[i];
        }
    };

    static final Loop.Binary DIVIDED = (a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] / b[i];
        }
    };

    static final Operator ADD = Elementwise.binary(ADDED).integers(args -> args[0] + args[1]);

    static final Operator SUB = Elementwise.binary(SUBTRACTED).integers(args -> args[0] - args[1]);

    static final Operator MUL = Elementwise.binary(MULTIPLIED).integers(args -> args[0] * args[1]);

    static final Operator DIV = Elementwise
            .of(call -> isInteger(call) ? (Loop.Binary) Arithmetic::divideTowardsZero : DIVIDED)
            .integers(args -> args[0] / args[1]);

    static final Operator POW = Elementwise
            .of(call -> isInteger(call) ? (Loop.Binary) Arithmetic::wholePower : (Loop.Binary) Arithmetic::power)
            .integers(args -> wholePower(args[0], args[1]));

    static final Operator MOD = Elementwise
            .of(call -> hasSignOfDividend(call) ? (Loop.Binary) Arithmetic::rest : (Loop.Binary) Arithmetic::modulo)
            .integersOf(call -> hasSignOfDividend(call)
                    ? args -> args[0] % args[1]
                    : args -> Math.floorMod(args[0], args[1]));

    static final Operator P_RELU = Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], 0) + b[i] * Math.min(a[i], 0);
        }
    });

    static final Operator SUM = new Variadic(ADDED, (a, b) -> a + b, Optional.empty());

    static final Operator MEAN = new Variadic(ADDED, (a, b) -> a + b, Optional.of(Arithmetic::scaled));

    static final Operator MIN = new Variadic((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = Math.min(a[i], b[i]);
        }
    }, Math::min, Optional.empty());

    static final Operator MAX = new Variadic((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], b[i]);
        }
    }, Math::max, Optional.empty());

    private Arithmetic() {
    }

    private static boolean isInteger(Call call) {
        return call.type(0).type().isInteger();
    }

    private static boolean hasSignOfDividend(Call call) {
        return call.attributes().flag("fmod", false);
    }

    private static void rest(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] % b[i];
        }
    }

    private static void modulo(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float rest = a[i] % b[i];
            y[i] = rest != 0 && rest < 0 != b[i] < 0 ? rest + b[i] : rest;
        }
    }

    private static void divideTowardsZero(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = (int) (a[i] / b[i]);
        }
    }

    /** Squares and roots are frequent, in norms for instance. */
    private static void power(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float base = a[i];
            float exponent = b[i];
            y[i] = exponent == 2 ? base * base : (float) Math.pow(base, exponent);
        }
    }

    private static void wholePower(float[] a, float[] b, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = (long) Math.pow(a[i], b[i]);
        }
    }

    /** By squares, as a double would round what is above 2^53. */
    private static long wholePower(long base, long exponent) {
        if (exponent < 0) {
            return (long) Math.pow(base, exponent);
        }
        long power = 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            power *= (rest & 1) == 0 ? 1 : square;
            square *= square;
        }
        return power;
    }

    private static Loop.Unary scaled(int count) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                y[i] = a[i] / count;
            }
        };
    }
}
