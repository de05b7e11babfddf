package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@code GlobalAveragePool}: the mean of each channel. */
final class GlobalAveragePool implements Operator {

    /** Channels of a cache line. */
    private static final int LINE = 16;
    /** Pixels whose sum is added to that of those before: a long sum of floats would lose digits. */
    private static final int PART = 256;

    @Override
    public List<TensorType> infer(Call call) {
        Image image = Image.of(call, 0);
        return List.of(call.type(0).with(image.with(image.channels(), Collections.nCopies(image.rank(), 1)).shape()));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Image image = Image.of(call, 0);
        int pixels = image.pixels();
        if (image.layout() == Layout.NCHW) {
            return Kernel.split(image.batch() * image.channels(), pixels, (frame, from, to) -> {
                Span in = frame.in(0);
                for (int plane = from; plane < to; plane++) {
                    frame.out().array()[frame.out().offset() + plane] = mean(in.array(), in.offset() + plane * pixels,
                            pixels);
                }
            });
        }
        int channels = image.channels();
        int lines = Math.ceilDiv(channels, LINE);
        return Kernel.split(image.batch() * lines, (long) LINE * pixels, (frame, from, to) -> {
            for (int item = from; item < to; item++) {
                int at = item / lines * channels * pixels + item % lines * LINE;
                int n = Math.min(LINE, channels - item % lines * LINE);
                lineMeans(frame.in(0), at, channels, pixels, n, frame.scratch());
                System.arraycopy(frame.scratch(), 0, frame.out().array(),
                        frame.out().offset() + item / lines * channels + item % lines * LINE, n);
            }
        }).withScratch(2 * LINE);
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(ChannelsLast.marked(call));
    }

    private static float mean(float[] x, int at, int pixels) {
        double sum = 0;
        for (int i = 0; i < pixels; i++) {
            sum += x[at + i];
        }
        return (float) (sum / pixels);
    }

    /** Means of {@code n} neighbouring channels, at the head of the scratch memory. */
    private static void lineMeans(Span in, int at, int channels, int pixels, int n, float[] scratch) {
        float[] x = in.array();
        Arrays.fill(scratch, 0, 2 * LINE, 0);
        for (int first = 0; first < pixels; first += PART) {
            Arrays.fill(scratch, LINE, 2 * LINE, 0);
            for (int pixel = first; pixel < Math.min(first + PART, pixels); pixel++) {
                int row = in.offset() + at + pixel * channels;
                for (int c = 0; c < n; c++) {
                    scratch[LINE + c] += x[row + c];
                }
            }
            for (int c = 0; c < n; c++) {
                scratch[c] += scratch[LINE + c];
            }
        }
        for (int c = 0; c < n; c++) {
            scratch[c] /= pixels;
        }
    }
}
