package adjoint.onnx.operator;

import adjoint.geometry.Layout;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Frame;
import adjoint.onnx.run.Kernel;
import adjoint.onnx.run.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * {@code InstanceNormalization} and {@code GroupNormalization}: the channels of each group of each image are brought to mean 0
 * and variance 1 together, then scaled and moved.
 *
 * @param groups groups of a node
 */
record GroupNorm(ToIntFunction<Call> groups) implements Operator {

    /** A group for each channel. */
    static final Operator INSTANCE = new GroupNorm(call -> Image.of(call, 0).channels());
    /** Groups of several. */
    static final Operator GROUP = new GroupNorm(
            call -> Math.toIntExact(call.attributes().integer("num_groups")));

    /** Channels that are computed side by side where they come last. */
    private static final int BLOCK = 64;

    @Override
    public List<TensorType> infer(Call call) {
        int channels = Image.of(call, 0).channels();
        int count = groups.applyAsInt(call);
        if (count < 1 || channels % count != 0) {
            throw new IllegalArgumentException("num_groups=" + count + ": must divide channels=" + channels);
        }
        for (int i = 1; i <= 2; i++) {
            int values = call.shape(i).elements();
            if (values != channels && values != count) {
                throw new IllegalArgumentException("input " + i + "=" + call.shape(i)
                        + ": must have one value for each of " + channels + " channels or " + count + " groups");
            }
        }
        return List.of(call.type(0));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Image image = Image.of(call, 0);
        float epsilon = call.attributes().real("epsilon", 1e-5f);
        int channels = image.channels();
        if (image.layout() == Layout.NHWC) {
            int blocks = Math.ceilDiv(channels, BLOCK);
            return Kernel.split(image.batch() * blocks, (long) image.pixels() * BLOCK, (frame, from, to) -> {
                for (int item = from; item < to; item++) {
                    columns(frame, image, item / blocks, item % blocks * BLOCK, epsilon);
                }
            }).withBlocks(4, Kernel.BLOCK).inPlaceOf(0);
        }
        int count = groups.applyAsInt(call);
        int group = channels / count * image.pixels();
        return Kernel.split(image.batch() * count, group, (frame, from, to) -> {
            for (int item = from; item < to; item++) {
                float mean = Moments.mean(frame, item * group, group);
                float variance = Moments.variance(frame, item * group, group, mean);
                double deviation = Math.sqrt((double) variance + epsilon);
                for (int c = item % count * (channels / count), i = 0; i < channels / count; c++, i++) {
                    float factor = (float) (value(frame.in(1), c, channels) / deviation);
                    Moments.line(frame, item * group + i * image.pixels(), image.pixels(), factor,
                            value(frame.in(2), c, channels) - mean * factor);
                }
            }
        }).withBlocks(Moments.BLOCKS, Kernel.BLOCK).inPlaceOf(0);
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return groups.applyAsInt(call) == Image.of(call, 0).channels()
                ? Optional.of(ChannelsLast.marked(call))
                : Optional.empty();
    }

    /** The value of a channel, given for each channel or, up to opset 20, for each group. */
    private static float value(Span span, int channel, int channels) {
        return span.array()[span.offset() + channel / (channels / span.size())];
    }

    /** Neighbouring channels of an image whose channels come last, each a group of its own. */
    private static void columns(Frame frame, Image image, int batch, int first, float epsilon) {
        Span in = frame.in(0);
        Span out = frame.out();
        int channels = image.channels();
        int pixels = image.pixels();
        int n = Math.min(BLOCK, channels - first);
        // If these are all channels, pixels follow each other, and several of them are computed side by side.
        int side = n == channels ? Math.clamp(Kernel.BLOCK / n, 1, pixels) : 1;
        int at = batch * pixels * channels + first;
        float[] row = frame.block(0);
        float[] mean = frame.block(1);
        float[] factor = frame.block(2);
        Arrays.fill(mean, 0, side * n, 0);
        for (int pixel = 0; pixel < pixels; pixel += side) {
            int count = Math.min(side, pixels - pixel) * n;
            System.arraycopy(in.array(), in.offset() + at + pixel * channels, row, 0, count);
            Combine.SUM.each(mean, row, count);
        }
        Combine.SUM.foldParts(mean, side, n, row);
        for (int c = 0; c < n; c++) {
            mean[c] /= pixels;
        }
        repeat(mean, side, n);
        Arrays.fill(factor, 0, side * n, 0);
        for (int pixel = 0; pixel < pixels; pixel += side) {
            int count = Math.min(side, pixels - pixel) * n;
            System.arraycopy(in.array(), in.offset() + at + pixel * channels, row, 0, count);
            for (int i = 0; i < count; i++) {
                float distance = row[i] - mean[i];
                factor[i] += distance * distance;
            }
        }
        Combine.SUM.foldParts(factor, side, n, row);
        float[] offset = frame.block(3);
        for (int c = 0; c < n; c++) {
            double deviation = Math.sqrt((double) factor[c] / pixels + epsilon);
            factor[c] = (float) (value(frame.in(1), first + c, channels) / deviation);
            offset[c] = value(frame.in(2), first + c, channels) - mean[c] * factor[c];
        }
        repeat(factor, side, n);
        repeat(offset, side, n);
        for (int pixel = 0; pixel < pixels; pixel += side) {
            int count = Math.min(side, pixels - pixel) * n;
            System.arraycopy(in.array(), in.offset() + at + pixel * channels, row, 0, count);
            Internal.ON_LINE.run(row, factor, offset, row, count);
            System.arraycopy(row, 0, out.array(), out.offset() + at + pixel * channels, count);
        }
    }

    private static void repeat(float[] block, int times, int n) {
        for (int i = 1; i < times; i++) {
            System.arraycopy(block, 0, block, i * n, n);
        }
    }
}
