package adjoint.conformance.corpus;

import adjoint.conformance.Operator;
import adjoint.dialect.TensorFlow;
import adjoint.geometry.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Cases of TensorFlow's operators, channels last. Strides, dilations and explicit paddings are those of the spatial axes only.
 *
 * <pre>
 * conv{1,2,3}d, depthwise_conv2d                          input, filter                to expected
 * conv{1,2,3}d_transpose, depthwise_conv2d_transpose      input (y side), filter, output_shape
 * conv{1,2,3}d_filter_grad, depthwise_conv2d_filter_grad  input, out_backprop, filter_shape
 * </pre>
 */
final class TensorFlowFormat {

    private TensorFlowFormat() {
    }

    static Case parse(JsonFields fields) throws MalformedException {
        String id = fields.text("id");
        Operator operator = operator(fields.text("op"));
        Supplier<Problem> problem = problem(fields, operator);
        Optional<Refusal> refusal = Refusal.of(fields);
        if (refusal.isPresent()) {
            return refusal.get().toCase(id, problem);
        }
        float[] input = fields.tensor("input", fields.numbers("input_shape"));
        float[] second = operator == Operator.FILTER_GRADIENT
                ? fields.tensor("out_backprop", fields.numbers("out_backprop_shape"))
                : fields.tensor("filter", fields.numbers("filter_shape"));
        int[] shape = fields.numbers("expected_shape");
        float[] expected = fields.tensor("expected", shape);
        return new ValueCase(id, operator, problem, input, second, null,
                operator == Operator.FILTER_GRADIENT && isDepthwise(fields) ? asGrouped(shape) : shape, expected);
    }

    private static boolean isDepthwise(JsonFields fields) throws MalformedException {
        return fields.text("op").startsWith("depthwise_");
    }

    /** The extents [k..., C, multiplier] of a depthwise filter as those of a grouped one, which lies in memory the same way. */
    private static int[] asGrouped(int[] shape) throws MalformedException {
        if (shape.length < 2) {
            throw new MalformedException("expected_shape: must end with channels and multiplier");
        }
        int[] grouped = shape.clone();
        grouped[shape.length - 1] *= shape[shape.length - 2];
        grouped[shape.length - 2] = 1;
        return grouped;
    }

    private static Operator operator(String op) throws MalformedException {
        if (!op.matches("(depthwise_conv2d|conv[123]d)(_transpose|_filter_grad)?")) {
            throw new MalformedException(
                    "op=" + op + ": must be conv1d, conv2d, conv3d or depthwise_conv2d, or one of them with"
                            + " _transpose or _filter_grad");
        }
        return op.endsWith("_transpose")
                ? Operator.TRANSPOSED_CONVOLUTION
                : op.endsWith("_filter_grad") ? Operator.FILTER_GRADIENT : Operator.CONVOLUTION;
    }

    /** The problem, once asked for: what TensorFlow refuses must be well-formed here. */
    private static Supplier<Problem> problem(JsonFields fields, Operator operator) throws MalformedException {
        boolean depthwise = isDepthwise(fields);
        int[] input = fields.numbers("input_shape");
        int[] filter = fields.numbers("filter_shape");
        int[] strides = fields.numbers("strides");
        int[] dilations = fields.numbers("dilations");
        String padding = fields.text("padding");
        int[][] explicit = padding.equals("EXPLICIT") ? fields.numberLists("explicit_paddings") : null;
        int[] other = switch (operator) {
            case CONVOLUTION -> null;
            case TRANSPOSED_CONVOLUTION -> fields.numbers("output_shape");
            case FILTER_GRADIENT -> fields.numbers("out_backprop_shape");
        };
        return () -> switch (operator) {
            case CONVOLUTION -> conv(input, filter, depthwise, strides, dilations, padding, explicit).problem();
            case TRANSPOSED_CONVOLUTION ->
                transposed(input, filter, other, depthwise, strides, dilations, padding, explicit).problem();
            case FILTER_GRADIENT ->
                conv(input, filter, depthwise, strides, dilations, padding, explicit).filterGradient(other);
        };
    }

    static TensorFlow.Conv conv(int[] input, int[] filter, boolean depthwise, int[] strides, int[] dilations,
            String padding,
            int[][] explicit) {
        TensorFlow.Conv call = (depthwise ? TensorFlow.depthwise(input, filter) : TensorFlow.conv(input, filter))
                .strides(strides).dilations(dilations);
        return explicit == null ? call.padding(padding) : call.explicitPaddings(explicit);
    }

    static TensorFlow.ConvTranspose transposed(int[] input, int[] filter, int[] outputShape, boolean depthwise,
            int[] strides, int[] dilations, String padding, int[][] explicit) {
        TensorFlow.ConvTranspose call = (depthwise
                ? TensorFlow.depthwiseTranspose(input, filter, outputShape)
                : TensorFlow.convTranspose(input, filter, outputShape)).strides(strides).dilations(dilations);
        return explicit == null ? call.padding(padding) : call.explicitPaddings(explicit);
    }
}
