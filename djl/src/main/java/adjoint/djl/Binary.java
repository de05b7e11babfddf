package adjoint.djl;

import ai.djl.ndarray.types.DataType;

/** Operations on two numbers. */
enum Binary {
    ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MAXIMUM, MINIMUM, EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL;

    /** Whether integers become reals. */
    private boolean isReal() {
        return this == DIVIDE;
    }

    private boolean isComparison() {
        return compareTo(EQUAL) >= 0;
    }

    /** The type of results for operands of one type. */
    private DataType result(DataType type) {
        if (isComparison()) {
            return DataType.BOOLEAN;
        }
        return isReal() ? Promotion.real(type) : type;
    }

    private double of(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> Math.pow(a, b);
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case EQUAL -> is(a == b);
            case NOT_EQUAL -> is(a != b);
            case GREATER -> is(a > b);
            case GREATER_OR_EQUAL -> is(a >= b);
            case LESS -> is(a < b);
            case LESS_OR_EQUAL -> is(a <= b);
        };
    }

    private long of(long a, long b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> throw new AssertionError("real");
            case POWER -> (long) Math.pow(a, b);
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case EQUAL -> is(a == b);
            case NOT_EQUAL -> is(a != b);
            case GREATER -> is(a > b);
            case GREATER_OR_EQUAL -> is(a >= b);
            case LESS -> is(a < b);
            case LESS_OR_EQUAL -> is(a <= b);
        };
    }

    private static int is(boolean condition) {
        return condition ? 1 : 0;
    }

    /** Of each element and one number. */
    Elements of(Elements a, Number n) {
        DataType common = Promotion.common(a.type(), n);
        double real = n.doubleValue();
        long whole = n.longValue();
        return isReal() || common.isFloating()
                ? a.mapReals(result(common), x -> of(x, real))
                : a.mapIntegers(result(common), x -> of(x, whole));
    }

    /** Of two arrays' elements, as many of each. */
    Elements of(Elements a, Elements b) {
        DataType common = Promotion.common(a.type(), b.type());
        Elements result = new Elements(result(common), a.count());
        boolean reals = isReal() || common.isFloating();
        double[] left = new double[reals ? Elements.BLOCK : 0];
        double[] right = left.clone();
        long[] wholeLeft = new long[reals ? 0 : Elements.BLOCK];
        long[] wholeRight = wholeLeft.clone();
        for (int at = 0; at < a.count(); at += Elements.BLOCK) {
            int length = Math.min(Elements.BLOCK, a.count() - at);
            if (reals) {
                a.read(at, left, length);
                b.read(at, right, length);
                for (int i = 0; i < length; i++) {
                    left[i] = of(left[i], right[i]);
                }
                result.write(at, left, length);
            } else {
                a.read(at, wholeLeft, length);
                b.read(at, wholeRight, length);
                for (int i = 0; i < length; i++) {
                    wholeLeft[i] = of(wholeLeft[i], wholeRight[i]);
                }
                result.write(at, wholeLeft, length);
            }
        }
        return result;
    }
}
