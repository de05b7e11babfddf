package adjoint.onnx.compile;

import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import adjoint.onnx.operator.Call;
import adjoint.onnx.operator.Internal;
import adjoint.onnx.operator.Target;
import java.util.Arrays;

/**
 * A BatchNormalization that no convolution could take becomes an {@link Internal#LINE}, which walks through memory together with
 * the element-wise nodes around it.
 */
final class ElementwiseNormalization implements Compiler.Pass {

    @Override
    public Graph apply(Graph graph, Target target) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : rewriter.nodes()) {
            if (node.op().equals("BatchNormalization")) {
                Call call = rewriter.call(node);
                ChannelLine.of(call, node.input(0)).ifPresent(line -> replace(rewriter, call, line));
            }
        }
        return rewriter.graph();
    }

    private static void replace(Rewriter rewriter, Call call, ChannelLine line) {
        Node node = call.node();
        Shape shape = perChannel(call.shape(0));
        String factors = rewriter.addConstant(node.output() + ".factors", tensor(shape, line.factors()));
        String offsets = rewriter.addConstant(node.output() + ".offsets", tensor(shape, line.offsets()));
        rewriter.replace(node, Internal.line(node.input(0), factors, offsets, node.output()));
    }

    /** All extents but that of the channels are 1. */
    private static Shape perChannel(Shape image) {
        int[] extents = new int[image.rank()];
        Arrays.fill(extents, 1);
        return Shape.of(extents).with(1, image.get(1));
    }

    private static Tensor tensor(Shape shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Tensor.of(floats, shape.toArray());
    }
}
