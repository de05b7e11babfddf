package adjoint.onnx.operator;

import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Span;
import java.util.List;

/**
 * The cell of {@code LSTM}: gates i, o, f and c, in this order, of what is let in, out and kept, and of what there is to let in.
 * {@code C = f*C + i*c}, {@code H = o*h(C)}. Source: Hochreiter and Schmidhuber 1997, with the peepholes of Gers et al. 2002.
 */
final class LstmCell implements RecurrentCell {

    static final Kind KIND = new Kind() {
        @Override
        public int gates() {
            return 4;
        }

        @Override
        public int states() {
            return 2;
        }

        @Override
        public RecurrentCell cell(Call call, RecurrentLayer layer, int direction, Target target) {
            return new LstmCell(call, layer, direction);
        }
    };

    private static final int BIASES = 3;
    private static final int PEEPHOLES = 7;

    private final int hidden;
    private final int direction;
    private final List<Loop.Unary> functions;
    private final boolean biased;
    private final boolean peeps;
    /** Whether what is not let in is kept. */
    private final boolean coupled;
    private final float limit;

    private LstmCell(Call call, RecurrentLayer layer, int direction) {
        hidden = layer.hidden();
        this.direction = direction;
        functions = RecurrentCell.functions(call, direction, "Sigmoid", "Tanh", "Tanh");
        biased = call.has(BIASES);
        peeps = call.has(PEEPHOLES);
        coupled = call.attributes().flag("input_forget", false);
        limit = RecurrentCell.limit(call);
    }

    @Override
    public void step(Frame frame, Row row) {
        float[] s = frame.shared();
        int in = row.inputs();
        int out = in + hidden;
        int keep = out + hidden;
        int candidate = keep + hidden;
        RecurrentCell.add(s, in, s, row.recurrence(), 4 * hidden);
        if (biased) {
            Span biases = frame.in(BIASES);
            int at = biases.offset() + direction * 8 * hidden;
            RecurrentCell.add(s, in, biases.array(), at, 4 * hidden);
            RecurrentCell.add(s, in, biases.array(), at + 4 * hidden, 4 * hidden);
        }
        peep(frame, in, 0, row.memory());
        peep(frame, keep, 2, row.memory());
        activate(functions.get(0), frame, in);
        activate(functions.get(0), frame, keep);
        activate(functions.get(1), frame, candidate);
        for (int i = 0; i < hidden; i++) {
            float kept = coupled ? 1 - s[in + i] : s[keep + i];
            s[row.memory() + i] = kept * s[row.memory() + i] + s[in + i] * s[candidate + i];
        }
        peep(frame, out, 1, row.memory());
        activate(functions.get(0), frame, out);
        System.arraycopy(s, row.memory(), s, row.state(), hidden);
        RecurrentCell.apply(functions.get(2), frame, row.state(), hidden);
        for (int i = 0; i < hidden; i++) {
            s[row.state() + i] *= s[out + i];
        }
    }

    private void peep(Frame frame, int gate, int number, int memory) {
        if (peeps) {
            Span weights = frame.in(PEEPHOLES);
            RecurrentCell.addProducts(frame.shared(), gate, weights.array(),
                    weights.offset() + (direction * 3 + number) * hidden, memory, hidden);
        }
    }

    private void activate(Loop.Unary function, Frame frame, int gate) {
        RecurrentCell.clip(frame.shared(), gate, hidden, limit);
        RecurrentCell.apply(function, frame, gate, hidden);
    }
}
