package adjoint.onnx.operator;

import adjoint.onnx.ElementType;

/** Comparisons, and what is done with their results, which are 0 or 1. */
final class Logic {

    static final Operator EQUAL = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] == b[i] ? 1 : 0;
        }
    }).integers(args -> args[0] == args[1] ? 1 : 0));

    static final Operator LESS = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] < b[i] ? 1 : 0;
        }
    }).integers(args -> args[0] < args[1] ? 1 : 0));

    static final Operator LESS_OR_EQUAL = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] <= b[i] ? 1 : 0;
        }
    }).integers(args -> args[0] <= args[1] ? 1 : 0));

    static final Operator GREATER = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] > b[i] ? 1 : 0;
        }
    }).integers(args -> args[0] > args[1] ? 1 : 0));

    static final Operator GREATER_OR_EQUAL = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] >= b[i] ? 1 : 0;
        }
    }).integers(args -> args[0] >= args[1] ? 1 : 0));

    static final Operator AND = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] * b[i];
        }
    }).integers(args -> args[0] & args[1]));

    static final Operator OR = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(a[i], b[i]);
        }
    }).integers(args -> args[0] | args[1]));

    static final Operator XOR = truth(Elementwise.binary((a, b, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = Math.abs(a[i] - b[i]);
        }
    }).integers(args -> args[0] ^ args[1]));

    static final Operator NOT = truth(Elementwise.unary((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = 1 - a[i];
        }
    }).integers(args -> 1 - args[0]));

    static final Operator IS_NAN = truth(Elementwise.unary((a, y, n) -> {
        for (int i = 0; i < n; i++) {
            float v = a[i];
            y[i] = v != v ? 1 : 0;
        }
    }));

    static final Operator IS_INF = truth(Elementwise.of(call -> isInfinite(
            call.attributes().flag("detect_negative", true), call.attributes().flag("detect_positive", true))));

    static final Operator WHERE = Elementwise.ternary((a, b, c, y, n) -> {
        for (int i = 0; i < n; i++) {
            y[i] = a[i] != 0 ? b[i] : c[i];
        }
    }).yields(call -> call.type(1).type()).integers(args -> args[0] != 0 ? args[1] : args[2]);

    private Logic() {
    }

    private static Elementwise truth(Elementwise function) {
        return function.yields(call -> ElementType.BOOL);
    }

    private static Loop.Unary isInfinite(boolean negative, boolean positive) {
        return (a, y, n) -> {
            for (int i = 0; i < n; i++) {
                float v = a[i];
                y[i] = negative && v == Float.NEGATIVE_INFINITY || positive && v == Float.POSITIVE_INFINITY
                        ? 1
                        : 0;
            }
        };
    }
}
