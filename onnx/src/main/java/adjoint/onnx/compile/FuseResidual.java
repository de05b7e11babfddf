package adjoint.onnx.compile;

import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Target;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A convolution adds the other operand of the addition behind it: before its activation if it has none yet, which the next pass
 * may then find behind the addition, else after it. Of two convolutions the later one does, so that the other's result is there.
 */
final class FuseResidual implements Compiler.Pass {

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node add : rewriter.nodes()) {
            if (add.op().equals("Add") && add.domain().isEmpty()) {
                Stream.of(0, 1).flatMap(operand -> rewriter.onlyFor(add, add.input(operand)).stream())
                        .filter(writer -> adds(rewriter, writer, add)).max(Comparator.comparing(rewriter::position))
                        .ifPresent(writer -> fuse(rewriter, writer, add));
            }
        }
        return rewriter.graph();
    }

    private static boolean adds(Rewriter rewriter, Node writer, Node add) {
        String other = other(writer, add);
        return Compiler.operator(writer) instanceof FilterOperator
                && FilterOperator.residual(writer) == Epilogue.Residual.NONE
                && rewriter.constant(other).isEmpty()
                && rewriter.type(other).equals(rewriter.type(writer.output()));
    }

    private static void fuse(Rewriter rewriter, Node writer, Node add) {
        Epilogue.Residual place = FilterOperator.activation(writer) == Activation.IDENTITY
                ? Epilogue.Residual.BEFORE_ACTIVATION
                : Epilogue.Residual.AFTER_ACTIVATION;
        Node fused = writer.withInput(FilterOperator.RESIDUAL_INPUT, other(writer, add))
                .with(FilterOperator.RESIDUAL, place).withOutputs(add.outputs());
        rewriter.replaceAll(List.of(writer, add), fused);
    }

    private static String other(Node writer, Node add) {
        return add.input(add.input(0).equals(writer.output()) ? 1 : 0);
    }
}
