package adjoint.conformance.corpus;

import adjoint.conformance.Operator;
import adjoint.geometry.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameters of dilated operators of TensorFlow, channels last, without values. The law: the result equals that of the dense
 * operator whose filter has zeros between the taps, on inputs 0, 1, 2, ...; and the operators are adjoint.
 */
final class AtrousFormat {

    private static final Pattern OUTPUT_SHAPE = Pattern.compile("output_shape ([0-9x]+)");

    private AtrousFormat() {
    }

    static Case parse(CsvFields row, long line) throws MalformedException {
        String id = row.has("test") ? row.text("test") : row.text("op");
        Operator operator = operator(row.text("op"));
        int[] filter = row.numbers("filter_shape");
        int[] dilations = row.numbers("dilations");
        String padding = row.text("padding").split(" ")[0];
        int[][] explicit = padding.equals("EXPLICIT") ? pairs(row.text("padding")) : null;
        boolean depthwise = row.text("op").equals("depthwise");
        int[] input = row.numbers("input_shape");
        int[] strides = row.numbers("strides");
        int[] outputShape = outputShape(row, operator);
        Dilated dilated = (kernel, dilation) -> operator == Operator.CONVOLUTION
                ? TensorFlowFormat.conv(input, kernel, depthwise, strides, dilation, padding, explicit).problem()
                : TensorFlowFormat
                        .transposed(input, kernel, outputShape, depthwise, strides, dilation, padding, explicit)
                        .problem();
        if (row.has("error")) {
            // With a single tap the dilation has no effect; that TensorFlow cannot compute it all the same is its limitation.
            boolean singleTap = Shapes.elements(Arrays.copyOf(filter, filter.length - 2)) == 1;
            return new RefusedCase(id, () -> dilated.problem(filter, dilations),
                    singleTap && operator == Operator.CONVOLUTION);
        }
        return new AtrousCase(id, operator, dilated, filter, dilations, row.numbers("output_shape"));
    }

    private static Operator operator(String op) throws MalformedException {
        return switch (op) {
            case "conv", "depthwise" -> Operator.CONVOLUTION;
            case "conv_transpose" -> Operator.TRANSPOSED_CONVOLUTION;
            default -> throw new MalformedException("op=" + op + ": must be conv, depthwise or conv_transpose");
        };
    }

    /** Where the operator has no result, its output shape stands in the reason. */
    private static int[] outputShape(CsvFields row, Operator operator) throws MalformedException {
        if (row.has("output_shape")) {
            return row.numbers("output_shape");
        }
        Matcher inError = OUTPUT_SHAPE.matcher(row.text("error"));
        if (inError.find()) {
            return CsvFields.numbers("error", inError.group(1), "x");
        }
        if (operator == Operator.CONVOLUTION && row.has("error")) {
            return new int[0];
        }
        throw new MalformedException("output_shape: missing");
    }

    /** As in {@code EXPLICIT 1:1 0:2}. */
    private static int[][] pairs(String padding) throws MalformedException {
        String[] parts = padding.split(" ");
        int[][] pairs = new int[parts.length - 1][];
        for (int axis = 0; axis < pairs.length; axis++) {
            pairs[axis] = CsvFields.numbers("padding", parts[axis + 1], ":");
        }
        return pairs;
    }

    /** The row's operator with another filter and dilation. */
    @FunctionalInterface
    private interface Dilated {
        Problem problem(int[] filter, int[] dilations);
    }

    /** A row whose operator has a result. */
    private record AtrousCase(String id, Operator operator, Dilated dilated, int[] filter, int[] dilations, int[] shape)
            implements Case {

        @Override
        public Outcome run(Setting setting) {
            Supplier<Problem> problem = () -> dilated.problem(filter, dilations);
            Outcome law = new LawCase(id, operator, problem, shape).run(setting);
            return law.equals(Outcome.PASSED) ? Outcome.of(complaint(problem.get(), setting)) : law;
        }

        private Optional<String> complaint(Problem sparse, Setting setting) {
            int rank = dilations.length;
            int[] denseFilter = filter.clone();
            int[] ones = dilations.clone();
            for (int axis = 0; axis < rank; axis++) {
                denseFilter[axis] = (filter[axis] - 1) * dilations[axis] + 1;
                ones[axis] = 1;
            }
            Problem dense = dilated.problem(denseFilter, ones);
            float[] input = counting(operator == Operator.CONVOLUTION ? sparse.xShape() : sparse.yShape());
            float[] w = counting(filter);
            float[] spread = spread(w, filter, denseFilter, dilations);
            float[] expected = operator.apply(setting.backend(), dense, ValueCase.tensors(operator, input, spread));
            float[] got = operator.apply(setting.backend(), sparse, ValueCase.tensors(operator, input, w));
            if (Comparison.isExact(operator.products(sparse), input, w, new float[0])) {
                return Comparison.equal(shape, expected, got);
            }
            // All numbers are positive: a sum is its own magnitude.
            return Comparison.within(shape, expected, got, expected,
                    (operator.products(sparse) + 1) * Comparison.FLOAT_ULP);
        }

        private static float[] counting(int[] shape) {
            float[] values = new float[Shapes.elements(shape)];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            return values;
        }

        /** The taps with zeros between them; the two channel extents come last and are contiguous. */
        private static float[] spread(float[] w, int[] filter, int[] denseFilter, int[] dilations) {
            int rank = dilations.length;
            int channels = filter[rank] * filter[rank + 1];
            float[] spread = new float[Shapes.elements(denseFilter)];
            for (int tap = 0; tap * channels < w.length; tap++) {
                int rest = tap;
                int at = 0;
                int step = 1;
                for (int axis = rank - 1; axis >= 0; axis--) {
                    at += rest % filter[axis] * dilations[axis] * step;
                    rest /= filter[axis];
                    step *= denseFilter[axis];
                }
                System.arraycopy(w, tap * channels, spread, at * channels, channels);
            }
            return spread;
        }
    }
}
