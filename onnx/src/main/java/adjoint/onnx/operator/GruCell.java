package adjoint.onnx.operator;

import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Span;
import java.util.List;

/**
 * The cell of {@code GRU}: gates z, r and h, in this order, of what is kept, of what of the state is seen, and of what there is to
 * take in. {@code H = (1-z)*h + z*H}. Source: Cho et al. 2014; the state is chosen from before it is multiplied, or, with
 * {@code linear_before_reset}, after, as by cuDNN.
 */
final class GruCell implements RecurrentCell {

    static final Kind KIND = new Kind() {
        @Override
        public int gates() {
            return 3;
        }

        @Override
        public int states() {
            return 1;
        }

        @Override
        public RecurrentCell cell(Call call, RecurrentLayer layer, int direction, Target target) {
            return new GruCell(call, layer, direction, target);
        }
    };

    private static final int RECURRENCE = 2;
    private static final int BIASES = 3;

    private final int hidden;
    private final int direction;
    private final List<Loop.Unary> functions;
    private final boolean biased;
    private final boolean linearFirst;
    private final float limit;
    private final RightMatrix candidates;

    private GruCell(Call call, RecurrentLayer layer, int direction, Target target) {
        hidden = layer.hidden();
        this.direction = direction;
        functions = RecurrentCell.functions(call, direction, "Sigmoid", "Tanh");
        biased = call.has(BIASES);
        linearFirst = call.attributes().flag("linear_before_reset", false);
        limit = RecurrentCell.limit(call);
        candidates = new RightMatrix(call, RECURRENCE, (direction * 3 + 2) * hidden * hidden, 1, hidden, hidden,
                target);
    }

    @Override
    public void step(Frame frame, Row row) {
        float[] s = frame.shared();
        int keep = row.inputs();
        int see = keep + hidden;
        int candidate = see + hidden;
        int recurrence = row.recurrence() + 2 * hidden;
        RecurrentCell.add(s, keep, s, row.recurrence(), 2 * hidden);
        addBiases(frame, keep, 0, 3);
        addBiases(frame, keep, 3, 2);
        activate(functions.get(0), frame, keep, 2 * hidden);
        if (linearFirst) {
            addBiases(frame, recurrence, 5, 1);
        } else {
            for (int i = 0; i < hidden; i++) {
                s[row.recurrence() + i] = s[see + i] * s[row.state() + i];
            }
            candidates.multiply(frame, s, row.recurrence(), s, recurrence);
            addBiases(frame, candidate, 5, 1);
        }
        for (int i = 0; i < hidden; i++) {
            s[candidate + i] += linearFirst ? s[see + i] * s[recurrence + i] : s[recurrence + i];
        }
        activate(functions.get(1), frame, candidate, hidden);
        for (int i = 0; i < hidden; i++) {
            float kept = s[keep + i];
            s[row.state() + i] = (1 - kept) * s[candidate + i] + kept * s[row.state() + i];
        }
    }

    /** Adds biases of some gates: those of the input are the first three, those of the state the others. */
    private void addBiases(Frame frame, int at, int first, int gates) {
        if (biased) {
            Span biases = frame.in(BIASES);
            RecurrentCell.add(frame.shared(), at, biases.array(),
                    biases.offset() + (direction * 6 + first) * hidden, gates * hidden);
        }
    }

    private void activate(Loop.Unary function, Frame frame, int gate, int count) {
        RecurrentCell.clip(frame.shared(), gate, count, limit);
        RecurrentCell.apply(function, frame, gate, count);
    }
}
