package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.List;
import java.util.Optional;

/**
 * {@code BatchNormalization} as it is at inference: {@code factor[c] * x + offset[c]}. The statistics must be constant.
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
            float epsilon = call.attributes().real("epsilon", 1e-5f);
            float[] scale = call.floats(1);
            float[] bias = call.floats(2);
            float[] mean = call.floats(3);
            float[] variance = call.floats(4);
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
        Lines lines = Lines.of(call);
        int pixels = image.pixels();
        int channels = image.channels();
        if (image.layout() == Layout.NCHW) {
            return Kernel.split(image.batch() * channels, pixels, (frame, from, to) -> {
                for (int plane = from; plane < to; plane++) {
                    plane(frame.in(0), frame.out(), plane * pixels, pixels, lines.factors[plane % channels],
                            lines.offsets[plane % channels]);
                }
            }).inPlace();
        }
        return Kernel.split(image.batch() * pixels, channels, (frame, from, to) -> {
            for (int pixel = from; pixel < to; pixel++) {
                pixel(frame.in(0), frame.out(), pixel * channels, lines);
            }
        }).inPlace();
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(ChannelsLast.marked(call));
    }

    @Override
    public String notes() {
        return "inference only";
    }

    private static void plane(Span in, Span out, int at, int n, float factor, float offset) {
        float[] x = in.array();
        float[] y = out.array();
        int xAt = in.offset() + at;
        int yAt = out.offset() + at;
        for (int i = 0; i < n; i++) {
            y[yAt + i] = x[xAt + i] * factor + offset;
        }
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
