package adjoint.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** One number of many. */
enum Reduction {
    MAX, MIN, SUM, MEAN;

    boolean needsElements() {
        return this == MAX || this == MIN;
    }

    private DataType result(DataType type) {
        return switch (this) {
            case MAX, MIN -> type;
            case SUM -> Promotion.sum(type);
            case MEAN -> Promotion.real(type);
        };
    }

    /** NaN if one of them is; sums are rounded once, when they are stored. */
    private double of(double[] line) {
        return switch (this) {
            case MAX -> Arrays.stream(line).reduce(Double.NEGATIVE_INFINITY, Math::max);
            case MIN -> Arrays.stream(line).reduce(Double.POSITIVE_INFINITY, Math::min);
            case SUM -> sum(line);
            case MEAN -> sum(line) / line.length;
        };
    }

    private long of(long[] line) {
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

    /** Of lines that lie one after the other, one for each result. */
    Elements of(Elements lines, Shape results) {
        Elements to = new Elements(result(lines.type()), results);
        int length = to.count() == 0 ? 0 : lines.count() / to.count();
        double[] line = new double[lines.isReal() ? length : 0];
        long[] whole = new long[lines.isReal() ? 0 : length];
        for (int i = 0; i < to.count(); i++) {
            if (lines.isReal()) {
                lines.read(i * length, line, length);
                to.write(i, new double[] {of(line)}, 1);
            } else if (to.isReal()) {
                lines.read(i * length, whole, length);
                to.write(i, new double[] {of(Arrays.stream(whole).asDoubleStream().toArray())}, 1);
            } else {
                lines.read(i * length, whole, length);
                to.write(i, new long[] {of(whole)}, 1);
            }
        }
        return to;
    }
}
