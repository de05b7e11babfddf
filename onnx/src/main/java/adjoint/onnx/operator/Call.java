package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.Node;
import adjoint.onnx.graph.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A node with what is known when it is compiled: types of inputs and outputs, values of constant inputs. Getters throw
 * {@link IllegalArgumentException} where something must be known and is not, {@link UnknownValueException} if it is a value.
 */
public final class Call {

    private final Node node;
    private final List<TensorType> inputs;
    private final List<Tensor> constants;
    private final List<TensorType> outputs;

    /**
     * A call.
     *
     * @param node      the node
     * @param inputs    type of each input, null where it is left out
     * @param constants value of each input, null where it is left out or not constant
     * @param outputs   type of each output; empty while they are being inferred
     */
    public Call(Node node, List<TensorType> inputs, List<Tensor> constants, List<TensorType> outputs) {
        this.node = node;
        this.inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
        this.constants = Collections.unmodifiableList(new ArrayList<>(constants));
        this.outputs = List.copyOf(outputs);
    }

    /**
     * The call of a node in a graph of which so much is known. Its outputs are known if their types are.
     *
     * @param node      the node
     * @param types     types by value
     * @param constants values that are known
     */
    public static Call of(Node node, Map<String, TensorType> types, Map<String, Tensor> constants) {
        List<TensorType> inputs = new ArrayList<>();
        List<Tensor> known = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(types.get(input));
            known.add(constants.get(input));
        }
        List<TensorType> outputs = node.outputs().stream().map(types::get).takeWhile(Objects::nonNull).toList();
        return new Call(node, inputs, known, outputs);
    }

    /** The same with the types of its outputs. */
    public Call with(List<TensorType> results) {
        return new Call(node, inputs, constants, results);
    }

    /** The node. */
    public Node node() {
        return node;
    }

    /** The node's attributes. */
    public Attributes attributes() {
        return node.attributes();
    }

    /** Version of ONNX by which the node is to be understood. */
    public int opset() {
        return node.opset();
    }

    /** Number of inputs, with those left out before the last one given. */
    public int inputs() {
        return inputs.size();
    }

    /** Whether an input is given. */
    public boolean has(int input) {
        return input < inputs.size() && inputs.get(input) != null;
    }

    /** An input's type. */
    public TensorType type(int input) {
        if (!has(input)) {
            throw new IllegalArgumentException("input " + input + ": must be given");
        }
        return inputs.get(input);
    }

    /** An input's shape. */
    public Shape shape(int input) {
        return type(input).shape();
    }

    /** Whether an input is given and known. */
    public boolean isConstant(int input) {
        return has(input) && constants.get(input) != null;
    }

    /** An input that must be known. */
    public Tensor constant(int input) {
        type(input);
        if (!isConstant(input)) {
            throw new UnknownValueException(input, node.input(input));
        }
        return constants.get(input);
    }

    /** The elements of an integer input. */
    public long[] longs(int input) {
        return constant(input).toLongs();
    }

    /** The elements of a float input that must be known; not to be written. */
    public float[] floats(int input) {
        return constant(input).asFloats();
    }

    /** An output's type, once inferred. */
    public TensorType result(int output) {
        return outputs.get(output);
    }

    /** Types of all outputs, once inferred. */
    public List<TensorType> results() {
        return outputs;
    }

    /** Whether somebody wants an output. */
    public boolean wants(int output) {
        return output < node.outputs().size() && !node.outputs().get(output).isEmpty();
    }

    /** Whether images have their channels last, see {@link ChannelsLast}. */
    public boolean channelsLast() {
        return attributes().flag(ChannelsLast.ATTRIBUTE, false);
    }
}
