package adjoint.bench.peer;

import adjoint.bench.cases.BenchCase;
import adjoint.geometry.Axis;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The numbers of a layer per axis, as the frameworks want them: padding before and after, and an output padding. */
record Spatial(BenchCase layer) {

    long[] each(ToIntFunction<Axis> number) {
        return layer.geometry().axes().stream().mapToInt(number).asLongStream().toArray();
    }

    long[] kernel() {
        return each(Axis::kernel);
    }

    long[] strides() {
        return each(Axis::stride);
    }

    long[] dilations() {
        return each(Axis::dilation);
    }

    /** Padding before the first element. */
    long[] paddingBefore() {
        return each(Axis::lo);
    }

    /** Padding after the last element, as a user would give it: that before, if that and {@link #outputPadding} lead there. */
    long[] paddingAfter() {
        return each(axis -> isUsual(axis) ? axis.lo() : axis.hi());
    }

    /** What a transposed convolution writes beyond {@code (in - 1) * stride + span - padding}. */
    long[] outputPadding() {
        return each(axis -> isUsual(axis) ? axis.lo() - axis.hi() : 0);
    }

    /** Whether every axis has as much padding before as after, which is all that some libraries know. */
    boolean isSymmetric() {
        return Arrays.equals(paddingBefore(), paddingAfter());
    }

    private static boolean isUsual(Axis axis) {
        return axis.lo() >= axis.hi() && axis.lo() - axis.hi() < axis.stride();
    }

    /** {@code [N, C, extents]} of the input. */
    long[] inputShape() {
        return shape(layer.inputChannels(), layer.transposed() ? Axis::yExtent : Axis::xExtent);
    }

    /** {@code [N, C, extents]} of the output. */
    long[] outputShape() {
        return shape(layer.outputChannels(), layer.transposed() ? Axis::xExtent : Axis::yExtent);
    }

    /** {@code [O, I/g, kernel]}, which is PyTorch's order of both operators. */
    long[] filterShape() {
        return join(new long[] {layer.geometry().yChannels(), layer.geometry().xGroupChannels()}, kernel());
    }

    int rank() {
        return layer.geometry().rank();
    }

    boolean isDepthwise() {
        return layer.geometry().groups() > 1 && layer.geometry().groups() == layer.geometry().xChannels();
    }

    /** {@code [N, C, extents]} to {@code [N, extents, C]}. */
    static long[] channelsLast(long[] shape) {
        return IntStream.range(0, shape.length)
                .mapToLong(at -> at == 0 ? shape[0] : at == shape.length - 1 ? shape[1] : shape[at + 1]).toArray();
    }

    static long[] join(long[] head, long... tail) {
        return LongStream.concat(LongStream.of(head), LongStream.of(tail)).toArray();
    }

    private long[] shape(int channels, ToIntFunction<Axis> extent) {
        return join(new long[] {layer.geometry().batch(), channels}, each(extent));
    }
}
