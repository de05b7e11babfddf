package adjoint.djl;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;

/** One number of many. */
enum Reduction {
    MAX, MIN, SUM, MEAN;

    boolean needsElements() {
        return this == MAX || this == MIN;
    }

    DataType result(DataType type) {
        return switch (this) {
            case MAX, MIN -> type;
            case SUM -> type.isFloating() ? type : DataType.INT64;
            case MEAN -> type.isFloating() ? type : DataType.FLOAT32;
        };
    }

    /** NaN if one of them is; sums are rounded once, when they are stored. */
    double of(double[] line) {
        return switch (this) {
            case MAX -> Arrays.stream(line).reduce(Double.NEGATIVE_INFINITY, Math::max);
            case MIN -> Arrays.stream(line).reduce(Double.POSITIVE_INFINITY, Math::min);
            case SUM -> sum(line);
            case MEAN -> sum(line) / line.length;
        };
    }

    long of(long[] line) {
        return switch (this) {
            case MAX -> Arrays.stream(line).max().orElseThrow();
            case MIN -> Arrays.stream(line).min().orElseThrow();
            case SUM -> Arrays.stream(line).sum();
            case MEAN -> throw new AssertionError("real");
        };
    }

    private static double sum(double[] line) {
        double sum = 0;
        for (double x : line) {
            sum += x;
        }
        return sum;
    }
}
