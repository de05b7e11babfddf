package adjoint.onnx.operator;

import adjoint.onnx.Shape;

/**
 * The sizes of a recurrent layer.
 *
 * @param steps      length of the sequences
 * @param batch      their number
 * @param inputs     elements of a step
 * @param hidden     elements of a state
 * @param direction  {@code forward}, {@code reverse} or {@code bidirectional}
 * @param batchFirst whether tensors begin with the batch, {@code layout=1}: else with the steps, or with the directions
 */
record RecurrentLayer(int steps, int batch, int inputs, int hidden, String direction, boolean batchFirst) {

    private static final String BOTH = "bidirectional";

    /** What a node says. */
    static RecurrentLayer of(Call call, RecurrentCell.Kind cells) {
        Shape x = call.shape(0);
        Shape weights = call.shape(1);
        if (x.rank() != 3 || weights.rank() != 3) {
            throw new IllegalArgumentException("X=" + x + ", W=" + weights + ": must have three axes");
        }
        boolean batchFirst = call.attributes().flag("layout", false);
        RecurrentLayer layer = new RecurrentLayer(x.get(batchFirst ? 1 : 0), x.get(batchFirst ? 0 : 1), x.get(2),
                weights.get(1) / cells.gates(), call.attributes().text("direction", "forward"), batchFirst);
        layer.check(call, cells);
        return layer;
    }

    private void check(Call call, RecurrentCell.Kind cells) {
        if (!direction.equals("forward") && !direction.equals("reverse") && !direction.equals(BOTH)) {
            throw new IllegalArgumentException("direction=" + direction + ": must be forward, reverse or " + BOTH);
        }
        if (call.attributes().integer("hidden_size", hidden) != hidden) {
            throw new IllegalArgumentException("hidden_size=" + call.attributes().integer("hidden_size") + ": must be "
                    + hidden + ", as W says");
        }
        int rows = cells.gates() * hidden;
        require(call, 1, "W", Shape.of(directions(), rows, inputs));
        require(call, 2, "R", Shape.of(directions(), rows, hidden));
        require(call, 3, "B", Shape.of(directions(), 2 * rows));
        require(call, 4, "sequence_lens", Shape.of(batch));
        require(call, 5, "initial_h", state());
        if (cells.states() > 1) {
            require(call, 6, "initial_c", state());
            require(call, 7, "P", Shape.of(directions(), 3 * hidden));
        }
    }

    private static void require(Call call, int input, String name, Shape shape) {
        if ((input <= 2 || call.has(input)) && !call.shape(input).equals(shape)) {
            throw new IllegalArgumentException(name + "=" + call.shape(input) + ": must be " + shape);
        }
    }

    int directions() {
        return direction.equals(BOTH) ? 2 : 1;
    }

    /** Whether a direction begins at the end. */
    boolean backwards(int number) {
        return number == 1 || direction.equals("reverse");
    }

    /** Shape of all states of all steps. */
    Shape sequence() {
        return batchFirst ? Shape.of(batch, steps, directions(), hidden) : Shape.of(steps, directions(), batch, hidden);
    }

    /** Shape of the states of one step. */
    Shape state() {
        return batchFirst ? Shape.of(batch, directions(), hidden) : Shape.of(directions(), batch, hidden);
    }

    /** Which row of the input a step of a sequence is. */
    int row(int step, int member) {
        return batchFirst ? member * steps + step : step * batch + member;
    }

    /** Where a state lies among those of all steps. */
    int sequenceAt(int step, int number, int member) {
        return hidden * (batchFirst
                ? (member * steps + step) * directions() + number
                : (step * directions() + number) * batch + member);
    }

    /** Where a state lies among those of one step. */
    int stateAt(int number, int member) {
        return hidden * (batchFirst ? member * directions() + number : number * batch + member);
    }
}
