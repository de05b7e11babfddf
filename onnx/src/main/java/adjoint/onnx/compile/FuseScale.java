package adjoint.onnx.compile;

import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Target;
import java.util.List;
import java.util.Optional;

/**
 * A scale and shift of each channel behind a convolution becomes part of its filter and bias: a normalisation, a bias that is
 * added by a node of its own, a learned scale.
 */
final class FuseScale implements Compiler.Pass {

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : rewriter.nodes()) {
            Optional<Node> fused = Optional.of(node);
            while (fused.isPresent()) {
                Node current = fused.get();
                fused = Compiler.operator(current) instanceof FilterOperator filter
                        ? fused(rewriter, current, filter)
                        : Optional.empty();
            }
        }
        return rewriter.graph();
    }

    private static Optional<Node> fused(Rewriter rewriter, Node node, FilterOperator filter) {
        Call call = rewriter.call(node);
        if (!filter.isPlain(call)) {
            return Optional.empty();
        }
        return rewriter.onlyReader(node.output()).flatMap(
                reader -> ChannelLine.of(rewriter.call(reader), node.output()).map(line -> {
                    Node fused = scaled(rewriter, call, filter, line).withOutputs(reader.outputs());
                    rewriter.replaceAll(List.of(node, reader), fused);
                    return fused;
                }));
    }

    private static Node scaled(Rewriter rewriter, Call call, FilterOperator filter, ChannelLine line) {
        int channels = filter.resultChannels(call);
        float[] factors = new float[channels];
        float[] bias = call.has(FilterOperator.BIAS) ? call.floats(FilterOperator.BIAS).clone() : new float[channels];
        for (int c = 0; c < channels; c++) {
            int at = line.isUniform() ? 0 : c;
            factors[c] = (float) line.factors()[at];
            bias[c] = (float) (bias[c] * line.factors()[at] + line.offsets()[at]);
        }
        Node node = call.node();
        Tensor weights = Tensor.of(filter.scaledFilter(call, factors), call.shape(FilterOperator.FILTER).toArray());
        return node
                .withInput(FilterOperator.FILTER, rewriter.addConstant(node.input(FilterOperator.FILTER), weights))
                .withInput(FilterOperator.BIAS, rewriter.addConstant(node.output() + ".bias",
                        Tensor.of(bias, Shape.of(channels).toArray())));
    }
}
