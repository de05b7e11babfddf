package adjoint.examples;

import adjoint.models.TrainedModel;
import adjoint.onnx.Model;
import adjoint.onnx.Tensor;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class ExamplesTest {

    private static final int HEIGHT = 20;
    private static final int WIDTH = 24;
    private static final int[] SHAPE = {1, 3, HEIGHT, WIDTH};
    private static final long[] LONG_SHAPE = {1, 3, HEIGHT, WIDTH};

    private final float[] pixels = new float[3 * HEIGHT * WIDTH];
    private Model model;
    private float[] expected;

    @BeforeEach
    void load() {
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        model = Model.load(TrainedModel.WAIFU2X_UPCONV7.bytes());
        expected = model.run(Tensor.of(pixels, SHAPE)).toFloats();
    }

    @AfterEach
    void close() {
        model.close();
    }

    /** With other floats around. */
    private FloatBuffer direct() {
        FloatBuffer buffer = ByteBuffer.allocateDirect((pixels.length + 5) * Float.BYTES).order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return buffer.put(3, pixels).position(3).limit(3 + pixels.length);
    }

    @Test
    void buffersGoInAndOut() {
        FloatBuffer result = Buffers.run(model, direct(), SHAPE);
        float[] actual = new float[result.remaining()];
        result.get(actual);
        assertArrayEquals(expected, actual);
        assertArrayEquals(expected, model.run(Buffers.tensor(FloatBuffer.wrap(pixels), SHAPE)).toFloats());
    }

    @Test
    void arraysOfNd4jGoInAndOut() {
        INDArray dense = org.nd4j.linalg.factory.Nd4j.create(pixels, LONG_SHAPE, 'c');
        INDArray result = Nd4j.run(model, dense);
        assertArrayEquals(new long[] {1, 3, 2 * HEIGHT - 28, 2 * WIDTH - 28}, result.shape());
        assertArrayEquals(expected, result.dup('c').data().asFloat());
        // Other orders, types, and parts of arrays.
        assertArrayEquals(pixels, Nd4j.tensor(dense.dup('f')).toFloats());
        assertArrayEquals(pixels, Nd4j.tensor(dense.castTo(DataType.DOUBLE)).toFloats());
        INDArray pair = org.nd4j.linalg.factory.Nd4j.concat(0, dense.mul(2), dense);
        assertArrayEquals(pixels, Nd4j.tensor(pair.get(NDArrayIndex.point(1))).toFloats());
        assertArrayEquals(pixels, Nd4j.tensor(pair.get(NDArrayIndex.interval(1, 2))).toFloats());
        assertArrayEquals(dense.mul(2).data().asFloat(), Nd4j.tensor(pair.get(NDArrayIndex.point(0))).toFloats());
        INDArray column = dense.get(NDArrayIndex.point(0), NDArrayIndex.point(2), NDArrayIndex.all(),
                NDArrayIndex.point(5));
        assertArrayEquals(column.dup('c').data().asFloat(), Nd4j.tensor(column).toFloats());
        INDArray longs = org.nd4j.linalg.factory.Nd4j.createFromArray(new long[][] {{1, 2}, {3, 1L << 40}});
        assertArrayEquals(new long[] {1, 3, 2, 1L << 40}, Nd4j.tensor(longs.transpose()).toLongs());
        assertEquals(longs, Nd4j.array(Nd4j.tensor(longs)));
    }

    @Test
    void tensorsOfOnnxRuntimeGoInAndOut() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (FloatBuffer buffer : new FloatBuffer[] {direct(), FloatBuffer.wrap(pixels)}) {
            try (OnnxTensor input = OnnxTensor.createTensor(environment, buffer, LONG_SHAPE);
                    OrtSession session = environment.createSession(TrainedModel.WAIFU2X_UPCONV7.bytes());
                    OrtSession.Result theirs = session.run(Map.of("input", input));
                    OnnxTensor ours = OnnxRuntime.run(model, environment, Map.of("input", input)).get("output")) {
                assertEquals(theirs.get(0).getInfo().toString(), ours.getInfo().toString());
                float[] actual = ours.getFloatBuffer().array();
                assertArrayEquals(expected, actual);
                assertArrayEquals(((OnnxTensor) theirs.get(0)).getFloatBuffer().array(), actual, 1e-5f);
            }
        }
        long[] longs = {1, -2, 1L << 40};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), new long[] {3});
                OnnxTensor back = OnnxRuntime.onnxTensor(environment, OnnxRuntime.tensor(tensor));
                OnnxTensor bytes = OnnxTensor.createTensor(environment, ByteBuffer.wrap(new byte[] {1, -1}),
                        new long[] {2}, OnnxJavaType.UINT8)) {
            assertArrayEquals(longs, back.getLongBuffer().array());
            assertArrayEquals(new long[] {1, 255}, OnnxRuntime.tensor(bytes).toLongs());
        }
    }
}
