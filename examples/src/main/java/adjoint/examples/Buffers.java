package adjoint.examples;

import adjoint.buffer.Floats;
import adjoint.onnx.Model;
import adjoint.onnx.Plan;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** Buffers of NIO: heap, direct or mapped. */
public final class Buffers {

    private Buffers() {
    }

    /** A tensor on the floats between a buffer's position and its limit. */
    public static Tensor tensor(FloatBuffer buffer, int... shape) {
        return Tensor.of(Floats.of(buffer), shape);
    }

    /**
     * Runs a model of one input and one output from buffer to buffer: the result is written where it will be needed, for example
     * into memory that native code reads.
     */
    public static FloatBuffer run(Model model, FloatBuffer input, int... shape) {
        String output = model.outputs().getFirst().name();
        Map<String, Tensor> inputs = Map.of(model.inputs().getFirst().name(), tensor(input, shape));
        Plan plan = model.plan(inputs);
        Shape size = plan.outputShapes().get(output);
        FloatBuffer result = ByteBuffer.allocateDirect(Math.multiplyExact(size.elements(), Float.BYTES))
                .order(ByteOrder.nativeOrder()).asFloatBuffer();
        plan.run(inputs, Map.of(output, Floats.of(result)));
        return result;
    }
}
