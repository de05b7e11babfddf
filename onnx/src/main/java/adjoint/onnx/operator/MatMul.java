package adjoint.onnx.operator;

import adjoint.Convolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;

/** {@code MatMul}: products of the matrices of the last two axes; those before are broadcast. */
final class MatMul implements Operator {

    /** Sizes from which it is faster to plan a convolution for a matrix that is data: its rows are packed, which takes a while. */
    private static final int PLANNED_ROWS = 16;
    private static final long PLANNED_PRODUCTS = 1 << 18;

    /** Both operands as batches of matrices, and their result. */
    private record Operands(Shape left, Shape right, Shape batch, int rows, int terms, int columns, Shape result) {

        static Operands of(Call call) {
            Shape a = call.shape(0);
            Shape b = call.shape(1);
            if (a.rank() == 0 || b.rank() == 0) {
                throw new IllegalArgumentException("input 0=" + a + ", input 1=" + b + ": must have axes");
            }
            Shape left = a.expanded(Math.max(a.rank(), 2));
            Shape right = b.rank() == 1 ? Shape.of(b.get(0), 1) : b;
            int terms = left.get(left.rank() - 1);
            if (terms != right.get(right.rank() - 2)) {
                throw new IllegalArgumentException("input 1=" + b + ": must have as many rows as input 0=" + a
                        + " has columns");
            }
            Shape batch = batch(left).broadcast(batch(right));
            int rows = left.get(left.rank() - 2);
            int columns = right.get(right.rank() - 1);
            Shape result = batch;
            if (a.rank() > 1) {
                result = result.appended(rows);
            }
            if (b.rank() > 1) {
                result = result.appended(columns);
            }
            return new Operands(left, right, batch, rows, terms, columns, result);
        }

        private static Shape batch(Shape shape) {
            return shape.without(shape.rank() - 1).without(shape.rank() - 2);
        }

        /** Where each operand's matrix lies for each of the result's. */
        int[] offsets(Shape operand) {
            Shape matrices = batch(operand);
            int[] strides = Broadcast.strides(matrices, batch);
            int size = operand.elements(operand.rank() - 2, operand.rank());
            int[] offsets = new int[batch.elements()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = Broadcast.offset(i, batch, strides) * size;
            }
            return offsets;
        }
    }

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(call.type(0).with(Operands.of(call).result));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Operands o = Operands.of(call);
        if (call.isConstant(1) && o.right.rank() == 2 && o.result.elements() > 0 && o.terms > 0) {
            Convolution plan = Matrices.planned(o.result.elements() / o.columns, o.terms, o.columns, call.floats(1),
                    false, Epilogue.NONE, target);
            return Kernel.whole(frame -> plan.run(frame.in(0).floats(), frame.out().floats()))
                    .described("as a convolution");
        }
        int[] lefts = o.offsets(o.left);
        int[] rights = o.offsets(o.right);
        if (o.rows >= PLANNED_ROWS && (long) o.rows * o.terms * o.columns >= PLANNED_PRODUCTS) {
            return Kernel.whole(frame -> {
                for (int matrix = 0; matrix < lefts.length; matrix++) {
                    Floats left = part(frame.in(0), lefts[matrix], o.rows * o.terms);
                    Floats right = part(frame.in(1), rights[matrix], o.terms * o.columns);
                    Floats result = part(frame.out(), matrix * o.rows * o.columns, o.rows * o.columns);
                    Matrices.planned(o.rows, o.terms, o.columns, right, false, Epilogue.NONE, target).run(left, result);
                }
            }).described("as a convolution planned for each run");
        }
        Matrices.Strides b = Matrices.Strides.of(o.terms, o.columns, false);
        return Kernel.split(o.batch.elements() * o.rows, (long) o.terms * o.columns, (frame, from, to) -> {
            Span in = frame.in(0);
            Span out = frame.out();
            for (int item = from; item < to; item++) {
                int matrix = item / o.rows;
                Matrices.row(in.array(), in.offset() + lefts[matrix] + item % o.rows * o.terms, 1, frame.in(1),
                        rights[matrix], b, out.array(), out.offset() + item * o.columns, o.terms, o.columns);
            }
        });
    }

    private static Floats part(Span span, int from, int size) {
        return Floats.of(span.array(), span.offset() + from, size);
    }

    @Override
    public long multiplyAdds(Call call) {
        Operands o = Operands.of(call);
        return (long) o.batch.elements() * o.rows * o.terms * o.columns;
    }
}
