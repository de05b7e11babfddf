package adjoint.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Operations on two numbers. */
enum Binary {
    ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MAXIMUM, MINIMUM, EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL;

    /** Whether integers become reals. */
    boolean isReal() {
        return this == DIVIDE;
    }

    private boolean isComparison() {
        return compareTo(EQUAL) >= 0;
    }

    /** The type of results for operands of one type. */
    DataType result(DataType type) {
        if (isComparison()) {
            return DataType.BOOLEAN;
        }
        return isReal() && !type.isFloating() ? DataType.FLOAT32 : type;
    }

    double of(double a, double b) {
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

    long of(long a, long b) {
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

    /** Of elements of the same number, as {@code common} numbers. */
    Elements of(Elements a, Elements b, DataType common) {
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

    /** The type that holds numbers of both; real if one of them is. */
    static DataType common(DataType a, DataType b) {
        if (a == b || b == DataType.BOOLEAN) {
            return a;
        }
        if (a == DataType.BOOLEAN) {
            return b;
        }
        if (a.isFloating() != b.isFloating()) {
            return a.isFloating() ? a : b;
        }
        if (a.getNumOfBytes() != b.getNumOfBytes()) {
            return a.getNumOfBytes() > b.getNumOfBytes() ? a : b;
        }
        return a.isFloating() ? DataType.FLOAT32 : DataType.INT64;
    }

    /** The shape of results: axes are aligned at the last one, an extent of 1 is repeated. */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.dimension(), b.dimension());
        long[] extents = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long left = i > a.dimension() ? 1 : a.get(a.dimension() - i);
            long right = i > b.dimension() ? 1 : b.get(b.dimension() - i);
            // Where they disagree, repeating to the one fails for the other.
            extents[rank - i] = left == 1 ? right : left;
        }
        return new Shape(extents);
    }
}
