package adjoint.bench.peer;

import adjoint.bench.subject.Prepared;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** A model of ONNX Runtime with one input and one output, both in place. */
final class OnnxRuntimeSession implements Prepared {

    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment
            .getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    private static final int CACHE_LINE = 64;

    private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private FloatBuffer result;
    private Map<String, OnnxTensor> outputs = Map.of();

    /** Nothing is computed yet. */
    OnnxRuntimeSession(byte[] model, float[] input, long[] shape, int threads) throws OrtException {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setCPUArenaAllocator(true);
        options.setMemoryPatternOptimization(true);
        session = ENVIRONMENT.createSession(model, options);
        inputs = Map.of(session.getInputNames().iterator().next(),
                OnnxTensor.createTensor(ENVIRONMENT, direct(input.length).put(input).rewind(), shape));
    }

    /** The first run allocates its output: only then is its shape known. */
    @Override
    public void run() throws OrtException {
        if (!outputs.isEmpty()) {
            session.run(inputs, outputs).close();
            return;
        }
        try (OrtSession.Result first = session.run(inputs)) {
            OnnxTensor output = (OnnxTensor) first.get(0);
            FloatBuffer values = output.getFloatBuffer();
            result = direct(values.remaining()).put(values).rewind();
            outputs = Map.of(session.getOutputNames().iterator().next(),
                    OnnxTensor.createTensor(ENVIRONMENT, result, output.getInfo().getShape()));
        }
    }

    @Override
    public float[] output() {
        float[] copy = new float[result.capacity()];
        result.get(0, copy);
        return copy;
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        options.close();
    }

    private static FloatBuffer direct(int floats) {
        int bytes = floats * Float.BYTES;
        return ByteBuffer.allocateDirect(bytes + CACHE_LINE).alignedSlice(CACHE_LINE).limit(bytes).slice()
                .order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
