package adjoint.conformance.corpus;

import adjoint.ConvSpec;
import adjoint.conformance.Operator;
import adjoint.epilogue.Activation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model of one ONNX operator with its inputs and outputs, as in ONNX's backend tests. */
final class OnnxModelFormat {

    private OnnxModelFormat() {
    }

    static Case parse(JsonFields fields) throws MalformedException {
        String id = fields.text("name");
        List<JsonFields> nodes = fields.objects("nodes");
        if (nodes.size() != 1) {
            throw new MalformedException("nodes: must be one node, are " + nodes.size());
        }
        JsonFields node = nodes.getFirst();
        Tensors tensors = new Tensors(fields, node);
        String op = node.text("op");
        return switch (op) {
            case "Conv", "ConvTranspose" -> convolution(id, op, node.fields("attrs"), tensors);
            case "CausalConvWithState" -> causal(id, node.fields("attrs"), tensors);
            default -> new UnsupportedCase(id, op);
        };
    }

    private static Case convolution(String id, String op, JsonFields attributes, Tensors tensors)
            throws MalformedException {
        Tensor x = tensors.input(0);
        Tensor w = tensors.input(1);
        Tensor y = tensors.output(0);
        Optional<Tensor> bias = tensors.optionalInput(2);
        return new ValueCase(id, OnnxFormat.operator(op), OnnxFormat.problem(op, attributes, x.shape, w.shape),
                x.values, w.values, bias.map(Tensor::values).orElse(null), Activation.IDENTITY, y.ulp, y.shape,
                y.values);
    }

    /**
     * The 1-D depthwise convolution of an input that follows a carried state of kernel - 1 elements, zeros if there is none; the
     * last kernel - 1 elements of both together are the state to carry on.
     *
     * <p>Source: ONNX CausalConvWithState, opset 27.
     */
    private static Case causal(String id, JsonFields attributes, Tensors tensors) throws MalformedException {
        Tensor input = tensors.input(0);
        Tensor weight = tensors.input(1);
        Tensor output = tensors.output(0);
        Tensor present = tensors.output(1);
        if (input.shape.length != 3 || weight.shape.length != 3) {
            throw new MalformedException("inputs: must have three extents each");
        }
        int channels = input.shape[1];
        int kernel = weight.shape[2];
        int carried = kernel - 1;
        int[] stateShape = {input.shape[0], channels, carried};
        Optional<Tensor> past = tensors.optionalInput(3);
        if (past.isPresent() && !Arrays.equals(past.get().shape, stateShape)) {
            throw new MalformedException("past_state: must have the shape " + Arrays.toString(stateShape));
        }
        float[] state = past.map(Tensor::values).orElseGet(() -> new float[Shapes.elements(stateShape)]);
        float[] line = joined(state, carried, input.values, input.shape[2], input.shape[0] * channels);
        int length = carried + input.shape[2];
        Optional<Tensor> bias = tensors.optionalInput(2);
        Activation activation = activation(attributes.optionalText("activation").orElse("none"));
        Case values = new ValueCase(id, Operator.CONVOLUTION,
                () -> ConvSpec.depthwise(channels, 1, kernel).fromX(input.shape[0], length), line, weight.values,
                bias.map(Tensor::values).orElse(null), activation, output.ulp, output.shape, output.values);
        float[] carriedOn = tail(line, length, carried);
        return new Case() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Outcome run(Setting setting) {
                return Shapes.complaint(present.shape, stateShape)
                        .or(() -> Comparison.equal(stateShape, present.values, carriedOn))
                        .<Outcome>map(what -> new Outcome.Failed("present state: " + what))
                        .orElseGet(() -> values.run(setting));
            }
        };
    }

    private static Activation activation(String name) throws MalformedException {
        return switch (name) {
            case "none" -> Activation.IDENTITY;
            case "silu", "swish" -> Activation.SILU;
            default -> throw new MalformedException("activation=" + name + ": must be none, silu or swish");
        };
    }

    /** Rows of {@code a} followed by those of {@code b}. */
    private static float[] joined(float[] a, int aLength, float[] b, int bLength, int rows) {
        float[] joined = new float[a.length + b.length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(a, row * aLength, joined, row * (aLength + bLength), aLength);
            System.arraycopy(b, row * bLength, joined, row * (aLength + bLength) + aLength, bLength);
        }
        return joined;
    }

    /** The last {@code count} elements of each row. */
    private static float[] tail(float[] values, int length, int count) {
        int rows = length == 0 ? 0 : values.length / length;
        float[] tail = new float[rows * count];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, (row + 1) * length - count, tail, row * count, count);
        }
        return tail;
    }

    /** A named tensor of the model. */
    private record Tensor(int[] shape, float[] values, double ulp) {
        static Tensor of(JsonFields fields) throws MalformedException {
            int[] shape = fields.numbers("shape");
            String type = fields.text("dtype");
            return new Tensor(shape, fields.tensor("data", shape),
                    type.equals("float16") ? Comparison.HALF_ULP : Comparison.FLOAT_ULP);
        }
    }

    /** The tensors that a node reads and writes, in the order of the operator's parameters. */
    private static final class Tensors {
        private final Map<String, JsonFields> all = new HashMap<>();
        private final List<String> inputs;
        private final List<String> outputs;

        Tensors(JsonFields model, JsonFields node) throws MalformedException {
            all.putAll(model.map("inputs"));
            all.putAll(model.map("initializers"));
            all.putAll(model.map("outputs"));
            inputs = node.texts("inputs");
            outputs = node.texts("outputs");
        }

        Tensor input(int index) throws MalformedException {
            return named(inputs, index)
                    .orElseThrow(() -> new MalformedException("inputs: no tensor for parameter " + index));
        }

        Tensor output(int index) throws MalformedException {
            return named(outputs, index)
                    .orElseThrow(() -> new MalformedException("outputs: no tensor for parameter " + index));
        }

        /** An empty name stands for an optional input that is left out. */
        Optional<Tensor> optionalInput(int index) throws MalformedException {
            return named(inputs, index);
        }

        private Optional<Tensor> named(List<String> names, int index) throws MalformedException {
            String name = index < names.size() ? names.get(index) : "";
            if (name.isEmpty()) {
                return Optional.empty();
            }
            JsonFields fields = all.get(name);
            if (fields == null) {
                throw new MalformedException(name + ": no such tensor");
            }
            return Optional.of(Tensor.of(fields));
        }
    }
}
