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

    private static final int CACHE_LINE = 64;

    private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    private final OrtSession session;
    private final FloatBuffer result;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    /** Runs the model once, to learn the shape of the output. */
    OnnxRuntimeSession(byte[] model, float[] input, long[] shape, int threads) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setCPUArenaAllocator(true);
        options.setMemoryPatternOptimization(true);
        session = environment.createSession(model, options);
        inputs = Map.of(session.getInputNames().iterator().next(),
                OnnxTensor.createTensor(environment, direct(input.length).put(input).rewind(), shape));
        try (OrtSession.Result first = session.run(inputs)) {
            OnnxTensor output = (OnnxTensor) first.get(0);
            result = direct(output.getFloatBuffer().remaining());
            outputs = Map.of(session.getOutputNames().iterator().next(),
                    OnnxTensor.createTensor(environment, result, output.getInfo().getShape()));
        }
    }

    @Override
    public void run() throws OrtException {
        session.run(inputs, outputs).close();
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
