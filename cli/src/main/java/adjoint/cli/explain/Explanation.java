package adjoint.cli.explain;

import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * A convolution or transposed convolution taken apart: all that the renderers show.
 *
 * @param operator which of the two
 * @param axes     the axes, outermost first
 */
record Explanation(Operator operator, List<AxisView> axes) {

    /** More places than this, over all axes, take longer to make than anybody wants to look at. */
    private static final long MAX_PLACES = 1 << 24;

    /**
     * Copies the axes.
     *
     * @throws IllegalArgumentException if they have too many places
     */
    public Explanation {
        axes = List.copyOf(axes);
        long places = 1;
        for (AxisView view : axes) {
            places *= Math.max(1, view.places());
            if (places > MAX_PLACES) {
                throw new IllegalArgumentException(view.name() + " has " + view.places()
                        + " places: must be fewer, what is explained may have " + MAX_PLACES + " in all");
            }
        }
    }

    /** One image of one channel with these axes: what is computed. */
    public Problem problem() {
        return problem(axes.stream().map(AxisView::axis).toList());
    }

    /** The result where every input element and every tap is 1, innermost axis last: how many products each element adds. */
    public float[] onesResult() {
        return run(problem());
    }

    /** As {@link #onesResult}, over all places of the axes' {@link AxisView#result results}, those that are cut included. */
    public float[] uncutOnesResult() {
        return run(uncutProblem());
    }

    /** As {@link #problem}, with an output that nothing is cut from. */
    Problem uncutProblem() {
        return problem(axes.stream().map(Explanation::uncut).toList());
    }

    /** The extents of the operator's input. */
    public int[] inputExtents() {
        return each(AxisView::inputExtent);
    }

    /** The extents of the operator's output. */
    public int[] outputExtents() {
        return each(AxisView::outputExtent);
    }

    /** One number of each axis. */
    public int[] each(ToIntFunction<AxisView> number) {
        return axes.stream().mapToInt(number).toArray();
    }

    private static Axis uncut(AxisView view) {
        if (view.operator() == Operator.CONV) {
            return view.axis();
        }
        Strip result = view.result();
        Axis axis = view.axis();
        return new Axis(result.size(), axis.yExtent(), axis.window(), result.start(), BorderMode.ZEROS);
    }

    private static Problem problem(List<Axis> axes) {
        return new Problem(new Geometry(1, 1, 1, 1, axes), Layout.NHWC, FilterLayout.HWIO);
    }

    private float[] run(Problem problem) {
        Geometry geometry = problem.geometry();
        Floats filter = Floats.of(ones(geometry.filterElements()));
        if (operator == Operator.CONV) {
            float[] y = new float[geometry.yElements()];
            Convolution.plan(problem, filter).run(ones(geometry.xElements()), y);
            return y;
        }
        float[] x = new float[geometry.xElements()];
        TransposedConvolution.plan(problem, filter).run(ones(geometry.yElements()), x);
        return x;
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
