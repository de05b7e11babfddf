package adjoint.conformance.corpus;

import adjoint.conformance.Operator;
import adjoint.dialect.Onnx;
import adjoint.geometry.Problem;
import java.util.Optional;
import java.util.function.Supplier;

/** Cases of ONNX's operators Conv and ConvTranspose, channels first. An absent attribute has the operator's default. */
final class OnnxFormat {

    private OnnxFormat() {
    }

    static Case parse(JsonFields fields) throws MalformedException {
        String id = fields.text("id");
        String op = fields.text("op");
        Operator operator = operator(op);
        int[] xShape = fields.numbers("x_shape");
        int[] wShape = fields.numbers("w_shape");
        Supplier<Problem> problem = problem(op, fields.fields("attributes"), xShape, wShape);
        Optional<Refusal> refusal = Refusal.of(fields);
        if (refusal.isPresent()) {
            return refusal.get().toCase(id, problem);
        }
        switch (fields.optionalText("specification").orElse("expected")) {
            case "expected" -> {
                int[] shape = fields.numbers("expected_shape");
                float[] bias = fields.has("b") ? fields.tensor("b", fields.numbers("b_shape")) : null;
                return new ValueCase(id, operator, problem, fields.tensor("x", xShape), fields.tensor("w", wShape),
                        bias, shape, fields.tensor("expected", shape));
            }
            case "to be rejected" -> {
                return Refusal.INADMISSIBLE.toCase(id, problem);
            }
            case "silent" -> {
                return Refusal.LIMITATION.toCase(id, problem);
            }
            default -> throw new MalformedException("specification=" + fields.text("specification")
                    + ": must be expected, to be rejected or silent");
        }
    }

    static Operator operator(String op) throws MalformedException {
        return switch (op) {
            case "Conv" -> Operator.CONVOLUTION;
            case "ConvTranspose" -> Operator.TRANSPOSED_CONVOLUTION;
            default -> throw new MalformedException("op=" + op + ": must be Conv or ConvTranspose");
        };
    }

    static Supplier<Problem> problem(String op, JsonFields attributes, int[] xShape, int[] wShape)
            throws MalformedException {
        Optional<int[]> kernelShape = attributes.optionalNumbers("kernel_shape");
        Optional<int[]> strides = attributes.optionalNumbers("strides");
        Optional<int[]> dilations = attributes.optionalNumbers("dilations");
        Optional<int[]> pads = attributes.optionalNumbers("pads");
        Optional<int[]> outputPadding = attributes.optionalNumbers("output_padding");
        Optional<int[]> outputShape = attributes.optionalNumbers("output_shape");
        int group = attributes.number("group", 1);
        Optional<String> autoPad = attributes.optionalText("auto_pad");
        if (operator(op) == Operator.CONVOLUTION) {
            return () -> {
                Onnx.Conv node = Onnx.conv(xShape, wShape).group(group);
                node = kernelShape.map(node::kernelShape).orElse(node);
                node = strides.map(node::strides).orElse(node);
                node = dilations.map(node::dilations).orElse(node);
                node = pads.map(node::pads).orElse(node);
                return autoPad.map(node::autoPad).orElse(node).problem();
            };
        }
        return () -> {
            Onnx.ConvTranspose node = Onnx.convTranspose(xShape, wShape).group(group);
            node = kernelShape.map(node::kernelShape).orElse(node);
            node = strides.map(node::strides).orElse(node);
            node = dilations.map(node::dilations).orElse(node);
            node = pads.map(node::pads).orElse(node);
            node = outputPadding.map(node::outputPadding).orElse(node);
            node = outputShape.map(node::outputShape).orElse(node);
            return autoPad.map(node::autoPad).orElse(node).problem();
        };
    }
}
