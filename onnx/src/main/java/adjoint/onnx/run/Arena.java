package adjoint.onnx.run;

import adjoint.parallel.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The memory of one run at a time, with everything that runs would otherwise have to make anew. */
public final class Arena {

    private final Program program;
    private final List<BoundStep> steps = new ArrayList<>();
    private final Map<String, Span> inputs = new HashMap<>();
    private final Map<String, Span> outputs = new HashMap<>();

    Arena(Program program, Workers workers) {
        this.program = program;
        float[] memory = new float[program.arenaElements()];
        Rooms rooms = Rooms.of(program, workers.threads());
        program.steps().forEach(step -> steps.add(new BoundStep(step, memory, rooms, workers)));
        program.inputs().forEach((name, slot) -> inputs.put(name, slot.in(memory)));
        program.outputs().forEach((name, slot) -> outputs.put(name, slot.in(memory)));
    }

    Program program() {
        return program;
    }

    /** Where an input is put before a run. */
    public Span input(String name) {
        return inputs.get(name);
    }

    /** Where a result lies after a run. */
    public Span output(String name) {
        return outputs.get(name);
    }

    /** Runs all steps. */
    public void run() {
        for (int i = 0; i < steps.size(); i++) {
            run(i);
        }
    }

    /** Runs all steps and writes down when each of them began and when the last ended, as of {@link System#nanoTime}. */
    public void run(long[] timesNanos) {
        for (int i = 0; i < steps.size(); i++) {
            timesNanos[i] = System.nanoTime();
            run(i);
        }
        timesNanos[steps.size()] = System.nanoTime();
    }

    private void run(int step) {
        try {
            steps.get(step).run();
        } catch (RuntimeException e) {
            throw new StepException(step, e);
        }
    }
}
