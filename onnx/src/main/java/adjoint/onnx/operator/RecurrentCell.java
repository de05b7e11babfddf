package adjoint.onnx.operator;

import adjoint.epilogue.Activation;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import java.util.ArrayList;
import java.util.List;

/** What a recurrent layer does in a step with one sequence of a batch. */
interface RecurrentCell {

    /** One of the operators. */
    interface Kind {
        /** Functions of the state and the input: rows of the weights for each element of a state. */
        int gates();

        /** Tensors that a state consists of; the first is also the result. */
        int states();

        /** The cell of a direction. */
        RecurrentCell cell(Call call, RecurrentLayer layer, int direction, Target target);
    }

    /**
     * Where a sequence's numbers lie in the kernel's shared memory.
     *
     * @param inputs     what this step's input contributes to each gate; free to be written
     * @param recurrence what the state contributes; free to be written
     * @param state      the state
     * @param memory     the last tensor of the state
     */
    record Row(int inputs, int recurrence, int state, int memory) {
    }

    /** Goes from a state to the next. */
    void step(Frame frame, Row row);

    /** The functions of a direction, by name. */
    static List<Loop.Unary> functions(Call call, int direction, String... unsaid) {
        List<Loop.Unary> functions = new ArrayList<>();
        for (int i = 0; i < unsaid.length; i++) {
            String name = call.attributes().has("activations")
                    ? call.attributes().texts("activations").get(direction * unsaid.length + i)
                    : unsaid[i];
            functions.add(switch (name) {
                case "Sigmoid" -> ActivationLoops.of(Activation.SIGMOID);
                case "Tanh" -> ActivationLoops.of(Activation.TANH);
                case "Relu" -> ActivationLoops.of(Activation.RELU);
                default -> throw new IllegalArgumentException(
                        "activations=" + name + ": must be Sigmoid, Tanh or Relu, others are not supported");
            });
        }
        return functions;
    }

    /** Applies a function in place. */
    static void apply(Loop.Unary function, Frame frame, int at, int count) {
        float[] block = frame.block(0);
        for (int done = 0; done < count; done += Kernel.BLOCK) {
            int n = Math.min(Kernel.BLOCK, count - done);
            System.arraycopy(frame.shared(), at + done, block, 0, n);
            function.run(block, block, n);
            System.arraycopy(block, 0, frame.shared(), at + done, n);
        }
    }

    /** {@code values[i] += others[i]}. */
    static void add(float[] values, int at, float[] others, int othersAt, int count) {
        for (int i = 0; i < count; i++) {
            values[at + i] += others[othersAt + i];
        }
    }

    /** {@code values[i] += factors[i] * others[i]}. */
    static void addProducts(float[] values, int at, float[] factors, int factorsAt, int othersAt, int count) {
        for (int i = 0; i < count; i++) {
            values[at + i] += factors[factorsAt + i] * values[othersAt + i];
        }
    }

    /** What a node says of the greatest magnitude of what functions are applied to. */
    static float limit(Call call) {
        return call.attributes().real("clip", Float.POSITIVE_INFINITY);
    }

    /** Brings numbers to a magnitude. */
    static void clip(float[] values, int at, int count, float limit) {
        for (int i = 0; i < count && limit < Float.POSITIVE_INFINITY; i++) {
            values[at + i] = Math.clamp(values[at + i], -limit, limit);
        }
    }
}
