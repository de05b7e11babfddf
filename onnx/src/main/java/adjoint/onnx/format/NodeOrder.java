package adjoint.onnx.format;

import adjoint.onnx.Signature;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Puts nodes where all they read comes before them, and finds what is never written, written twice, or waits for itself. */
final class NodeOrder {

    private final Graph graph;
    private final Set<String> known = new HashSet<>();
    /** Number of the node that writes a value. */
    private final Map<String, Integer> writers = new HashMap<>();

    private NodeOrder(Graph graph) {
        this.graph = graph;
    }

    static Graph sorted(Graph graph) {
        return new NodeOrder(graph).sorted();
    }

    private Graph sorted() {
        graph.inputs().forEach(input -> define(input.name(), "an input"));
        known.addAll(graph.constants().keySet());
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (String output : graph.nodes().get(i).outputs()) {
                if (!output.isEmpty() && (known.contains(output) || writers.putIfAbsent(output, i) != null)) {
                    throw new IllegalArgumentException(
                            graph.nodes().get(i).label() + ": writes '" + output + "', which is given already");
                }
            }
        }
        for (Signature output : graph.outputs()) {
            requireWritten(output.name(), () -> "the output");
        }
        return graph.with(order(), graph.constants(), graph.types());
    }

    private void define(String name, String what) {
        if (name.isEmpty() || !known.add(name)) {
            throw new IllegalArgumentException(what + " '" + name + "': must have a name of its own");
        }
    }

    private void requireWritten(String value, Supplier<String> reader) {
        if (!known.contains(value) && !writers.containsKey(value)) {
            throw new IllegalArgumentException(reader.get() + " needs '" + value
                    + "': must be an input, an initializer or written by a node");
        }
    }

    /** Adds what graphs in a node's attributes read and do not write; it is no error if nobody does: only one may be computed. */
    private static void addOuterValues(Node node, Set<String> values) {
        for (Object attribute : node.attributes().asMap().values()) {
            if (attribute instanceof Graph inner) {
                Set<String> read = new HashSet<>();
                inner.outputs().forEach(output -> read.add(output.name()));
                inner.nodes().forEach(each -> {
                    read.addAll(each.inputs());
                    addOuterValues(each, read);
                });
                inner.nodes().forEach(each -> read.removeAll(each.outputs()));
                read.removeAll(inner.constants().keySet());
                values.addAll(read);
            }
        }
    }

    /** Kahn's algorithm; nodes that are in order already stay so. */
    private List<Node> order() {
        List<Node> nodes = graph.nodes();
        int[] waitsFor = new int[nodes.size()];
        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(node -> readers.add(new ArrayList<>()));
        for (int i = 0; i < waitsFor.length; i++) {
            List<String> inputs = nodes.get(i).inputs().stream().filter(input -> !input.isEmpty()).toList();
            for (String input : inputs) {
                requireWritten(input, nodes.get(i)::label);
            }
            Set<String> read = new HashSet<>(inputs);
            addOuterValues(nodes.get(i), read);
            for (String value : read) {
                Integer writer = writers.get(value);
                if (writer != null) {
                    readers.get(writer).add(i);
                    waitsFor[i]++;
                }
            }
        }
        Deque<Integer> ready = new ArrayDeque<>();
        List<Node> ordered = new ArrayList<>();
        boolean[] done = new boolean[waitsFor.length];
        for (int i = 0; i < waitsFor.length; i++) {
            if (!done[i] && waitsFor[i] == 0) {
                ready.add(i);
            }
            while (!ready.isEmpty()) {
                int next = ready.poll();
                done[next] = true;
                ordered.add(nodes.get(next));
                for (int reader : readers.get(next)) {
                    // Those further on are found by the loop outside, in their order.
                    if (--waitsFor[reader] == 0 && reader < i) {
                        ready.add(reader);
                    }
                }
            }
        }
        if (ordered.size() < nodes.size()) {
            for (int i = 0; i < done.length; i++) {
                if (!done[i]) {
                    throw new IllegalArgumentException(nodes.get(i).label() + ": waits for its own result");
                }
            }
        }
        return ordered;
    }
}
