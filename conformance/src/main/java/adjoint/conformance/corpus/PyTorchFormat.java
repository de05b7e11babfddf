package adjoint.conformance.corpus;

import adjoint.conformance.Operator;
import adjoint.dialect.PyTorch;
import adjoint.geometry.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/** Cases of PyTorch's functions conv1d to conv3d and conv_transpose1d to conv_transpose3d, channels first. */
final class PyTorchFormat {

    private PyTorchFormat() {
    }

    static Case parse(JsonFields fields) throws MalformedException {
        String id = fields.text("id");
        Operator operator = operator(fields.text("op"));
        int[] xShape = fields.numbers("x_shape");
        int[] wShape = fields.numbers("w_shape");
        boolean batched = xShape.length == wShape.length;
        Supplier<Problem> problem = problem(fields, xShape, wShape);
        Optional<Refusal> refusal = Refusal.of(fields);
        if (refusal.isPresent()) {
            return refusal.get().toCase(id, problem);
        }
        int[] shape = fields.numbers("expected_shape");
        float[] expected = fields.tensor("expected", shape);
        float[] bias = fields.has("b") ? fields.tensor("b", fields.numbers("b_shape")) : null;
        return new ValueCase(id, operator, problem, fields.tensor("x", xShape), fields.tensor("w", wShape), bias,
                batched ? shape : Shapes.batchOfOne(shape), expected);
    }

    static Operator operator(String op) throws MalformedException {
        if (!op.matches("conv(_transpose)?[123]d")) {
            throw new MalformedException(
                    "op=" + op + ": must be conv1d to conv3d or conv_transpose1d to conv_transpose3d");
        }
        return op.startsWith("conv_transpose") ? Operator.TRANSPOSED_CONVOLUTION : Operator.CONVOLUTION;
    }

    private static Supplier<Problem> problem(JsonFields fields, int[] xShape, int[] wShape) throws MalformedException {
        String word = fields.isText("padding") ? fields.text("padding") : null;
        int[] padding = word == null ? fields.numbers("padding") : null;
        int[] outputPadding = fields.optionalNumbers("output_padding").orElse(new int[] {0});
        return new Parameters(fields.text("op"), xShape, wShape, fields.numbers("stride"), word, padding, outputPadding,
                fields.numbers("dilation"), fields.number("groups"))::problem;
    }

    /** What the functions take. */
    record Parameters(String op, int[] input, int[] weight, int[] stride, String paddingWord, int[] padding,
            int[] outputPadding, int[] dilation, int groups) {
        Problem problem() {
            if (!op.startsWith("conv_transpose")) {
                PyTorch.Conv call = PyTorch.conv(input, weight).stride(stride).dilation(dilation).groups(groups);
                return (paddingWord == null ? call.padding(padding) : call.padding(paddingWord)).problem();
            }
            return transposed().outputPadding(outputPadding).problem();
        }

        PyTorch.ConvTranspose transposed() {
            return PyTorch.convTranspose(input, weight).stride(stride).padding(padding).dilation(dilation)
                    .groups(groups);
        }
    }
}
