package adjoint;

import adjoint.buffer.Floats;
import adjoint.check.Check;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import adjoint.spi.Backends;

/**
 * A planned convolution: {@code y[n, o, i] = sum over c, t of w[o, c, t] * x[n, c, i*stride + t*dilation - lo]} (a
 * cross-correlation, as in every deep-learning framework).
 *
 * <p>Shapes, in the order of the problem's layout: x {@code [N, C, x extents]}, y {@code [N, O, y extents]}, filter
 * {@code [O, C/groups, kernel]} in the order of its filter layout. Each run writes every element of y.
 *
 * <p>A plan is immutable and may be run from many threads at once. It keeps a packed copy of the filter, not the caller's.
 */
public final class Convolution {

    private final PlannedMap map;

    private Convolution(PlannedMap map) {
        this.map = map;
    }

    /**
     * Plans on the preferred backend, to compute in the calling thread, without an epilogue.
     *
     * @param problem geometry and layouts
     * @param filter  the filter, copied
     * @return the plan
     * @throws IllegalArgumentException if the filter has another size than the problem's filter shape
     */
    public static Convolution plan(Problem problem, Floats filter) {
        return plan(problem, filter, Epilogue.NONE);
    }

    /**
     * Plans without an epilogue on the preferred backend, to compute on given threads.
     *
     * @param problem geometry and layouts
     * @param filter  the filter, copied
     * @param workers who computes
     * @return the plan
     * @throws IllegalArgumentException if the filter has another size than the problem's filter shape
     */
    public static Convolution plan(Problem problem, Floats filter, Workers workers) {
        return plan(problem, filter, Epilogue.NONE, workers);
    }

    /**
     * Plans on the preferred backend, to compute in the calling thread.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of y before it is stored
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static Convolution plan(Problem problem, Floats filter, Epilogue epilogue) {
        return plan(problem, filter, epilogue, Backends.preferred());
    }

    /**
     * Plans on the preferred backend, to compute on given threads.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of y before it is stored
     * @param workers  the threads that each run shares its work among
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static Convolution plan(Problem problem, Floats filter, Epilogue epilogue, Workers workers) {
        return plan(problem, filter, epilogue, Backends.preferred(), workers);
    }

    /**
     * Plans on a given backend, to compute in the calling thread.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of y before it is stored
     * @param backend  the backend
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static Convolution plan(Problem problem, Floats filter, Epilogue epilogue, Backend backend) {
        return plan(problem, filter, epilogue, backend, Workers.CALLER);
    }

    /**
     * Plans on a given backend, to compute on given threads.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of y before it is stored
     * @param backend  the backend
     * @param workers  the threads that each run shares its work among
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static Convolution plan(Problem problem, Floats filter, Epilogue epilogue, Backend backend,
            Workers workers) {
        return plan(problem, filter, Prologue.NONE, epilogue, backend, workers);
    }

    /**
     * Plans on a given backend, to compute on given threads, with a prologue.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param prologue what happens to each element of x as it is read
     * @param epilogue what happens to each element of y before it is stored
     * @param backend  the backend
     * @param workers  the threads that each run shares its work among
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static Convolution plan(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Backend backend, Workers workers) {
        return new Convolution(PlannedMap.convolution(problem, filter, prologue, epilogue, backend, workers));
    }

    /**
     * Computes y from x.
     *
     * @param x the input
     * @param y the output; must not overlap the input
     * @throws IllegalArgumentException if a tensor has the wrong size, y is read-only or overlaps x, or the plan needs a
     *                                  residual or factors; nothing is written then
     */
    public void run(Floats x, Floats y) {
        map.run(x, y, null, null);
    }

    /**
     * Computes y from x and adds a residual.
     *
     * @param x the input
     * @param y the output; must not overlap the input
     * @param residual what is added, of the shape of y; may be y itself
     * @throws IllegalArgumentException if a tensor has the wrong size, y is read-only or overlaps x or part of the residual,
     *                                  the epilogue adds no residual, or the prologue needs factors; nothing is written then
     */
    public void run(Floats x, Floats y, Floats residual) {
        map.run(x, y, Check.notNull("residual", residual), null);
    }

    /**
     * Computes y from x with all that the plan's prologue and epilogue need.
     *
     * @param x the input
     * @param y the output; must not overlap the input or the factors
     * @param residual what is added, of the shape of y; may be y itself; null if the epilogue adds none
     * @param factors what {@link Prologue#CHANNEL_FACTORS} multiplies by, {@code [N, C]}; null if there is no prologue
     * @throws IllegalArgumentException if a tensor has the wrong size, y is read-only or overlaps x, the factors or part of the
     *                                  residual, or if what the plan needs is missing or what it does not need is given; nothing
     *                                  is written then
     */
    public void run(Floats x, Floats y, Floats residual, Floats factors) {
        map.run(x, y, residual, factors);
    }

    /**
     * Computes y from x in whole arrays; see {@link #run(Floats, Floats)}.
     *
     * @param x the input
     * @param y the output
     */
    public void run(float[] x, float[] y) {
        map.run(x, y);
    }

    /**
     * What is computed.
     *
     * @return the problem
     */
    public Problem problem() {
        return map.problem();
    }

    /**
     * How it is computed and why.
     *
     * @return one or more lines
     */
    public String describe() {
        return map.plan().describe();
    }

    /**
     * Memory that one run needs beside the caller's tensors, where these are arrays: others are copied.
     *
     * @return the size in bytes
     */
    public long workspaceBytes() {
        return map.plan().workspaceBytes();
    }
}
