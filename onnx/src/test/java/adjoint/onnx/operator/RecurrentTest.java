package adjoint.onnx.operator;

import adjoint.onnx.Tensor;
import adjoint.onnx.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What ONNX's own tests of LSTM and GRU do not ask: held against the formulas, one number after the other. */
class RecurrentTest {

    private static final int STEPS = 3;
    private static final int BATCH = 2;
    private static final int INPUTS = 5;
    private static final int HIDDEN = 4;

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"forward, false", "forward, true", "reverse, false", "bidirectional, false", "bidirectional, true"})
    void lstmOfEveryDirection(String direction, boolean known) {
        Node node = node("LSTM", List.of("x", "w", "r", "b", "", "h", "c", "p"), "y", "yh", "yc").with("direction",
                direction).with("clip", 0.7f);
        Tensor[] in = inputs(4, direction);
        assertResults(lstm(in, direction, 0.7f, false, null), node, known, in);
    }

    @Test
    void lstmWhoseGatesAreCoupled() {
        Node node = node("LSTM", List.of("x", "w", "r", "b", "", "h", "c", "p"), "y", "yh", "yc").with("input_forget",
                1);
        Tensor[] in = inputs(4, "forward");
        assertResults(lstm(in, "forward", Float.MAX_VALUE, true, null), node, true, in);
    }

    /** Behind the end of a sequence there are zeros, and backwards one begins at its own end. */
    @ParameterizedTest
    @ValueSource(strings = {"forward", "reverse", "bidirectional"})
    void sequencesOfDifferentLengths(String direction) {
        Node node = node("LSTM", List.of("x", "w", "r", "b", "n", "h", "c", "p"), "y", "yh", "yc").with("direction",
                direction);
        Tensor[] in = inputs(4, direction);
        in[4] = Tensor.of(new float[] {1, 3}, 2); // data
        assertResults(lstm(in, direction, Float.MAX_VALUE, false, new int[] {1, 3}), node, true, in);
        in[4] = Tensor.of(new float[] {1, 4}, 2);
        assertEquals("sequence_lens=4.0: must lie between 0 and 3", assertThrows(IllegalArgumentException.class,
                () -> Evaluate.all(Evaluate.call(node, Set.of(), in), in)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"false, true, forward", "true, true, reverse", "false, false, bidirectional",
        "true, false, bidirectional"})
    void gru(boolean linearFirst, boolean known, String direction) {
        Node node = node("GRU", List.of("x", "w", "r", "b", "", "h"), "y", "yh").with("direction", direction)
                .with("linear_before_reset", linearFirst ? 1 : 0);
        Tensor[] in = inputs(3, direction);
        assertResults(gru(in, direction, linearFirst), node, known, in);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor[] in = inputs(4, "forward");
        Node node = node("LSTM", List.of("x", "w", "r"), "y");
        assertRefused("activations=Elu: must be Sigmoid, Tanh or Relu, others are not supported",
                node.with("activations", List.of("Elu", "Tanh", "Tanh")), in[0], in[1], in[2]);
        assertRefused("direction=up: must be forward, reverse or bidirectional", node.with("direction", "up"), in[0],
                in[1], in[2]);
        assertRefused("R=[1, 16, 5]: must be [1, 16, 4]", node, in[0], in[1], in[1]);
        assertRefused("X=[5], W=[1, 16, 5]: must have three axes", node, Tensor.of(new float[5], 5), in[1], in[2]);
        assertRefused("hidden_size=3: must be 4, as W says", node.with("hidden_size", 3), in[0], in[1], in[2]);
    }

    private static Node node(String op, List<String> inputs, String... outputs) {
        return Node.of(op, 14, inputs, outputs);
    }

    private static void assertRefused(String message, Node node, Tensor... in) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
                () -> Evaluate.all(Evaluate.call(node, Set.of(1, 2), in), in)).getMessage());
    }

    private static void assertResults(float[][] expected, Node node, boolean known, Tensor... in) {
        List<Tensor> results = Evaluate.all(Evaluate.call(node, known ? Set.of(1, 2) : Set.of(), in), in);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], results.get(i).toFloats(), 1e-6f, "output " + i);
        }
    }

    private Tensor[] inputs(int gates, String direction) {
        int directions = direction.equals("bidirectional") ? 2 : 1;
        Tensor[] in = new Tensor[gates == 4 ? 8 : 6];
        in[0] = tensor(STEPS, BATCH, INPUTS);
        in[1] = tensor(directions, gates * HIDDEN, INPUTS);
        in[2] = tensor(directions, gates * HIDDEN, HIDDEN);
        in[3] = tensor(directions, 2 * gates * HIDDEN);
        in[5] = tensor(directions, BATCH, HIDDEN);
        if (gates == 4) {
            in[6] = tensor(directions, BATCH, HIDDEN);
            in[7] = tensor(directions, 3 * HIDDEN);
        }
        return in;
    }

    private Tensor tensor(int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return Tensor.of(values, shape);
    }

    private interface Cell {
        /** The next state and memory of a sequence, of this step's input, and of the state and memory before. */
        void step(int direction, float[] x, float[] h, float[] c);
    }

    private static float[][] lstm(Tensor[] in, String direction, float clip, boolean coupled, int[] lengths) {
        return walked(in, direction, lengths, (d, x, h, c) -> {
            float[] before = h.clone();
            for (int j = 0; j < HIDDEN; j++) {
                double i = sigmoid(clamp(gate(in, 4, d, 0, j, x, before) + peephole(in, d, 0, j) * c[j], clip));
                double f = sigmoid(clamp(gate(in, 4, d, 2, j, x, before) + peephole(in, d, 2, j) * c[j], clip));
                double candidate = Math.tanh(clamp(gate(in, 4, d, 3, j, x, before), clip));
                c[j] = (float) ((coupled ? 1 - i : f) * c[j] + i * candidate);
                double o = sigmoid(clamp(gate(in, 4, d, 1, j, x, before) + peephole(in, d, 1, j) * c[j], clip));
                h[j] = (float) (o * Math.tanh(c[j]));
            }
        });
    }

    private static float[][] gru(Tensor[] in, String direction, boolean linearFirst) {
        float[][] results = walked(in, direction, null, (d, x, h, c) -> {
            float[] before = h.clone();
            float[] seen = new float[HIDDEN];
            for (int j = 0; j < HIDDEN; j++) {
                seen[j] = (float) sigmoid(gate(in, 3, d, 1, j, x, before)) * before[j];
            }
            for (int j = 0; j < HIDDEN; j++) {
                double z = sigmoid(gate(in, 3, d, 0, j, x, before));
                double r = sigmoid(gate(in, 3, d, 1, j, x, before));
                double all = linearFirst
                        ? input(in, 3, d, 2, j, x) + r * recurrence(in, 3, d, 2, j, before)
                        : gate(in, 3, d, 2, j, x, seen);
                h[j] = (float) ((1 - z) * Math.tanh(all) + z * before[j]);
            }
        });
        return new float[][] {results[0], results[1]};
    }

    private static float[][] walked(Tensor[] in, String direction, int[] lengths, Cell cell) {
        int directions = in[5].shape().get(0);
        float[] y = new float[STEPS * directions * BATCH * HIDDEN];
        float[] lastH = new float[directions * BATCH * HIDDEN];
        float[] lastC = new float[directions * BATCH * HIDDEN];
        for (int d = 0; d < directions; d++) {
            for (int b = 0; b < BATCH; b++) {
                float[] h = part(in[5], (d * BATCH + b) * HIDDEN, HIDDEN);
                float[] c = in.length > 6 ? part(in[6], (d * BATCH + b) * HIDDEN, HIDDEN) : new float[HIDDEN];
                int length = lengths == null ? STEPS : lengths[b];
                boolean backwards = d == 1 || direction.equals("reverse");
                for (int step = 0; step < length; step++) {
                    int t = backwards ? length - 1 - step : step;
                    cell.step(d, part(in[0], (t * BATCH + b) * INPUTS, INPUTS), h, c);
                    System.arraycopy(h, 0, y, ((t * directions + d) * BATCH + b) * HIDDEN, HIDDEN);
                }
                System.arraycopy(h, 0, lastH, (d * BATCH + b) * HIDDEN, HIDDEN);
                System.arraycopy(c, 0, lastC, (d * BATCH + b) * HIDDEN, HIDDEN);
            }
        }
        return new float[][] {y, lastH, lastC};
    }

    private static float[] part(Tensor tensor, int from, int count) {
        return Arrays.copyOfRange(tensor.toFloats(), from, from + count);
    }

    private static double gate(Tensor[] in, int gates, int d, int gate, int j, float[] x, float[] h) {
        return input(in, gates, d, gate, j, x) + recurrence(in, gates, d, gate, j, h);
    }

    private static double input(Tensor[] in, int gates, int d, int gate, int j, float[] x) {
        return dot(in[1], ((d * gates + gate) * HIDDEN + j) * INPUTS, x)
                + in[3].toFloats()[(d * 2 * gates + gate) * HIDDEN + j];
    }

    private static double recurrence(Tensor[] in, int gates, int d, int gate, int j, float[] h) {
        return dot(in[2], ((d * gates + gate) * HIDDEN + j) * HIDDEN, h)
                + in[3].toFloats()[(d * 2 * gates + gates + gate) * HIDDEN + j];
    }

    private static double peephole(Tensor[] in, int d, int number, int j) {
        return in[7].toFloats()[(d * 3 + number) * HIDDEN + j];
    }

    private static double dot(Tensor matrix, int at, float[] vector) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += (double) matrix.toFloats()[at + i] * vector[i];
        }
        return sum;
    }

    private static double clamp(double value, float limit) {
        return Math.clamp(value, -limit, limit);
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }
}
