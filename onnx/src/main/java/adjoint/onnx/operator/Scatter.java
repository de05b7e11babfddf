package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;

/**
 * {@code ScatterElements} and {@code ScatterND}: data, some elements or slices of which are replaced by updates, or combined with
 * them. Of several updates of one place the last counts.
 *
 * @param slices whether they are slices
 */
record Scatter(boolean slices) implements Operator {

    static final Operator ELEMENTS = new Scatter(false);
    static final Operator ND = new Scatter(true);

    private static final int UPDATES = 2;

    /** Where updates go: that many runs of elements. */
    private record Places(int count, int run, At at) {
    }

    /** Where a run begins. */
    @FunctionalInterface
    private interface At {
        int of(Frame frame, int number);
    }

    /** What becomes of an element. */
    @FunctionalInterface
    private interface Reduction {
        float of(float value, float update);
    }

    @Override
    public List<TensorType> infer(Call call) {
        Shape updates = slices ? new SlicePlaces(call, 0).slices() : call.shape(1);
        if (!call.shape(UPDATES).equals(updates)) {
            throw new IllegalArgumentException("updates=" + call.shape(UPDATES) + ": must be " + updates);
        }
        places(call);
        reduction(call);
        return List.of(call.type(0));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Places places = places(call);
        Reduction reduction = reduction(call);
        return Kernel.whole(frame -> {
            Span data = frame.in(0);
            Span updates = frame.in(UPDATES);
            Span out = frame.out();
            System.arraycopy(data.array(), data.offset(), out.array(), out.offset(), data.size());
            for (int number = 0; number < places.count; number++) {
                int at = out.offset() + places.at.of(frame, number);
                int from = updates.offset() + number * places.run;
                for (int i = 0; i < places.run; i++) {
                    out.array()[at + i] = reduction.of(out.array()[at + i], updates.array()[from + i]);
                }
            }
        });
    }

    @Override
    public boolean moves(Call call) {
        return call.attributes().text("reduction", "none").equals("none");
    }

    private Places places(Call call) {
        if (slices) {
            SlicePlaces places = new SlicePlaces(call, 0);
            return new Places(places.count(), places.run(), places::at);
        }
        ElementPlaces places = new ElementPlaces(call);
        return new Places(call.shape(1).elements(), 1, places::at);
    }

    private static Reduction reduction(Call call) {
        String name = call.attributes().text("reduction", "none");
        return switch (name) {
            case "none" -> (value, update) -> update;
            case "add" -> Float::sum;
            case "mul" -> (value, update) -> value * update;
            case "min" -> Math::min;
            case "max" -> Math::max;
            default -> throw new IllegalArgumentException(
                    "reduction=" + name + ": must be none, add, mul, min or max");
        };
    }
}
