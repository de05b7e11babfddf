package adjoint.onnx;

import adjoint.onnx.format.OnnxFile;
import adjoint.onnx.graph.Dot;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.Operators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file says, also of a model that cannot be run.
 *
 * @param inputs      what must be given
 * @param outputs     what comes out
 * @param operators   how many nodes of each operator there are
 * @param weights     number of elements of all weights
 * @param unsupported the nodes whose operators are not supported; none if the model can be loaded
 * @param dot         a drawing of its nodes for Graphviz
 */
public record ModelSummary(List<Signature> inputs, List<Signature> outputs, SortedMap<String, Integer> operators,
        long weights, List<String> unsupported, String dot) {

    /** Copies the collections. */
    public ModelSummary {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
        unsupported = List.copyOf(unsupported);
    }

    /**
     * Reads a file.
     *
     * @param file the file; weights in files of their own are looked for beside it
     * @return what it says
     * @throws IOException    if the file cannot be read
     * @throws ModelException if it is no ONNX model or is damaged
     */
    public static ModelSummary of(Path file) throws IOException {
        Graph graph = OnnxFile.read(file, Options.defaults().memoryBytes());
        SortedMap<String, Integer> operators = new TreeMap<>();
        graph.nodes().forEach(node -> operators
                .merge((node.domain().isEmpty() ? "" : node.domain() + ".") + node.op(), 1, Integer::sum));
        return new ModelSummary(graph.inputs(), graph.outputs(), operators,
                graph.constants().values().stream().mapToLong(tensor -> tensor.shape().elements()).sum(),
                graph.nodes().stream()
                        .filter(node -> Operators.find(node.domain(), node.op(), node.opset()).isEmpty())
                        .map(Node::label).toList(),
                Dot.of(graph));
    }
}
