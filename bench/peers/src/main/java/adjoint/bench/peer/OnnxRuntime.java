package adjoint.bench.peer;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Form;
import adjoint.bench.subject.Prepared;
import adjoint.bench.subject.Subject;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;

/** ONNX Runtime: a model of one node with the filter as an initializer, NCHW in and out. */
public final class OnnxRuntime implements Subject {

    private static final int IR_VERSION = 7;
    private static final int OPSET = 13;

    @Override
    public String name() {
        return "onnxruntime";
    }

    @Override
    public List<Form> forms(BenchCase layer) {
        return List.of(Form.NCHW);
    }

    @Override
    public Prepared prepare(BenchCase layer, Form form, float[] input, float[] filter, int threads) throws Exception {
        return new OnnxRuntimeSession(model(layer, filter), input, new Spatial(layer).inputShape(), threads);
    }

    private static byte[] model(BenchCase layer, float[] filter) {
        Spatial shape = new Spatial(layer);
        var node = NodeProto.newBuilder().setOpType(layer.transposed() ? "ConvTranspose" : "Conv").addInput("x")
                .addInput("w")
                .addOutput("y").addAttribute(attribute("strides", shape.strides()))
                .addAttribute(attribute("pads", Spatial.join(shape.paddingBefore(), shape.paddingAfter())))
                .addAttribute(attribute("dilations", shape.dilations()))
                .addAttribute(AttributeProto.newBuilder().setName("group").setType(AttributeProto.AttributeType.INT)
                        .setI(layer.geometry().groups()));
        if (layer.transposed()) {
            node.addAttribute(attribute("output_padding", shape.outputPadding()));
        }
        ByteBuffer raw = ByteBuffer.allocate(filter.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(filter);
        var weights = TensorProto.newBuilder().setName("w").setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(raw.array()));
        LongStream.of(shape.filterShape()).forEach(weights::addDims);
        var graph = GraphProto.newBuilder().setName("layer").addNode(node).addInitializer(weights)
                .addInput(value("x", shape.inputShape())).addOutput(value("y", shape.outputShape()));
        return ModelProto.newBuilder().setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET)).setGraph(graph).build()
                .toByteArray();
    }

    private static AttributeProto.Builder attribute(String name, long[] values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        LongStream.of(values).forEach(attribute::addInts);
        return attribute;
    }

    private static ValueInfoProto.Builder value(String name, long[] shape) {
        var extents = TensorShapeProto.newBuilder();
        LongStream.of(shape)
                .forEach(extent -> extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent)));
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(
                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).setShape(extents)));
    }
}
