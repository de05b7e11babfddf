package adjoint.onnx.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * One operator applied to values.
 *
 * @param op         the operator
 * @param domain     the set of operators it belongs to; empty for those of ONNX itself
 * @param opset      version of that set
 * @param name       the node's own name, may be empty
 * @param attributes its attributes
 * @param inputs     values read; empty names stand for optional inputs that are left out
 * @param outputs    values written; empty names stand for results that nobody wants
 */
public record Node(String op, String domain, int opset, String name, Attributes attributes, List<String> inputs,
        List<String> outputs) {

    private static final int MAX_SHOWN = 120;

    /** Copies the lists. */
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * A node of ONNX's own set.
     *
     * @param op      the operator
     * @param opset   version of the set
     * @param inputs  values read
     * @param outputs values written
     * @return a node without name and attributes
     */
    public static Node of(String op, int opset, List<String> inputs, String... outputs) {
        return new Node(op, "", opset, "", Attributes.NONE, inputs, List.of(outputs));
    }

    /** An input's value; empty if it is left out. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /** The first result. */
    public String output() {
        return outputs.getFirst();
    }

    /** How messages speak of it: {@code Conv 'backbone.conv1'}, by its first result if it has no name. */
    public String label() {
        String named = name.isEmpty() && !outputs.isEmpty() ? output() : name;
        return shown((domain.isEmpty() ? "" : domain + ".") + op) + " '" + shown(named) + "'";
    }

    /** Names come from files: what a terminal could take for a command is replaced, and the end of long ones is left out. */
    private static String shown(String text) {
        String plain = text.codePoints().limit(MAX_SHOWN).map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return text.length() > plain.length() ? plain + "..." : plain;
    }

    /** With other attributes. */
    public Node with(Attributes other) {
        return new Node(op, domain, opset, name, other, inputs, outputs);
    }

    /** With one attribute more. */
    public Node with(String attribute, Object value) {
        return with(attributes.with(attribute, value));
    }

    /** With other inputs. */
    public Node withInputs(List<String> others) {
        return new Node(op, domain, opset, name, attributes, others, outputs);
    }

    /** With one input replaced or added; those between are left out. */
    public Node withInput(int index, String value) {
        List<String> changed = new ArrayList<>(inputs);
        while (changed.size() <= index) {
            changed.add("");
        }
        changed.set(index, value);
        return withInputs(changed);
    }

    /** With other results. */
    public Node withOutputs(List<String> others) {
        return new Node(op, domain, opset, name, attributes, inputs, others);
    }

    @Override
    public String toString() {
        return String.join(", ", outputs) + " = " + (domain.isEmpty() ? "" : domain + ".") + op
                + (attributes.asMap().isEmpty() ? "" : attributes) + "(" + String.join(", ", inputs) + ")";
    }
}
