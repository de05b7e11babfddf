package adjoint.djl;

/** Operations on one number. */
enum Unary {
    NEGATE, ABSOLUTE, SQUARE, FLOOR, CEIL, ROUND, SQRT, EXP, LOG, TANH, SIGMOID;

    /** Whether integers become reals. */
    private boolean isReal() {
        return compareTo(SQRT) >= 0;
    }

    private double of(double a) {
        return switch (this) {
            case NEGATE -> -a;
            case ABSOLUTE -> Math.abs(a);
            case SQUARE -> a * a;
            case FLOOR -> Math.floor(a);
            case CEIL -> Math.ceil(a);
            case ROUND -> Math.rint(a); // to nearest, ties to even
            case SQRT -> Math.sqrt(a);
            case EXP -> Math.exp(a);
            case LOG -> Math.log(a);
            case TANH -> Math.tanh(a);
            case SIGMOID -> 1 / (1 + Math.exp(-a));
        };
    }

    private long of(long a) {
        return switch (this) {
            case NEGATE -> -a;
            case ABSOLUTE -> Math.abs(a);
            case SQUARE -> a * a;
            case FLOOR, CEIL, ROUND -> a;
            case SQRT, EXP, LOG, TANH, SIGMOID -> throw new AssertionError("real");
        };
    }

    /** Of each element. */
    Elements of(Elements a) {
        return isReal() || a.isReal()
                ? a.mapReals(Promotion.real(a.type()), this::of)
                : a.mapIntegers(a.type(), this::of);
    }
}
