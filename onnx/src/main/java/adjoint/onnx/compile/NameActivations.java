package adjoint.onnx.compile;

import adjoint.epilogue.Activation;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.Internal;
import adjoint.onnx.operator.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Activations that were exported in parts become one node, an {@link Internal#ACTIVATION}.
 *
 * <pre>
 * hard sigmoid   clip(x + 3, 0, 6) / 6, or clip(x / 6 + 1/2, 0, 1) by HardSigmoid
 * hard-swish     x * hard sigmoid(x), or (x * clip(x + 3, 0, 6)) / 6
 * SiLU           x * sigmoid(x)
 * </pre>
 */
final class NameActivations implements Compiler.Pass {

    private static final double SHIFT = 3;
    private static final double SIXTH = 1 / 6.0;
    private static final double ROUNDING = 1e-6;

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : rewriter.nodes()) {
            timesOwn(rewriter, node, NameActivations::sigmoid)
                    .ifPresent(parts -> name(rewriter, Activation.SILU, parts, node));
            timesOwn(rewriter, node, gate -> hardSigmoid(rewriter, gate))
                    .or(() -> dividedHardSwish(rewriter, node))
                    .ifPresent(parts -> name(rewriter, Activation.HARD_SWISH, parts, node));
        }
        return rewriter.graph();
    }

    private static void name(Rewriter rewriter, Activation function, Parts parts, Node last) {
        rewriter.replaceAll(parts.then(last).nodes, Internal.activation(function, parts.argument, last.output()));
    }

    /**
     * Nodes that compute a function of one value and have no other reader than each other.
     *
     * @param argument the value
     * @param nodes    the nodes in order
     */
    private record Parts(String argument, List<Node> nodes) {
        Parts then(Node node) {
            List<Node> all = new ArrayList<>(nodes);
            all.add(node);
            return new Parts(argument, all);
        }
    }

    /** Recognises a factor by the node that writes it. */
    private interface Gate {
        Optional<Parts> parts(Node writer);
    }

    /** The factor of a product whose other factor is the argument of the first. */
    private static Optional<Parts> timesOwn(Rewriter rewriter, Node product, Gate gate) {
        if (!product.op().equals("Mul")) {
            return Optional.empty();
        }
        for (int operand = 0; operand < 2; operand++) {
            String x = product.input(1 - operand);
            Optional<Parts> parts = rewriter.onlyFor(product, product.input(operand)).flatMap(gate::parts)
                    .filter(found -> found.argument.equals(x));
            if (parts.isPresent()) {
                return parts;
            }
        }
        return Optional.empty();
    }

    /** {@code x * clip(x + 3, 0, 6)}, without what divides it. */
    private static Optional<Parts> dividedHardSwish(Rewriter rewriter, Node quotient) {
        return divided(rewriter, quotient).flatMap(product -> timesOwn(rewriter, product,
                gate -> shiftedClip(rewriter, gate)).map(parts -> parts.then(product)));
    }

    private static Optional<Parts> sigmoid(Node node) {
        return node.op().equals("Sigmoid")
                ? Optional.of(new Parts(node.input(0), List.of(node)))
                : Optional.empty();
    }

    private static Optional<Parts> hardSigmoid(Rewriter rewriter, Node node) {
        if (node.op().equals("HardSigmoid")) {
            boolean fits = isAbout(node.attributes().real("alpha", 0.2f), SIXTH)
                    && isAbout(node.attributes().real("beta", 0.5f), SHIFT * SIXTH);
            return fits ? Optional.of(new Parts(node.input(0), List.of(node))) : Optional.empty();
        }
        return divided(rewriter, node)
                .flatMap(clip -> shiftedClip(rewriter, clip).map(parts -> parts.then(node)));
    }

    /** {@code clip(x + 3, 0, 6)}. */
    private static Optional<Parts> shiftedClip(Rewriter rewriter, Node clip) {
        if (Compiler.operator(clip).activation(rewriter.call(clip)).filter(Activation.RELU6::equals).isEmpty()) {
            return Optional.empty();
        }
        return rewriter.onlyFor(clip, clip.input(0)).flatMap(add -> {
            String x = variable(rewriter, add);
            return line(rewriter, add, x)
                    .filter(line -> line.factors()[0] == 1 && isAbout(line.offsets()[0], SHIFT))
                    .map(line -> new Parts(x, List.of(add, clip)));
        });
    }

    /** The node whose result this one divides by six. */
    private static Optional<Node> divided(Rewriter rewriter, Node node) {
        String x = variable(rewriter, node);
        return line(rewriter, node, x)
                .filter(line -> isAbout(line.factors()[0], SIXTH) && line.offsets()[0] == 0)
                .flatMap(line -> rewriter.onlyFor(node, x));
    }

    /** The operand of two that is not constant. */
    private static String variable(Rewriter rewriter, Node node) {
        return node.input(rewriter.constant(node.input(0)).isPresent() ? 1 : 0);
    }

    private static Optional<ChannelLine> line(Rewriter rewriter, Node node, String x) {
        return ChannelLine.of(rewriter.call(node), x).filter(ChannelLine::isUniform);
    }

    private static boolean isAbout(double value, double expected) {
        return Math.abs(value - expected) <= ROUNDING * expected;
    }
}
