package adjoint.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * What is computed of each line of an array along an axis, by itself. Results lie where the lines lay, in an array whose axis has as
 * many elements as a line has results.
 */
final class AlongAxis {

    private interface Line {
        void compute(double[] line, double[] result);
    }

    private interface LongLine {
        void compute(long[] line, long[] result);
    }

    private final Shape shape;
    private final int axis;
    private final int length;
    /** One line after the other. */
    private final Elements lines;

    AlongAxis(Shape shape, Elements elements, int axis) {
        this.shape = shape;
        this.axis = axis;
        length = Math.toIntExact(shape.get(axis));
        lines = View.of(shape).permuted(Shapes.lastly(shape, axis)).read(elements);
    }

    Elements softmax(boolean logarithm) {
        return each(Promotion.real(lines.type()), length, (line, result) -> {
            double max = Arrays.stream(line).max().orElse(0);
            double sum = 0;
            for (int i = 0; i < line.length; i++) {
                result[i] = Math.exp(line[i] - max);
                sum += result[i];
            }
            for (int i = 0; i < line.length; i++) {
                result[i] = logarithm ? line[i] - max - Math.log(sum) : result[i] / sum;
            }
        });
    }

    Elements cumulativeSum() {
        return each(Promotion.sum(lines.type()), length, (line, result) -> {
            double sum = 0;
            for (int i = 0; i < line.length; i++) {
                sum += line[i];
                result[i] = sum;
            }
        }, (line, result) -> {
            long sum = 0;
            for (int i = 0; i < line.length; i++) {
                sum += line[i];
                result[i] = sum;
            }
        });
    }

    Elements sorted() {
        return each(lines.type(), length, (line, result) -> {
            System.arraycopy(line, 0, result, 0, line.length);
            Arrays.sort(result);
        }, (line, result) -> {
            System.arraycopy(line, 0, result, 0, line.length);
            Arrays.sort(result);
        });
    }

    /** The largest or the smallest elements, the most extreme first. */
    Elements top(int k, boolean largest) {
        return each(lines.type(), k, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> line[order[i]]);
        }, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> line[order[i]]);
        });
    }

    /** Where {@link #top} has its elements from. */
    Elements topIndices(int k, boolean largest) {
        return each(DataType.INT64, k, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> order[i]);
        }, (line, result) -> {
            int[] order = order(line, !largest);
            Arrays.setAll(result, i -> order[i]);
        });
    }

    /** Where the first of the largest or smallest is; the first NaN if there is one, as in PyTorch. */
    Elements topIndex(boolean largest) {
        return each(DataType.INT64, 1, (line, result) -> {
            int best = 0;
            for (int i = 1; i < line.length && !Double.isNaN(line[best]); i++) {
                if (Double.isNaN(line[i]) || (largest ? line[i] > line[best] : line[i] < line[best])) {
                    best = i;
                }
            }
            result[0] = best;
        }, (line, result) -> {
            int best = 0;
            for (int i = 1; i < line.length; i++) {
                if (largest ? line[i] > line[best] : line[i] < line[best]) {
                    best = i;
                }
            }
            result[0] = best;
        });
    }

    private static int[] order(double[] line, boolean ascending) {
        return order(line.length, (i, j) -> Double.compare(line[i], line[j]), ascending);
    }

    private static int[] order(long[] line, boolean ascending) {
        return order(line.length, (i, j) -> Long.compare(line[i], line[j]), ascending);
    }

    /** Stable: of equal elements the first one comes first, whatever the direction. */
    private static int[] order(int length, IntBinaryOperator comparison, boolean ascending) {
        return IntStream.range(0, length).boxed()
                .sorted((i, j) -> ascending ? comparison.applyAsInt(i, j) : comparison.applyAsInt(j, i))
                .mapToInt(Integer::intValue).toArray();
    }

    /** Of any elements, for results that are real anyway. */
    private Elements each(DataType type, int results, Line line) {
        Elements to = results(type, results);
        double[] in = new double[length];
        double[] out = new double[results];
        for (int at = 0, result = 0; at < lines.count(); at += length, result += results) {
            lines.read(at, in, length);
            line.compute(in, out);
            to.write(result, out, results);
        }
        return back(to, results);
    }

    /** Of reals, or of integers, of which double would round those above 2^53. */
    private Elements each(DataType type, int results, Line reals, LongLine integers) {
        if (lines.isReal()) {
            return each(type, results, reals);
        }
        Elements to = results(type, results);
        long[] in = new long[length];
        long[] out = new long[results];
        for (int at = 0, result = 0; at < lines.count(); at += length, result += results) {
            lines.read(at, in, length);
            integers.compute(in, out);
            to.write(result, out, results);
        }
        return back(to, results);
    }

    private Elements results(DataType type, int each) {
        return new Elements(type, Math.multiplyExact(length == 0 ? 0 : lines.count() / length, each));
    }

    /** From one line after the other to where the axis was. */
    private Elements back(Elements results, int each) {
        int rank = shape.dimension();
        Shape last = shape.slice(0, axis).addAll(shape.slice(axis + 1)).add(each);
        int[] order = IntStream.range(0, rank).map(i -> i < axis ? i : i == axis ? rank - 1 : i - 1).toArray();
        return View.of(last).permuted(order).read(results);
    }
}
