package adjoint.onnx.compile;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Target;
import java.util.ArrayList;
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
            if (rewriter.has(node) && Compiler.operator(node) instanceof FilterOperator filter
                    && filter.isPlain(rewriter.call(node))) {
                fuse(rewriter, node, filter);
            }
        }
        return rewriter.graph();
    }

    private static void fuse(Rewriter rewriter, Node node, FilterOperator filter) {
        Call call = rewriter.call(node);
        List<Node> chain = new ArrayList<>(List.of(node));
        Optional<ChannelLine> next = line(rewriter, node);
        ChannelLine all = ChannelLine.identity(filter.resultChannels(call));
        while (next.isPresent()) {
            all = all.then(next.get());
            chain.add(rewriter.onlyReader(chain.getLast().output()).orElseThrow());
            next = line(rewriter, chain.getLast());
        }
        if (chain.size() > 1 && all.isFinite()) {
            rewriter.replaceAll(chain,
                    scaled(rewriter, call, filter, all).withOutputs(chain.getLast().outputs()));
        }
    }

    /** What the only reader of a node's result makes of it. */
    private static Optional<ChannelLine> line(Rewriter rewriter, Node node) {
        return rewriter.onlyReader(node.output())
                .flatMap(reader -> ChannelLine.of(rewriter.call(reader), node.output()));
    }

    private static Node scaled(Rewriter rewriter, Call call, FilterOperator filter, ChannelLine line) {
        int channels = line.factors().length;
        float[] factors = new float[channels];
        float[] bias = call.has(FilterOperator.BIAS) ? call.floats(FilterOperator.BIAS).clone() : new float[channels];
        for (int c = 0; c < channels; c++) {
            factors[c] = (float) line.factors()[c];
            bias[c] = (float) (bias[c] * line.factors()[c] + line.offsets()[c]);
        }
        Node node = call.node();
        Tensor weights = Tensor.of(filter.scaledFilter(call, factors), call.shape(FilterOperator.FILTER).toArray());
        return node
                .withInput(FilterOperator.FILTER, rewriter.addConstant(node.input(FilterOperator.FILTER), weights))
                .withInput(FilterOperator.BIAS,
                        rewriter.addConstant(node.output() + ".bias", Tensor.of(bias, channels)));
    }
}
