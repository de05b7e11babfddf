package adjoint;

import adjoint.buffer.Floats;
import adjoint.check.Check;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import adjoint.spi.Backends;

/**
 * A planned filter gradient: the adjoint of the convolution in its filter, {@code w[o, c, t] = sum over n, i of y[n, o, i] *
 * x[n, c, i*stride + t*dilation - lo]}. With y the gradient of a loss with respect to the convolution's output, w is its
 * gradient with respect to the filter.
 *
 * <p>Shapes as in {@link Convolution}. Each run writes every element of w. A plan is immutable and may be run from many
 * threads at once.
 */
public final class FilterGradient {

    private final Problem problem;
    private final Backend.GradientPlan plan;

    private FilterGradient(Problem problem, Backend.GradientPlan plan) {
        this.problem = problem;
        this.plan = plan;
    }

    /**
     * Plans on the preferred backend, to compute in the calling thread.
     *
     * @param problem geometry and layouts
     * @return the plan
     */
    public static FilterGradient plan(Problem problem) {
        return plan(problem, Backends.preferred());
    }

    /**
     * Plans on the preferred backend, to compute on given threads.
     *
     * @param problem geometry and layouts
     * @param workers the threads that each run shares its work among
     * @return the plan
     */
    public static FilterGradient plan(Problem problem, Workers workers) {
        return plan(problem, Backends.preferred(), workers);
    }

    /**
     * Plans on a given backend, to compute in the calling thread.
     *
     * @param problem geometry and layouts
     * @param backend the backend
     * @return the plan
     */
    public static FilterGradient plan(Problem problem, Backend backend) {
        return plan(problem, backend, Workers.CALLER);
    }

    /**
     * Plans on a given backend, to compute on given threads.
     *
     * @param problem geometry and layouts
     * @param backend the backend
     * @param workers the threads that each run shares its work among
     * @return the plan
     */
    public static FilterGradient plan(Problem problem, Backend backend, Workers workers) {
        Check.notNull("problem", problem);
        Check.notNull("backend", backend);
        Check.notNull("workers", workers);
        return new FilterGradient(problem, backend.filterGradient(problem, workers));
    }

    /**
     * Computes w from x and y.
     *
     * @param x the image side
     * @param y the other side
     * @param w the filter, in the problem's filter layout; must not overlap x or y
     * @throws IllegalArgumentException if a tensor has the wrong size, or w is read-only or overlaps another; nothing is
     *                                  written then
     */
    public void run(Floats x, Floats y, Floats w) {
        Operand.image(problem, Side.X, "x", x);
        Operand.image(problem, Side.Y, "y", y);
        Operand.filter(problem, "w", w);
        Operand.writable("w", w);
        Operand.disjoint("w", w, "x", x);
        Operand.disjoint("w", w, "y", y);
        plan.run(x, y, w);
    }

    /**
     * Computes w from x and y in whole arrays; see {@link #run(Floats, Floats, Floats)}.
     *
     * @param x the image side
     * @param y the other side
     * @param w the filter
     */
    public void run(float[] x, float[] y, float[] w) {
        Check.notNull("x", x);
        Check.notNull("y", y);
        Check.notNull("w", w);
        run(Floats.of(x), Floats.of(y), Floats.of(w));
    }

    /**
     * What is computed.
     *
     * @return the problem
     */
    public Problem problem() {
        return problem;
    }

    /**
     * How it is computed and why.
     *
     * @return one or more lines
     */
    public String describe() {
        return plan.describe();
    }

    /**
     * Memory that one run needs beside the caller's tensors, where these are arrays: others are copied.
     *
     * @return the size in bytes
     */
    public long workspaceBytes() {
        return plan.workspaceBytes();
    }
}
