package adjoint.onnx.operator;

import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code LSTM} and {@code GRU}: layers that walk along a sequence and hand a state from each step to the next, forwards, backwards
 * or both. What inputs contribute is one product of matrices for all steps; what the state contributes is one for each.
 *
 * @param cells what happens in a step
 */
record Recurrent(RecurrentCell.Kind cells) implements Operator {

    static final Operator LSTM = new Recurrent(LstmCell.KIND);
    static final Operator GRU = new Recurrent(GruCell.KIND);

    /** Inputs that both have. */
    private static final int SEQUENCE = 0;
    private static final int WEIGHTS = 1;
    private static final int RECURRENCE = 2;
    private static final int LENGTHS = 4;
    private static final int FIRST_STATE = 5;

    @Override
    public List<TensorType> infer(Call call) {
        RecurrentLayer layer = RecurrentLayer.of(call, cells);
        List<TensorType> results = new ArrayList<>(List.of(call.type(SEQUENCE).with(layer.sequence())));
        for (int i = 0; i < cells.states(); i++) {
            results.add(call.type(SEQUENCE).with(layer.state()));
        }
        return results;
    }

    @Override
    public Kernel plan(Call call, Target target) {
        RecurrentLayer layer = RecurrentLayer.of(call, cells);
        List<Direction> directions = new ArrayList<>();
        for (int i = 0; i < layer.directions(); i++) {
            directions.add(new Direction(call, layer, i, target));
        }
        int room = directions.stream().mapToInt(Direction::room).max().orElse(0);
        return Kernel.split(0, 0, (frame, from, to) -> {
        }).withBlocks(1, Kernel.BLOCK).withLast(room, frame -> directions.forEach(each -> each.run(frame)));
    }

    @Override
    public long multiplyAdds(Call call) {
        RecurrentLayer layer = RecurrentLayer.of(call, cells);
        return (long) layer.directions() * layer.steps() * layer.batch() * cells.gates() * layer.hidden()
                * (layer.inputs() + layer.hidden());
    }

    @Override
    public String notes() {
        return "functions are Sigmoid, Tanh and Relu";
    }

    /** One of the ways along the sequence. */
    private final class Direction {

        private final RecurrentLayer layer;
        private final int number;
        private final RightMatrix inputs;
        private final RightMatrix recurrence;
        private final RecurrentCell cell;
        private final boolean hasLengths;
        private final boolean[] given;
        private final boolean[] wanted;
        /** Where what lies in the room: behind what inputs contribute come what states do, then the states. */
        private final int contributionsAt;
        private final int statesAt;
        private final int room;

        Direction(Call call, RecurrentLayer layer, int number, Target target) {
            this.layer = layer;
            this.number = number;
            int columns = cells.gates() * layer.hidden();
            inputs = new RightMatrix(call, WEIGHTS, number * columns * layer.inputs(),
                    layer.steps() * layer.batch(), layer.inputs(), columns, target);
            recurrence = new RightMatrix(call, RECURRENCE, number * columns * layer.hidden(), layer.batch(),
                    layer.hidden(), columns, target);
            cell = cells.cell(call, layer, number, target);
            hasLengths = call.has(LENGTHS);
            given = new boolean[cells.states()];
            wanted = new boolean[cells.states() + 1];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = call.wants(i);
            }
            for (int i = 0; i < given.length; i++) {
                given[i] = call.has(FIRST_STATE + i);
            }
            contributionsAt = Math.multiplyExact(layer.steps() * layer.batch(), columns);
            statesAt = Math.addExact(contributionsAt, layer.batch() * columns);
            room = Math.addExact(statesAt, cells.states() * layer.batch() * layer.hidden());
        }

        int room() {
            return room;
        }

        void run(Frame frame) {
            Span in = frame.in(SEQUENCE);
            inputs.multiply(frame, in.array(), in.offset(), frame.shared(), 0);
            first(frame);
            for (int step = 0; step < layer.steps(); step++) {
                recurrence.multiply(frame, frame.shared(), statesAt, frame.shared(), contributionsAt);
                for (int row = 0; row < layer.batch(); row++) {
                    step(frame, step, row);
                }
            }
            last(frame);
        }

        private void step(Frame frame, int step, int row) {
            int length = length(frame, row);
            int place = step < length && layer.backwards(number) ? length - 1 - step : step;
            if (step < length) {
                int columns = cells.gates() * layer.hidden();
                cell.step(frame, new RecurrentCell.Row(layer.row(place, row) * columns, contributionsAt + row * columns,
                        stateAt(0, row), stateAt(cells.states() - 1, row)));
            }
            if (wanted[0]) {
                Span out = frame.out();
                int at = out.offset() + layer.sequenceAt(place, number, row);
                if (step < length) {
                    System.arraycopy(frame.shared(), stateAt(0, row), out.array(), at, layer.hidden());
                } else {
                    Arrays.fill(out.array(), at, at + layer.hidden(), 0);
                }
            }
        }

        private int length(Frame frame, int row) {
            if (!hasLengths) {
                return layer.steps();
            }
            Span lengths = frame.in(LENGTHS);
            float length = lengths.array()[lengths.offset() + row];
            if (!(length >= 0 && length <= layer.steps())) {
                throw new IllegalArgumentException("sequence_lens=" + length + ": must lie between 0 and "
                        + layer.steps());
            }
            return (int) length;
        }

        /** The states before the first step; zeros where none are given. */
        private void first(Frame frame) {
            for (int i = 0; i < given.length; i++) {
                for (int row = 0; row < layer.batch(); row++) {
                    if (given[i]) {
                        Span state = frame.in(FIRST_STATE + i);
                        System.arraycopy(state.array(), state.offset() + layer.stateAt(number, row), frame.shared(),
                                stateAt(i, row), layer.hidden());
                    } else {
                        Arrays.fill(frame.shared(), stateAt(i, row), stateAt(i, row) + layer.hidden(), 0);
                    }
                }
            }
        }

        private void last(Frame frame) {
            for (int i = 0; i < given.length; i++) {
                for (int row = 0; wanted[i + 1] && row < layer.batch(); row++) {
                    Span state = frame.out(i + 1);
                    System.arraycopy(frame.shared(), stateAt(i, row), state.array(),
                            state.offset() + layer.stateAt(number, row), layer.hidden());
                }
            }
        }

        private int stateAt(int state, int row) {
            return statesAt + (state * layer.batch() + row) * layer.hidden();
        }
    }
}
