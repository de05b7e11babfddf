package adjoint.cli.explain;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.Geometry;
import adjoint.geometry.Interval;
import adjoint.geometry.Padding;
import adjoint.geometry.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is to be explained, one value per axis.
 *
 * @param operator convolution or transposed convolution
 * @param input    extents of the operator's input
 * @param windows  kernel, stride and dilation
 * @param paddings padding
 * @param output   extents wanted of a transposed convolution; empty: the usual ones
 */
record Request(Operator operator, List<Integer> input, List<Window> windows, List<Padding> paddings,
        List<Integer> output) {

    private static final List<String> NAMES = List.of("depth", "height", "width");

    /** Checks that the numbers of values agree. */
    public Request {
        input = List.copyOf(input);
        windows = List.copyOf(windows);
        paddings = List.copyOf(paddings);
        output = List.copyOf(output);
        if (operator == Operator.CONV && !output.isEmpty()) {
            throw new IllegalArgumentException(
                    "output=" + output + ": must not be given, a convolution's output follows");
        }
    }

    /**
     * Resolves the numbers.
     *
     * @throws IllegalArgumentException naming the axis, if a padding does not fit
     */
    public Explanation explain() {
        return new Explanation(operator, IntStream.range(0, input.size()).mapToObj(this::axis).toList());
    }

    /**
     * Resolves the numbers by the rules of a framework.
     *
     * @throws IllegalArgumentException in the framework's words, if it has no such call
     */
    static Explanation explain(Framework framework, Asked asked) {
        List<Axis> axes = framework.call(asked).problem().geometry().axes();
        return new Explanation(asked.operator(), IntStream.range(0, axes.size()).mapToObj(at -> {
            Padding padding = padding(asked, at, axes.get(at));
            return new AxisView(asked.operator(), axisName(at, axes.size()), padding, axes.get(at),
                    padding.validOutputSizes(axes.get(at).yExtent(), axes.get(at).window()));
        }).toList());
    }

    /** The padding that gives an axis: the one with the framework's word or pads if it means the same here, else its numbers. */
    private static Padding padding(Asked asked, int at, Axis axis) {
        Stream<Padding> same = asked.word() == null
                ? Stream.of(asked.pads().get(at))
                : Arrays.stream(Padding.Mode.values()).filter(mode -> asked.word().equalsIgnoreCase(mode.name())
                        || asked.word().equals("SAME_UPPER") && mode == Padding.Mode.SAME).map(Padding.class::cast);
        return same.filter(padding -> gives(padding, axis)).findFirst()
                .orElseGet(() -> Padding.explicit(axis.lo(), axis.hi()));
    }

    private static boolean gives(Padding padding, Axis axis) {
        try {
            return padding.between(axis.xExtent(), axis.yExtent(), axis.window(), axis.border()).equals(axis);
        } catch (IllegalArgumentException inadmissible) {
            return false;
        }
    }

    /** The name of an axis: the innermost one is the width. */
    static String axisName(int axis, int rank) {
        return NAMES.get(Geometry.MAX_RANK - rank + axis);
    }

    private AxisView axis(int at) {
        String name = axisName(at, input.size());
        Padding padding = paddings.get(at);
        try {
            Axis axis = resolve(at, padding);
            Interval admissible = padding.validOutputSizes(axis.yExtent(), axis.window());
            return new AxisView(operator, name, padding, axis, admissible);
        } catch (IllegalArgumentException refusal) {
            throw new IllegalArgumentException(name + ": " + inWordsOf(operator, refusal.getMessage()), refusal);
        }
    }

    private Axis resolve(int at, Padding padding) {
        int extent = input.get(at);
        Window window = windows.get(at);
        if (operator == Operator.CONV) {
            return padding.fromX(extent, window, BorderMode.ZEROS);
        }
        return output.isEmpty()
                ? padding.fromY(extent, window, BorderMode.ZEROS)
                : padding.between(output.get(at), extent, window, BorderMode.ZEROS);
    }

    /** The geometry speaks of x and y; whoever asked, of input and output. */
    private static String inWordsOf(Operator operator, String message) {
        boolean conv = operator == Operator.CONV;
        return message.replace("xExtent", conv ? "input" : "output").replace("yExtent", conv ? "output" : "input");
    }
}
