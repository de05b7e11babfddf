package adjoint.onnx.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A drawing of a graph in the language of Graphviz. */
public final class Dot {

    private final StringBuilder text = new StringBuilder();
    /** By value: what makes it. */
    private final Map<String, String> makers = new HashMap<>();
    private int drawn;

    private Dot() {
    }

    /**
     * Draws a graph: boxes for nodes, an arrow for each value that one hands to another. Constants are not drawn.
     *
     * @param graph the graph
     * @return the drawing
     */
    public static String of(Graph graph) {
        Dot dot = new Dot();
        dot.text.append("digraph {\n  rankdir=TB\n  node [shape=box, fontname=\"sans-serif\"]\n");
        graph.inputs().forEach(input -> dot.node(input.toString(), "ellipse", List.of(), List.of(input.name())));
        graph.nodes().forEach(node -> dot.node(node.label(), "box", node.inputs(), node.outputs()));
        graph.outputs()
                .forEach(output -> dot.node(output.toString(), "ellipse", List.of(output.name()), List.of()));
        return dot.text.append("}\n").toString();
    }

    private void node(String label, String shape, List<String> inputs, List<String> outputs) {
        String name = "n" + drawn++;
        text.append("  ").append(name).append(" [shape=").append(shape).append(", label=\"").append(escaped(label))
                .append("\"]\n");
        for (String input : inputs) {
            if (makers.containsKey(input)) {
                text.append("  ").append(makers.get(input)).append(" -> ").append(name).append('\n');
            }
        }
        outputs.forEach(output -> makers.put(output, name));
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }
}
