package adjoint.onnx.operator;

import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;

/**
 * {@code log(sum(exp(x)))}, relative to the greatest term: exponentials do not overflow.
 *
 * @param axes what is reduced
 */
record LogSumExp(ReducedAxes axes) {

    static Kernel kernel(ReducedAxes axes) {
        return Kernel.split(axes.results(), axes.terms(), new LogSumExp(axes)::run);
    }

    private void run(Frame frame, int from, int to) {
        Span in = frame.in(0);
        for (int result = from; result < to; result++) {
            int at = in.offset() + axes.offset(result);
            float max = Float.NEGATIVE_INFINITY;
            for (int term = 0; term < axes.terms(); term++) {
                max = Math.max(max, in.array()[at + axes.term(term)]);
            }
            double base = Float.isInfinite(max) ? 0 : max;
            double sum = 0;
            for (int term = 0; term < axes.terms(); term++) {
                sum += Math.exp(in.array()[at + axes.term(term)] - base);
            }
            frame.out().array()[frame.out().offset() + result] = (float) (base + Math.log(sum));
        }
    }
}
