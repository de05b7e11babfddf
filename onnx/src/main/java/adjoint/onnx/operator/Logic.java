package adjoint.onnx.operator;

import adjoint.onnx.ElementType;

/** Comparisons, and what is done with their results, which are 0 or 1. */
final class Logic {

    static final Operator EQUAL = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] == b[bAt + i] ? 1 : 0;
        }
    }).integers(args -> args[0] == args[1] ? 1 : 0));

    static final Operator LESS = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] < b[bAt + i] ? 1 : 0;
        }
    }).integers(args -> args[0] < args[1] ? 1 : 0));

    static final Operator LESS_OR_EQUAL = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] <= b[bAt + i] ? 1 : 0;
        }
    }).integers(args -> args[0] <= args[1] ? 1 : 0));

    static final Operator GREATER = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] > b[bAt + i] ? 1 : 0;
        }
    }).integers(args -> args[0] > args[1] ? 1 : 0));

    static final Operator GREATER_OR_EQUAL = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] >= b[bAt + i] ? 1 : 0;
        }
    }).integers(args -> args[0] >= args[1] ? 1 : 0));

    static final Operator AND = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] * b[bAt + i];
        }
    }).integers(args -> args[0] & args[1]));

    static final Operator OR = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.max(a[aAt + i], b[bAt + i]);
        }
    }).integers(args -> args[0] | args[1]));

    static final Operator XOR = truth(Elementwise.binary((a, aAt, b, bAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.abs(a[aAt + i] - b[bAt + i]);
        }
    }).integers(args -> args[0] ^ args[1]));

    static final Operator NOT = truth(Elementwise.unary((a, aAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = 1 - a[aAt + i];
        }
    }).integers(args -> 1 - args[0]));

    static final Operator IS_NAN = truth(Elementwise.unary((a, aAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            float v = a[aAt + i];
            y[yAt + i] = v != v ? 1 : 0;
        }
    }));

    static final Operator IS_INF = truth(Elementwise.of(call -> isInfinite(
            call.attributes().flag("detect_negative", true), call.attributes().flag("detect_positive", true))));

    static final Operator WHERE = Elementwise.ternary((a, aAt, b, bAt, c, cAt, y, yAt, n) -> {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = a[aAt + i] != 0 ? b[bAt + i] : c[cAt + i];
        }
    }).yields(call -> call.type(1).type()).integers(args -> args[0] != 0 ? args[1] : args[2]);

    private Logic() {
    }

    private static Elementwise truth(Elementwise function) {
        return function.yields(call -> ElementType.BOOL);
    }

    private static Loop.Unary isInfinite(boolean negative, boolean positive) {
        return (a, aAt, y, yAt, n) -> {
            for (int i = 0; i < n; i++) {
                float v = a[aAt + i];
                y[yAt + i] = negative && v == Float.NEGATIVE_INFINITY || positive && v == Float.POSITIVE_INFINITY
                        ? 1
                        : 0;
            }
        };
    }
}
