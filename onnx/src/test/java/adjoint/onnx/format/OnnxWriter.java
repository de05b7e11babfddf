package adjoint.onnx.format;

import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Graph;
import adjoint.onnx.graph.Node;
import java.util.List;

/** Writes a graph as an ONNX file, for tests that need one. */
public final class OnnxWriter {

    private OnnxWriter() {
    }

    /** The bytes of a model. */
    public static byte[] bytes(Graph graph, int opset) {
        return model(graph(graph), opset).toByteArray();
    }

    static WireWriter model(WireWriter graph, int opset) {
        return new WireWriter().integer(1, 8).message(8, new WireWriter().text(1, "").integer(2, opset)).message(7,
                graph);
    }

    static WireWriter graph(Graph graph) {
        WireWriter out = new WireWriter().text(2, graph.name());
        graph.nodes().forEach(node -> out.message(1, node(node)));
        graph.constants().forEach((name, tensor) -> out.message(5, tensor(name, tensor)));
        graph.inputs().forEach(input -> out.message(11, signature(input)));
        graph.outputs().forEach(output -> out.message(12, signature(output)));
        return out;
    }

    private static WireWriter node(Node node) {
        WireWriter out = new WireWriter();
        node.inputs().forEach(input -> out.text(1, input));
        node.outputs().forEach(output -> out.text(2, output));
        out.text(3, node.name()).text(4, node.op()).text(7, node.domain());
        node.attributes().asMap().forEach((name, value) -> out.message(5, attribute(name, value)));
        return out;
    }

    private static WireWriter attribute(String name, Object value) {
        WireWriter out = new WireWriter().text(1, name);
        switch (value) {
            case Float number -> out.real(2, number).integer(20, 1);
            case Long number -> out.integer(3, number).integer(20, 2);
            case String text -> out.text(4, text).integer(20, 3);
            case Tensor tensor -> out.message(5, tensor("", tensor)).integer(20, 4);
            case Graph inner -> out.message(6, graph(inner)).integer(20, 5);
            case List<?> list when list.stream().allMatch(Float.class::isInstance) -> {
                list.forEach(each -> out.real(7, (Float) each));
                out.integer(20, 6);
            }
            case List<?> list when list.stream().allMatch(Long.class::isInstance) -> {
                list.forEach(each -> out.integer(8, (Long) each));
                out.integer(20, 7);
            }
            case List<?> list -> {
                list.forEach(each -> out.text(9, (String) each));
                out.integer(20, 8);
            }
            default -> throw new IllegalArgumentException(name + "=" + value);
        }
        return out;
    }

    private static WireWriter tensor(String name, Tensor tensor) {
        WireWriter out = header(name, tensor.type().ordinal() + 1, tensor.shape().toArray());
        WireWriter raw = new WireWriter();
        if (tensor.type().isFloat()) {
            for (float value : tensor.toFloats()) {
                raw.little(Float.floatToRawIntBits(value), Float.BYTES);
            }
        } else {
            for (long value : tensor.toLongs()) {
                raw.little(value, Long.BYTES);
            }
        }
        return out.bytes(9, raw.toByteArray());
    }

    /** A tensor without elements yet. */
    static WireWriter header(String name, int type, int... dims) {
        WireWriter out = new WireWriter();
        for (int extent : dims) {
            out.integer(1, extent);
        }
        return out.integer(2, type).text(8, name);
    }

    static WireWriter signature(Signature signature) {
        WireWriter tensor = new WireWriter().integer(1, signature.type().ordinal() + 1);
        signature.dimensions().ifPresent(dimensions -> {
            WireWriter shape = new WireWriter();
            dimensions.forEach(extent -> shape.message(1, Character.isDigit(extent.charAt(0))
                    ? new WireWriter().integer(1, Long.parseLong(extent))
                    : new WireWriter().text(2, extent)));
            tensor.message(2, shape);
        });
        return new WireWriter().text(1, signature.name()).message(2, new WireWriter().message(1, tensor));
    }
}
