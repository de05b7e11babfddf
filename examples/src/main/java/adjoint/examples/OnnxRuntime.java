package adjoint.examples;

import adjoint.buffer.Floats;
import adjoint.onnx.ElementType;
import adjoint.onnx.FloatTensor;
import adjoint.onnx.IntegerTensor;
import adjoint.onnx.Model;
import adjoint.onnx.Shape;
import adjoint.onnx.Signature;
import adjoint.onnx.Tensor;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Tensors of ONNX Runtime: a session's inputs and outputs stay what they are where a model takes its place. */
public final class OnnxRuntime {

    private OnnxRuntime() {
    }

    /** In the place of {@code session.run(inputs)}; the results belong to the caller, who closes them. */
    public static Map<String, OnnxTensor> run(Model model, OrtEnvironment environment, Map<String, OnnxTensor> inputs)
            throws OrtException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxTensor> input : inputs.entrySet()) {
            tensors.put(input.getKey(), tensor(input.getValue()));
        }
        Map<String, Tensor> results = model.run(tensors);
        Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        for (Signature output : model.outputs()) {
            outputs.put(output.name(), onnxTensor(environment, results.get(output.name())));
        }
        return outputs;
    }

    /** A tensor with the elements of another one, which may be closed afterwards only if it was not made from a direct buffer. */
    public static Tensor tensor(OnnxTensor tensor) {
        Shape shape = Shape.ofLongs(tensor.getInfo().getShape());
        return switch (tensor.getInfo().type) {
            // The buffer that the tensor was made from, where there is one; getFloatBuffer() would copy it.
            case FLOAT -> new FloatTensor(shape, Floats.of(tensor.getBufferRef().map(FloatBuffer.class::cast)
                    .orElseGet(tensor::getFloatBuffer)));
            case FLOAT16, BFLOAT16 -> new FloatTensor(shape, Floats.of(tensor.getFloatBuffer()));
            case INT64 -> {
                LongBuffer longs = tensor.getLongBuffer();
                long[] array = new long[longs.remaining()];
                longs.get(array);
                yield new IntegerTensor(ElementType.INT64, shape, array);
            }
            case UINT8 -> {
                ByteBuffer bytes = tensor.getByteBuffer();
                yield new IntegerTensor(ElementType.UINT8, shape,
                        IntStream.range(0, bytes.remaining()).mapToLong(i -> bytes.get(i) & 0xFF).toArray());
            }
            default -> throw new IllegalArgumentException(
                    "type=" + tensor.getInfo().type + ": must be a type that this example converts");
        };
    }

    /** A tensor with a copy of the elements; integers as int64. */
    public static OnnxTensor onnxTensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
        long[] shape = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
        return tensor.type().isFloat()
                ? OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.toFloats()), shape)
                : OnnxTensor.createTensor(environment, LongBuffer.wrap(tensor.toLongs()), shape);
    }
}
