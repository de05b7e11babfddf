package adjoint.onnx.compile;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.FilterOperator;
import adjoint.onnx.operator.Image;
import adjoint.onnx.operator.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A convolution multiplies the channels of its image by factors itself, where a product of both is made for it alone: the
 * excitation of a squeeze-and-excitation block.
 */
final class FuseFactors implements Compiler.Pass {

    /** How many times as many elements as the filter an image must have: with twice as many it takes longer than a product. */
    private static final int WORTH = 4;

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node product : rewriter.nodes()) {
            if (product.op().equals("Mul") && product.domain().isEmpty()) {
                rewriter.onlyReader(product.output()).filter(reader -> scales(rewriter, reader, product))
                        .ifPresent(reader -> factors(rewriter, product).ifPresent(
                                factors -> fuse(rewriter, product, reader, factors)));
            }
        }
        return rewriter.graph();
    }

    /**
     * Whether a node reads a product as its image and had better scale it itself. It then multiplies its filter, for each image.
     * Groups have few channels each, for which there are better ways to compute than the one that knows factors.
     */
    private static boolean scales(Rewriter rewriter, Node reader, Node product) {
        if (!(Compiler.operator(reader) instanceof FilterOperator) || !reader.input(0).equals(product.output())
                || reader.attributes().integer("group", 1) != 1
                || !reader.input(FilterOperator.FACTORS_INPUT).isEmpty()) {
            return false;
        }
        Shape images = rewriter.type(product.output()).shape();
        long filter = rewriter.type(reader.input(FilterOperator.FILTER)).shape().elements();
        return images.get(0) > 0 && filter * WORTH <= images.elements() / images.get(0);
    }

    /** Which operand of a product has one value for each image and channel of the other. */
    private static Optional<Integer> factors(Rewriter rewriter, Node product) {
        return Stream.of(1, 0).filter(operand -> {
            Shape image = rewriter.type(product.input(1 - operand)).shape();
            return image.rank() >= Image.MIN_RANK && image.equals(rewriter.type(product.output()).shape())
                    && isOnePerChannel(rewriter.type(product.input(operand)).shape(), image);
        }).findFirst();
    }

    private static boolean isOnePerChannel(Shape factors, Shape image) {
        return factors.rank() == image.rank() && factors.get(0) == image.get(0) && factors.get(1) == image.get(1)
                && factors.elements() == (long) image.get(0) * image.get(1) && factors.elements() < image.elements();
    }

    private static void fuse(Rewriter rewriter, Node product, Node reader, int factors) {
        rewriter.replaceAll(List.of(product, reader), reader.withInput(0, product.input(1 - factors))
                .withInput(FilterOperator.FACTORS_INPUT, product.input(factors)));
    }
}
