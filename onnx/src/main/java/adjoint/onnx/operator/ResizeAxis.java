package adjoint.onnx.operator;

import adjoint.onnx.Shape;
import java.util.Arrays;

/**
 * One axis that is resized.
 *
 * @param from  its extent
 * @param to    extent of the result
 * @param scale how many times as large the result is, which {@code to} may round
 * @param mode  how places in the result and in the input belong together
 * @param start where the part of the input that is taken begins, in parts of the axis
 * @param end   where it ends
 */
record ResizeAxis(int from, int to, double scale, String mode, double start, double end) {

    private static final String CROP = "tf_crop_and_resize";

    /** All axes of a node. */
    static ResizeAxis[] of(Call call) {
        Shape shape = call.shape(0);
        int[] axes = Axes.of(call, Axes.NO_INPUT);
        float[] scales = Resize.scales(call);
        long[] sizes = Resize.sizes(call);
        if (sizes.length == 0 && scales.length != axes.length || sizes.length > 0 && sizes.length != axes.length) {
            throw new IllegalArgumentException("scales=" + Arrays.toString(scales) + ", sizes="
                    + Arrays.toString(sizes) + ": must be one of both, for each of " + axes.length + " axes");
        }
        String mode = call.attributes().text("coordinate_transformation_mode",
                Resize.isOld(call) ? "asymmetric" : "half_pixel");
        ResizeAxis[] all = new ResizeAxis[shape.rank()];
        for (int axis = 0; axis < all.length; axis++) {
            all[axis] = new ResizeAxis(shape.get(axis), shape.get(axis), 1, "asymmetric", 0, 1);
        }
        float[] roi = mode.equals(CROP) ? call.floats(1) : new float[0];
        double common = sizes.length == 0 ? 0 : commonScale(call, shape, axes, sizes);
        for (int i = 0; i < axes.length; i++) {
            int from = shape.get(axes[i]);
            double scale = sizes.length == 0 ? scales[i] : common > 0 ? common : (double) sizes[i] / from;
            long to = sizes.length == 0
                    ? (long) Math.floor(from * scale)
                    : common > 0 ? (long) (common * from + 0.5) : sizes[i];
            if (to != (int) to || to < 0 || to > 0 && !(scale > 0)) {
                throw new IllegalArgumentException(
                        "scale=" + scale + ", size=" + to + ": must be above 0 and below 2^31");
            }
            boolean crops = roi.length == 2 * axes.length;
            all[axes[i]] = new ResizeAxis(from, (int) to, scale, mode, crops ? roi[i] : 0,
                    crops ? roi[axes.length + i] : 1);
        }
        return all;
    }

    /** The scale of all axes, if they keep their ratio; else 0. */
    private static double commonScale(Call call, Shape shape, int[] axes, long... sizes) {
        String policy = call.attributes().text("keep_aspect_ratio_policy", "stretch");
        double[] scales = new double[axes.length];
        Arrays.setAll(scales, i -> (double) sizes[i] / shape.get(axes[i]));
        return switch (policy) {
            case "stretch" -> 0;
            case "not_larger" -> Arrays.stream(scales).min().orElse(0);
            case "not_smaller" -> Arrays.stream(scales).max().orElse(0);
            default -> throw new IllegalArgumentException(
                    "keep_aspect_ratio_policy=" + policy + ": must be stretch, not_larger or not_smaller");
        };
    }

    /** The place in the input of an element of the result. */
    double place(int i) {
        double length = scale * from;
        return switch (mode) {
            case "asymmetric" -> i / scale;
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> to > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "half_pixel_symmetric" -> from / 2.0 * (1 - to / length) + (i + 0.5) / scale - 0.5;
            case "tf_half_pixel_for_nn" -> (i + 0.5) / scale; // of opset 11 alone
            case "align_corners" -> length == 1 ? 0 : i * (from - 1) / (length - 1);
            case CROP -> start * (from - 1)
                    + (end - start) * (from - 1) * (length == 1 ? 0.5 : i / (length - 1));
            default -> throw new IllegalArgumentException("coordinate_transformation_mode=" + mode
                    + ": must be half_pixel, half_pixel_symmetric, pytorch_half_pixel, align_corners, asymmetric or "
                    + CROP);
        };
    }

    /** Whether an element of the result lies outside of the input, where that makes a difference. */
    boolean isOutside(int i) {
        return mode.equals(CROP) && !(place(i) >= 0 && place(i) <= from - 1);
    }
}
