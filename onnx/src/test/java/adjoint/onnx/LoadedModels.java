package adjoint.onnx;

import adjoint.onnx.format.OnnxWriter;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Graphs;
import adjoint.parallel.Workers;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertThrows;

/** Graphs as models that are loaded from files. */
final class LoadedModels {

    static final Options CALLER = Options.defaults().workers(Workers.CALLER);
    static final Graph DOUBLE = new Graphs(13).input("x").node("Add", "y", "x", "x").output("y").build();

    private LoadedModels() {
    }

    static Model load(Graph graph) {
        return load(graph, CALLER);
    }

    static Model load(Graph graph, Options options) {
        return Model.load(OnnxWriter.bytes(graph, 13), options);
    }

    static String refusal(Model model, Map<String, Tensor> inputs) {
        return assertThrows(IllegalArgumentException.class, () -> model.run(inputs)).getMessage();
    }
}
