package adjoint.onnx.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A kernel and its operands.
 *
 * @param kernel  what computes
 * @param inputs  what it reads, null where an optional input is left out
 * @param outputs what it writes, null where nobody wants it
 */
public record Step(Kernel kernel, List<Slot> inputs, List<Slot> outputs) {

    /** Copies the lists. */
    public Step {
        inputs = Collections.unmodifiableList(new ArrayList<>(inputs));
        outputs = Collections.unmodifiableList(new ArrayList<>(outputs));
    }

    Frame frame(float[] arena, float[][] blocks, float... shared) {
        return new Frame(spans(inputs, arena), spans(outputs, arena), blocks, shared);
    }

    private static Span[] spans(List<Slot> slots, float[] arena) {
        return slots.stream().map(slot -> slot == null ? null : slot.in(arena)).toArray(Span[]::new);
    }
}
