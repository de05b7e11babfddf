package adjoint.onnx.compile;

import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Target;
import java.util.List;
import java.util.Optional;

/**
 * A convolution applies the activation behind it before it stores its result, and a scale and shift of the whole tensor behind
 * that.
 */
final class FuseActivation implements Compiler.Pass {

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : rewriter.nodes()) {
            Optional<Node> fused = Compiler.operator(node) instanceof FilterOperator
                    ? Optional.of(node)
                    : Optional.empty();
            while (fused.isPresent()) {
                fused = fused(rewriter, fused.get());
            }
        }
        return rewriter.graph();
    }

    private static Optional<Node> fused(Rewriter rewriter, Node node) {
        if (FilterOperator.residual(node) == Epilogue.Residual.AFTER_ACTIVATION) {
            return Optional.empty();
        }
        return rewriter.onlyReader(node.output()).flatMap(reader -> activation(rewriter, node, reader)
                .map(activation -> {
                    Node fused = node.with(FilterOperator.ACTIVATION, activation).withOutputs(reader.outputs());
                    rewriter.replaceAll(List.of(node, reader), fused);
                    return fused;
                }));
    }

    /** The function of both nodes together. */
    private static Optional<Activation> activation(Rewriter rewriter, Node node, Node reader) {
        Call call = rewriter.call(reader);
        Activation before = FilterOperator.activation(node);
        if (before == Activation.IDENTITY && reader.input(0).equals(node.output())) {
            Optional<Activation> function = Compiler.operator(reader).activation(call);
            if (function.isPresent()) {
                return function;
            }
        }
        return ChannelLine.of(call, node.output()).filter(ChannelLine::isUniform)
                .flatMap(line -> scaled(before, line));
    }

    private static Optional<Activation> scaled(Activation before, ChannelLine line) {
        ChannelLine all = before instanceof Activation.Scaled scaled
                ? new ChannelLine(new double[] {scaled.factor()}, new double[] {scaled.offset()}).then(line)
                : line;
        return all.isFinite()
                ? Optional.of(before.scaled(line.factors()[0], line.offsets()[0]))
                : Optional.empty();
    }
}
