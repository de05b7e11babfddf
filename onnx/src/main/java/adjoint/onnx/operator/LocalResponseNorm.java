package adjoint.onnx.operator;

import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;

/** {@code LRN}: each element by a power of the squares of its neighbours in other channels. */
final class LocalResponseNorm implements Operator {

    /** Pixels that are computed side by side. */
    private static final int BLOCK = 512;

    /** What a node says. */
    private record Formula(int size, double alpha, double beta, double bias) {

        static Formula of(Call call) {
            long size = call.attributes().integer("size");
            if (size < 1) {
                throw new IllegalArgumentException("size=" + size + ": must be at least 1");
            }
            return new Formula((int) Math.min(size, Integer.MAX_VALUE), call.attributes().real("alpha", 1e-4f),
                    call.attributes().real("beta", 0.75f), call.attributes().real("bias", 1));
        }

        /** The first channel that counts for one. */
        int first(int channel) {
            return Math.max(0, channel - (size - 1) / 2);
        }

        /** The last channel that counts for one. */
        int last(int channel, int channels) {
            return (int) Math.min(channels - 1L, channel + size / 2L);
        }

        float divisor(float squares) {
            return (float) Math.pow(bias + alpha / size * squares, beta);
        }
    }

    @Override
    public List<TensorType> infer(Call call) {
        Formula.of(call);
        return List.of(call.type(0));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Formula formula = Formula.of(call);
        Image image = Image.of(call, 0);
        int blocks = Math.ceilDiv(image.pixels(), BLOCK);
        return Kernel.split(image.batch() * image.channels() * blocks, (long) BLOCK * formula.size,
                (frame, from, to) -> {
                    for (int item = from; item < to; item++) {
                        block(frame, image, formula, item / blocks, item % blocks * BLOCK);
                    }
                }).withBlocks(1, BLOCK);
    }

    private static void block(Frame frame, Image image, Formula formula, int plane, int first) {
        float[] x = frame.in(0).array();
        Span out = frame.out();
        float[] squares = frame.block(0);
        int pixels = image.pixels();
        int n = Math.min(BLOCK, pixels - first);
        int channel = plane % image.channels();
        Arrays.fill(squares, 0, n, 0);
        for (int c = formula.first(channel); c <= formula.last(channel, image.channels()); c++) {
            int at = frame.in(0).offset() + (plane - channel + c) * pixels + first;
            for (int i = 0; i < n; i++) {
                squares[i] += x[at + i] * x[at + i];
            }
        }
        int at = plane * pixels + first;
        for (int i = 0; i < n; i++) {
            out.array()[out.offset() + at + i] = x[frame.in(0).offset() + at + i] / formula.divisor(squares[i]);
        }
    }
}
