package adjoint.onnx.operator;

import adjoint.Convolution;
import adjoint.epilogue.Epilogue;
import adjoint.onnx.Shape;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;

/** {@code Gemm}: {@code alpha * A * B + beta * C}, with A and B transposed on demand. */
final class Gemm implements Operator {

    /** What a node says. */
    private record Product(int rows, int terms, int columns, boolean transA, boolean transB, float alpha, float beta) {

        static Product of(Call call) {
            Shape a = call.shape(0);
            Shape b = call.shape(1);
            boolean transA = call.attributes().flag("transA", false);
            boolean transB = call.attributes().flag("transB", false);
            if (a.rank() != 2 || b.rank() != 2 || a.get(transA ? 0 : 1) != b.get(transB ? 1 : 0)) {
                throw new IllegalArgumentException("A=" + a + ", B=" + b + ": must be matrices, B of as many rows"
                        + " as A has columns, for transA=" + transA + " and transB=" + transB);
            }
            return new Product(a.get(transA ? 1 : 0), a.get(transA ? 0 : 1), b.get(transB ? 0 : 1), transA, transB,
                    call.attributes().real("alpha", 1), call.attributes().real("beta", 1));
        }

        Shape result() {
            return Shape.of(rows, columns);
        }
    }

    @Override
    public List<TensorType> infer(Call call) {
        Shape result = Product.of(call).result();
        if (call.has(2) && !result.broadcast(call.shape(2)).equals(result)) {
            throw new IllegalArgumentException("C=" + call.shape(2) + ": must be broadcast to " + result);
        }
        return List.of(call.type(0).with(result));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Product p = Product.of(call);
        boolean biased = call.has(2) && p.beta != 0;
        // A column of as many values is none, unless it is one value.
        boolean isBias = biased && call.isConstant(2) && call.shape(2).elements() == p.columns
                && call.shape(2).expanded(2).get(1) == p.columns;
        if (call.isConstant(1) && !p.transA && p.alpha == 1 && (!biased || isBias && p.beta == 1)
                && p.result().elements() > 0 && p.terms > 0) {
            Convolution plan = Matrices.planned(p.rows, p.terms, p.columns, call.floats(1), p.transB,
                    biased ? Epilogue.NONE.withBias(call.floats(2)) : Epilogue.NONE, target);
            return Kernel.whole(frame -> plan.run(frame.in(0).floats(), frame.out().floats()))
                    .described("as a convolution");
        }
        int[] strides = biased ? Broadcast.strides(call.shape(2), p.result()) : new int[2];
        return Kernel.split(p.rows, (long) p.terms * p.columns, (frame, from, to) -> {
            for (int row = from; row < to; row++) {
                row(frame, p, row);
                if (biased) {
                    addRow(frame, p, row, strides);
                }
            }
        });
    }

    @Override
    public long multiplyAdds(Call call) {
        Product p = Product.of(call);
        return (long) p.rows * p.terms * p.columns;
    }

    private static void row(Frame frame, Product p, int row) {
        Matrices.Strides a = Matrices.Strides.of(p.rows, p.terms, p.transA);
        Span in = frame.in(0);
        Span out = frame.out();
        int yAt = out.offset() + row * p.columns;
        Matrices.row(in.array(), in.offset() + row * a.rowStride(), a.columnStride(), frame.in(1), 0,
                Matrices.Strides.of(p.terms, p.columns, p.transB), out.array(), yAt, p.terms, p.columns);
        for (int j = 0; j < p.columns; j++) {
            out.array()[yAt + j] *= p.alpha;
        }
    }

    private static void addRow(Frame frame, Product p, int row, int... strides) {
        Span c = frame.in(2);
        float[] y = frame.out().array();
        int yAt = frame.out().offset() + row * p.columns;
        int cAt = c.offset() + row * strides[0];
        for (int j = 0; j < p.columns; j++) {
            y[yAt + j] += p.beta * c.array()[cAt + j * strides[1]];
        }
    }
}
