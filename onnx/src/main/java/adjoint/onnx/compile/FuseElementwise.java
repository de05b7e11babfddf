package adjoint.onnx.compile;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.ElementwiseChain;
import adjoint.onnx.operator.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Element-wise nodes that hand tensors of one shape to each other and to nobody else walk through memory together. What they hand
 * on never leaves the cache.
 */
final class FuseElementwise implements Compiler.Pass {

    /** Each link has a block of scratch, and all of them are to stay in the first cache. */
    private static final int MAX_LINKS = 12;

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node last : rewriter.nodes().reversed()) {
            if (rewriter.has(last) && isLink(last)) {
                List<Node> chain = chain(rewriter, last);
                if (chain.size() > 1) {
                    rewriter.replaceAll(chain, ElementwiseChain.of(chain.stream().map(rewriter::call).toList()));
                }
            }
        }
        return rewriter.graph();
    }

    private static boolean isLink(Node node) {
        return ElementwiseChain.takes(Compiler.operator(node));
    }

    /** A node and those before it that only serve it, in order. */
    private static List<Node> chain(Rewriter rewriter, Node last) {
        List<Node> chain = new ArrayList<>(List.of(last));
        Shape shape = rewriter.type(last.output()).shape();
        Optional<Node> next = next(rewriter, chain, shape);
        while (next.isPresent() && chain.size() < MAX_LINKS) {
            chain.add(next.get());
            next = next(rewriter, chain, shape);
        }
        chain.sort(Comparator.comparing(rewriter::position));
        return chain;
    }

    private static Optional<Node> next(Rewriter rewriter, List<Node> chain, Shape shape) {
        return chain.stream().flatMap(node -> node.inputs().stream())
                .flatMap(value -> rewriter.writer(value).stream())
                .filter(writer -> !chain.contains(writer) && isLink(writer)
                        && rewriter.type(writer.output()).shape().equals(shape)
                        && rewriter.isReadBy(writer.output(), chain))
                .findFirst();
    }
}
