package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * {@code BatchNormalization} as it is at inference: {@code factor[c] * x + offset[c]}.
 */
public final class BatchNormalization implements Operator {

    /**
     * The function as a line for each channel.
     *
     * @param factors factor of each channel
     * @param offsets what is added to each channel
     */
    public record Lines(float[] factors, float[] offsets) {

        /** The lines of a node. */
        public static Lines of(Call call) {
            return of(epsilon(call), call.floats(1), call.floats(2), call.floats(3), call.floats(4));
        }

        private static Lines of(Frame frame, float epsilon) {
            float[][] values = new float[4][];
            Arrays.setAll(values, i -> {
                Span span = frame.in(1 + i);
                return Arrays.copyOfRange(span.array(), span.offset(), span.offset() + span.size());
            });
            return of(epsilon, values[0], values[1], values[2], values[3]);
        }

        private static Lines of(float epsilon, float[] scale, float[] bias, float[] mean, float... variance) {
            float[] factors = new float[scale.length];
            float[] offsets = new float[scale.length];
            for (int c = 0; c < scale.length; c++) {
                double factor = scale[c] / Math.sqrt((double) variance[c] + epsilon);
                factors[c] = (float) factor;
                offsets[c] = (float) (bias[c] - mean[c] * factor);
            }
            return new Lines(factors, offsets);
        }
    }

    @Override
    public List<TensorType> infer(Call call) {
        if (call.attributes().flag("training_mode", false)) {
            throw new IllegalArgumentException("training_mode=1: must be 0");
        }
        int channels = Image.of(call, 0).channels();
        for (int i = 1; i <= 4; i++) {
            if (call.shape(i).elements() != channels) {
                throw new IllegalArgumentException("input " + i + "=" + call.shape(i)
                        + ": must have one value for each of " + channels + " channels");
            }
        }
        return List.of(call.type(0));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Image image = Image.of(call, 0);
        Function<Frame, Lines> lines = lines(call);
        int pixels = image.pixels();
        int channels = image.channels();
        if (image.layout() == Layout.NCHW) {
            return Kernel.split(image.batch() * channels, pixels, (frame, from, to) -> {
                Lines known = lines.apply(frame);
                for (int plane = from; plane < to; plane++) {
                    Moments.line(frame, plane * pixels, pixels, known.factors[plane % channels],
                            known.offsets[plane % channels]);
                }
            }).withBlocks(Moments.BLOCKS, Kernel.BLOCK).inPlaceOf(0);
        }
        return Kernel.split(image.batch() * pixels, channels, (frame, from, to) -> {
            Lines known = lines.apply(frame);
            for (int pixel = from; pixel < to; pixel++) {
                pixel(frame.in(0), frame.out(), pixel * channels, known);
            }
        }).inPlaceOf(0);
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(ChannelsLast.marked(call));
    }

    @Override
    public String notes() {
        return "inference only";
    }

    /** Statistics that are not known beforehand are looked at in each run. */
    private static Function<Frame, Lines> lines(Call call) {
        if (IntStream.rangeClosed(1, 4).allMatch(call::isConstant)) {
            Lines lines = Lines.of(call);
            return frame -> lines;
        }
        float epsilon = epsilon(call);
        return frame -> Lines.of(frame, epsilon);
    }

    private static float epsilon(Call call) {
        return call.attributes().real("epsilon", 1e-5f);
    }

    private static void pixel(Span in, Span out, int at, Lines lines) {
        float[] x = in.array();
        float[] y = out.array();
        int xAt = in.offset() + at;
        int yAt = out.offset() + at;
        for (int c = 0; c < lines.factors.length; c++) {
            y[yAt + c] = x[xAt + c] * lines.factors[c] + lines.offsets[c];
        }
    }
}
