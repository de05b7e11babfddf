package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** {@code Gather}: slices of an axis by number. */
final class Gather implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        IntStream head = Arrays.stream(shape.toArray(), 0, axis);
        IntStream tail = Arrays.stream(shape.toArray(), axis + 1, shape.rank());
        IntStream chosen = Arrays.stream(call.shape(1).toArray());
        return List.of(call.type(0).with(Shape.of(IntStream.concat(head, IntStream.concat(chosen, tail)).toArray())));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Shape shape = call.shape(0);
        int axis = axis(call);
        int extent = shape.get(axis);
        int run = shape.elements(axis + 1, shape.rank());
        int count = call.shape(1).elements();
        int rows = shape.elements(0, axis) * count;
        Indices data = Indices.of(call, 1);
        if (!call.isConstant(1)) {
            return Kernel.split(rows, run, (frame, from, to) -> copy(frame.in(0), frame.out(), from, to, run,
                    item -> item / count * extent + Indices.checked(data.at(frame, item % count), extent)));
        }
        int[] indices = Arrays.stream(call.longs(1)).mapToInt(index -> Indices.checked(index, extent)).toArray();
        return Kernel.split(rows, run, (frame, from, to) -> copy(frame.in(0), frame.out(), from, to, run,
                item -> item / count * extent + indices[item % count]));
    }

    @Override
    public boolean moves(Call call) {
        return true;
    }

    private static void copy(Span in, Span out, int from, int to, int run, IntUnaryOperator sources) {
        for (int item = from; item < to; item++) {
            int source = sources.applyAsInt(item);
            System.arraycopy(in.array(), in.offset() + source * run, out.array(), out.offset() + item * run, run);
        }
    }

    private static int axis(Call call) {
        return call.shape(0).axis(call.attributes().integer("axis", 0));
    }
}
