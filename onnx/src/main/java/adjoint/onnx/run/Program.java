package adjoint.onnx.run;

import java.util.List;
import java.util.Map;

/**
 * Steps in order, and where they find what they need. Immutable and shared by threads, each of which runs it in an
 * {@link Arena} of its own.
 *
 * @param steps         the steps
 * @param arenaElements floats that a run needs
 * @param inputs        where a run's inputs are put, by name
 * @param outputs       where its results lie, by name
 */
public record Program(List<Step> steps, int arenaElements, Map<String, Slot> inputs, Map<String, Slot> outputs) {

    /** Copies the collections. */
    public Program {
        steps = List.copyOf(steps);
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    /** Memory that a run needs, that of its threads included. */
    public long runBytes(int threads) {
        return Float.BYTES * (long) arenaElements + Rooms.bytes(this, threads);
    }
}
