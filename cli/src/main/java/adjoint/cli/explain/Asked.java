package adjoint.cli.explain;

import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What a framework is asked for, in numbers and words that it still has to make sense of.
 *
 * @param operator convolution or transposed convolution
 * @param input    extents of the operator's input
 * @param windows  kernel, stride and dilation of each axis
 * @param word     padding as a word; null: as pads
 * @param pads     padding as numbers, none if it is a word
 * @param output   extents wanted of a transposed convolution; empty: the framework's usual ones
 */
record Asked(Operator operator, List<Integer> input, List<Window> windows, String word, List<Padding.Explicit> pads,
        List<Integer> output) {

    /** One image of one channel, channels first. */
    int[] nchw() {
        return withOnes(2, input, 0);
    }

    /** One image of one channel, channels last. */
    int[] nhwc() {
        return withOnes(1, input, 1);
    }

    /** A filter of one channel, taps last. */
    int[] oihw() {
        return withOnes(2, kernels(), 0);
    }

    /** A filter of one channel, taps first. */
    int[] hwio() {
        return withOnes(0, kernels(), 2);
    }

    /** The output wanted of one image of one channel, channels last. */
    int[] outputNhwc() {
        return withOnes(1, output, 1);
    }

    int[] outputExtents() {
        return output.stream().mapToInt(Integer::intValue).toArray();
    }

    int[] kernel() {
        return each(Window::kernel);
    }

    int[] strides() {
        return each(Window::stride);
    }

    int[] dilations() {
        return each(Window::dilation);
    }

    /** The pads as pairs, one for each axis. */
    int[][] pairs() {
        return pads.stream().map(pad -> new int[] {pad.lo(), pad.hi()}).toArray(int[][]::new);
    }

    private List<Integer> kernels() {
        return windows.stream().map(Window::kernel).toList();
    }

    private int[] each(ToIntFunction<Window> number) {
        return windows.stream().mapToInt(number).toArray();
    }

    private static int[] withOnes(int before, List<Integer> extents, int after) {
        int[] shape = new int[before + extents.size() + after];
        Arrays.fill(shape, 1);
        for (int axis = 0; axis < extents.size(); axis++) {
            shape[before + axis] = extents.get(axis);
        }
        return shape;
    }
}
