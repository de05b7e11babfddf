package adjoint.onnx.operator;

/** The error function, exact to about the digits of a float. */
final class ErrorFunction {

    /** Below, so many terms of its power series are enough. */
    private static final double SMALL = 0.5;

    private ErrorFunction() {
    }

    /**
     * {@code 2 / sqrt(pi) * integral of exp(-t * t) from 0 to v}. Source: Press et al., "Numerical Recipes", 2nd edition, section
     * 6.2, fractional error of the complement below 1.2e-7; near zero the series, as the complement would lose digits.
     */
    static double erf(double v) {
        double abs = Math.abs(v);
        if (abs < SMALL) {
            double square = v * v;
            return v * (2 / Math.sqrt(Math.PI)) * (1 + square * (-1.0 / 3 + square * (1.0 / 10 + square * (-1.0 / 42
                    + square * (1.0 / 216 - square * (1.0 / 1320 - square / 9360))))));
        }
        double t = 1 / (1 + abs / 2);
        return Math.copySign(1 - t * Math.exp(exponent((float) t) - abs * abs), v);
    }

    /** The complement for {@code v >= 0} is {@code t * exp(exponent(t) - v * v)} with {@code t = 1 / (1 + v / 2)}. */
    static float exponent(float t) {
        float sum = 0.17087277f;
        sum = sum * t - 0.82215223f;
        sum = sum * t + 1.48851587f;
        sum = sum * t - 1.13520398f;
        sum = sum * t + 0.27886807f;
        sum = sum * t - 0.18628806f;
        sum = sum * t + 0.09678418f;
        sum = sum * t + 0.37409196f;
        sum = sum * t + 1.00002368f;
        return sum * t - 1.26551223f;
    }
}
