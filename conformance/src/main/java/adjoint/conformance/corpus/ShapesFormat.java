package adjoint.conformance.corpus;

import adjoint.ConvSpec;
import adjoint.conformance.Operator;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Layout;
import adjoint.geometry.Padding;
import java.util.Arrays;

/**
 * Shapes of benchmarks and tests, without values. Rank, batch, groups, all channels, then per axis the extents of input and
 * output, kernel, stride, padding before and after, dilation (1 = dense), and the multiply-adds.
 *
 * <p>The shapes say nothing of memory; odd lines are tried channels-first, even lines channels-last.
 */
final class ShapesFormat {

    static final String[] COLUMNS = {"rank", "n", "g", "ic", "id", "ih", "iw", "oc", "od", "oh", "ow", "kd", "kh", "kw",
        "sd",
        "sh", "sw", "pd", "ph", "pw", "pd_r", "ph_r", "pw_r", "dd", "dh", "dw", "macs"};

    private ShapesFormat() {
    }

    static Case convolution(CsvFields row, long line) throws MalformedException {
        return parse(row, line, Operator.CONVOLUTION);
    }

    static Case transposed(CsvFields row, long line) throws MalformedException {
        return parse(row, line, Operator.TRANSPOSED_CONVOLUTION);
    }

    private static Case parse(CsvFields row, long line, Operator operator) throws MalformedException {
        long rank = row.longNumber("rank");
        if (rank < 1 || rank > 3) {
            throw new MalformedException("rank=" + rank + ": must be 1, 2 or 3");
        }
        Shape shape = new Shape(row.text("name"), operator, line % 2 == 1, row.longNumber("n"), row.longNumber("g"),
                row.longNumber("ic"), row.longNumber("oc"), axes(row, rank, "i", ""), axes(row, rank, "o", ""),
                axes(row, rank, "k", ""), axes(row, rank, "s", ""), axes(row, rank, "p", ""),
                axes(row, rank, "p", "_r"), axes(row, rank, "d", ""), row.longNumber("macs"));
        shape.check();
        return shape;
    }

    private static long[] axes(CsvFields row, long rank, String before, String after) throws MalformedException {
        long[] values = new long[(int) rank];
        for (int axis = 0; axis < rank; axis++) {
            values[axis] = row.longNumber(before + "dhw".charAt(3 - values.length + axis) + after);
        }
        return values;
    }

    /** A row. Its numbers may exceed what an array holds: such a row is skipped, not malformed. */
    private record Shape(String id, Operator operator, boolean channelsFirst, long batch, long groups, long inChannels,
            long outChannels, long[] in, long[] out, long[] kernel, long[] stride, long[] lo, long[] hi,
            long[] dilation, long macs) implements Case {

        void check() throws MalformedException {
            if (groups < 1) {
                throw new MalformedException("g=" + groups + ": must be at least 1");
            }
            // The y side has a window each: what a convolution writes, what a transposed convolution reads.
            long[] windows = operator == Operator.CONVOLUTION ? out : in;
            double counted = product(batch, windows) * product(inChannels, kernel) * outChannels / groups;
            if (counted != macs) {
                throw new MalformedException("macs=" + macs + ": the shape has " + (long) counted);
            }
        }

        @Override
        public Outcome run(Setting setting) {
            if (macs > setting.maxMacs()) {
                return setting.tooLarge();
            }
            double largest = Math.max(product(batch * inChannels, in), product(batch * outChannels, out));
            if (Math.max(largest, product(inChannels * outChannels / groups, kernel)) > Integer.MAX_VALUE) {
                return new Outcome.Skipped("more elements than an array holds");
            }
            double products = Math.max(product(batch, operator == Operator.CONVOLUTION ? out : in),
                    product(Math.max(inChannels, outChannels) / groups, kernel));
            if (products > Comparison.EXACT) {
                return new Outcome.Skipped("more products in a sum than are exact in float");
            }
            Padding[] padding = new Padding[in.length];
            Arrays.setAll(padding, axis -> Padding.explicit(Math.toIntExact(lo[axis]), Math.toIntExact(hi[axis])));
            Layout layout = channelsFirst ? Layout.NCHW : Layout.NHWC;
            int n = Math.toIntExact(batch);
            boolean convolution = operator == Operator.CONVOLUTION;
            ConvSpec spec = ConvSpec
                    .of((int) (convolution ? inChannels : outChannels), (int) (convolution ? outChannels : inChannels),
                            ints(kernel))
                    .groups(Math.toIntExact(groups)).stride(ints(stride)).dilation(ints(dilation)).padding(padding)
                    .layout(layout).filterLayout(channelsFirst ? FilterLayout.OIHW : FilterLayout.HWIO);
            return new LawCase(id, operator, () -> convolution ? spec.fromX(n, ints(in)) : spec.fromY(n, ints(in)),
                    layout.shape(n, (int) outChannels, ints(out))).run(setting);
        }

        /** As a double, which does not overflow; exact up to 2^53. */
        private static double product(long factor, long[] extents) {
            return factor * Arrays.stream(extents).asDoubleStream().reduce(1, (a, b) -> a * b);
        }

        private static int[] ints(long[] values) {
            return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        }
    }
}
