package adjoint.djl;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Models that are written for a test. */
final class SmallModels {

    static final int CLASSES = 5;

    private static final int IR_VERSION = 7;
    private static final int OPSET = 13;
    private static final int FEATURES = 8;

    private SmallModels() {
    }

    /** A convolution, the mean of each plane, a linear layer: {@code image [batch, 3, height, width]} to {@code scores [batch, 5]}. */
    static byte[] classifier() {
        Random random = new Random(7);
        GraphProto.Builder graph = GraphProto.newBuilder().setName("classifier")
                .addInitializer(floats("filter", random, FEATURES, 3, 3, 3))
                .addInitializer(floats("bias", random, FEATURES))
                .addInitializer(floats("weights", random, CLASSES, FEATURES))
                .addInitializer(floats("offsets", random, CLASSES))
                .addNode(node("Conv", "features", "image", "filter", "bias").addAttribute(ints("strides", 2, 2))
                        .addAttribute(ints("pads", 1, 1, 1, 1)))
                .addNode(node("Relu", "active", "features"))
                .addNode(node("GlobalAveragePool", "means", "active"))
                .addNode(node("Flatten", "flat", "means"))
                .addNode(node("Gemm", "scores", "flat", "weights", "offsets").addAttribute(integer("transB", 1)))
                .addInput(value("image", DataType.FLOAT, "batch", "3", "height", "width"))
                .addOutput(value("scores", DataType.FLOAT, "batch", String.valueOf(CLASSES)));
        return model(graph);
    }

    /** {@code sum = a + b} of int64, {@code wide = half} of float16. */
    static byte[] types() {
        return model(GraphProto.newBuilder().setName("types")
                .addNode(node("Add", "sum", "a", "b"))
                .addNode(node("Add", "wide", "half", "half"))
                .addInput(value("a", DataType.INT64, "n"))
                .addInput(value("b", DataType.INT64, "n"))
                .addInput(value("half", DataType.FLOAT16, "n"))
                .addOutput(value("sum", DataType.INT64, "n"))
                .addOutput(value("wide", DataType.FLOAT16, "n")));
    }

    /** {@code y = x + x} of extents of any names. */
    static byte[] named(String... extents) {
        return model(GraphProto.newBuilder().setName("named").addNode(node("Add", "y", "x", "x"))
                .addInput(value("x", DataType.FLOAT, extents)).addOutput(value("y", DataType.FLOAT, extents)));
    }

    private static byte[] model(GraphProto.Builder graph) {
        return ModelProto.newBuilder().setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET)).setGraph(graph).build()
                .toByteArray();
    }

    private static NodeProto.Builder node(String type, String output, String... inputs) {
        return NodeProto.newBuilder().setOpType(type).setName(output).addAllInput(List.of(inputs)).addOutput(output);
    }

    private static AttributeProto.Builder ints(String name, long... values) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name)
                .setType(AttributeProto.AttributeType.INTS);
        LongStream.of(values).forEach(attribute::addInts);
        return attribute;
    }

    private static AttributeProto.Builder integer(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value);
    }

    private static TensorProto.Builder floats(String name, Random random, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT.getNumber());
        long count = 1;
        for (long extent : shape) {
            tensor.addDims(extent);
            count *= extent;
        }
        for (long i = 0; i < count; i++) {
            tensor.addFloatData((float) random.nextGaussian() / 2);
        }
        return tensor;
    }

    private static ValueInfoProto.Builder value(String name, DataType type, String... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (String extent : extents) {
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(extent.matches("\\d+")
                    ? dimension.setDimValue(Long.parseLong(extent))
                    : dimension.setDimParam(extent));
        }
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)));
    }
}
