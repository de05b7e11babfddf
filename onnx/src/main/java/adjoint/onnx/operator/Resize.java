package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import adjoint.onnx.graph.Attributes;
import adjoint.onnx.graph.TensorType;
import adjoint.onnx.run.Kernel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code Resize} and what it was called before, {@code Upsample}: what it does along each axis is said by {@link ResizeAxis}. */
final class Resize implements Operator {

    @Override
    public List<TensorType> infer(Call call) {
        return List.of(call.type(0).with(Shape.of(
                Arrays.stream(ResizeAxis.of(call)).mapToInt(ResizeAxis::to).toArray())));
    }

    @Override
    public Kernel plan(Call call, Target target) {
        Attributes a = call.attributes();
        ResizeAxis[] axes = ResizeAxis.of(call);
        float extrapolated = a.real("extrapolation_value", 0);
        String mode = mode(call);
        if (mode.equals("nearest")) {
            if (a.flag("antialias", false)) {
                throw new IllegalArgumentException("antialias=1: must be 0 for mode=nearest");
            }
            int[][] sources = Arrays.stream(axes).map(axis -> Resampling.nearest(axis, rounding(call, axis)))
                    .toArray(int[][]::new);
            return new IndexedCopy(call.shape(0), sources).kernel(frame -> extrapolated);
        }
        Resampling.Weights weights = switch (mode) {
            case "linear" -> Resampling.LINEAR;
            case "cubic" -> Resampling.cubic(a.real("cubic_coeff_a", -0.75f));
            default -> throw new IllegalArgumentException("mode=" + mode + ": must be nearest, linear or cubic");
        };
        Resampling[] resamplings = Arrays.stream(axes).map(axis -> Resampling.of(axis, weights,
                a.flag("antialias", false), a.flag("exclude_outside", false))).toArray(Resampling[]::new);
        return new ResampleKernel(call.shape(0), extrapolated, resamplings).kernel();
    }

    /** Which neighbour is nearest. Opset 10 does not say so, but its node tests do (test_resize_downsample_nearest). */
    private static String rounding(Call call, ResizeAxis axis) {
        String old = axis.scale() < 1 ? "ceil" : "floor";
        return call.attributes().text("nearest_mode", isOld(call) ? old : "round_prefer_floor");
    }

    @Override
    public boolean moves(Call call) {
        return mode(call).equals("nearest")
                && !call.attributes().text("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
    }

    @Override
    public String notes() {
        return "all modes, also antialiased; factors and sizes must be known";
    }

    @Override
    public Optional<ChannelsLast> channelsLast(Call call) {
        return Optional.of(new ChannelsLast(Axes.last(call, Axes.NO_INPUT, Axes.of(call, Axes.NO_INPUT)), List.of(0)));
    }

    /** Whether it is one of those before opset 11, which know no ways to place elements. */
    static boolean isOld(Call call) {
        return call.opset() < 11;
    }

    private static String mode(Call call) {
        String mode = call.attributes().text("mode", "nearest");
        return isOld(call) && (mode.equals("bilinear") || mode.equals("trilinear")) ? "linear" : mode;
    }

    /** The scales; empty if sizes are given. */
    static float[] scales(Call call) {
        int input = isOld(call) ? 1 : 2;
        if (call.has(input)) {
            return call.floats(input);
        }
        List<Float> scales = call.attributes().reals("scales");
        float[] values = new float[scales.size()];
        IntStream.range(0, values.length).forEach(i -> values[i] = scales.get(i));
        return values;
    }

    /** The sizes; empty if scales are given. */
    static long[] sizes(Call call) {
        return call.has(3) ? call.longs(3) : new long[0];
    }
}
