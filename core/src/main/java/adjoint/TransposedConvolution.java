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
 * A planned transposed convolution ("deconvolution"): the adjoint of the convolution in its input, {@code x[n, c, p] = sum over
 * o, i, t with i*stride + t*dilation - lo = p of w[o, c, t] * y[n, o, i]}.
 *
 * <p>Shapes, in the order of the problem's layout: x {@code [N, C, x extents]}, y {@code [N, O, y extents]}, filter
 * {@code [O, C/groups, kernel]} in the order of its filter layout. Each run writes every element of x.
 *
 * <p>A plan is immutable and may be run from many threads at once. It keeps a packed copy of the filter, not the caller's.
 */
public final class TransposedConvolution {

    private final PlannedMap map;

    private TransposedConvolution(PlannedMap map) {
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
    public static TransposedConvolution plan(Problem problem, Floats filter) {
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
    public static TransposedConvolution plan(Problem problem, Floats filter, Workers workers) {
        return plan(problem, filter, Epilogue.NONE, workers);
    }

    /**
     * Plans on the preferred backend, to compute in the calling thread.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of x before it is stored
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static TransposedConvolution plan(Problem problem, Floats filter, Epilogue epilogue) {
        return plan(problem, filter, epilogue, Backends.preferred());
    }

    /**
     * Plans on the preferred backend, to compute on given threads.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of x before it is stored
     * @param workers  the threads that each run shares its work among
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static TransposedConvolution plan(Problem problem, Floats filter, Epilogue epilogue, Workers workers) {
        return plan(problem, filter, epilogue, Backends.preferred(), workers);
    }

    /**
     * Plans on a given backend, to compute in the calling thread.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of x before it is stored
     * @param backend  the backend
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static TransposedConvolution plan(Problem problem, Floats filter, Epilogue epilogue, Backend backend) {
        return plan(problem, filter, epilogue, backend, Workers.CALLER);
    }

    /**
     * Plans on a given backend, to compute on given threads.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param epilogue what happens to each element of x before it is stored
     * @param backend  the backend
     * @param workers  the threads that each run shares its work among
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static TransposedConvolution plan(Problem problem, Floats filter, Epilogue epilogue, Backend backend,
            Workers workers) {
        return plan(problem, filter, Prologue.NONE, epilogue, backend, workers);
    }

    /**
     * Plans on a given backend, to compute on given threads, with a prologue.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter, copied
     * @param prologue what happens to each element of y as it is read
     * @param epilogue what happens to each element of x before it is stored
     * @param backend  the backend
     * @param workers  the threads that each run shares its work among
     * @return the plan
     * @throws IllegalArgumentException if the filter or the bias has another size than the problem needs
     */
    public static TransposedConvolution plan(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Backend backend, Workers workers) {
        return new TransposedConvolution(
                PlannedMap.transposedConvolution(problem, filter, prologue, epilogue, backend, workers));
    }

    /**
     * Computes x from y.
     *
     * @param y the input
     * @param x the output; must not overlap the input
     * @throws IllegalArgumentException if a tensor has the wrong size, x is read-only or overlaps y, or the plan needs a
     *                                  residual or factors; nothing is written then
     */
    public void run(Floats y, Floats x) {
        map.run(y, x, null, null);
    }

    /**
     * Computes x from y and adds a residual.
     *
     * @param y the input
     * @param x the output; must not overlap the input
     * @param residual what is added, of the shape of x; may be x itself
     * @throws IllegalArgumentException if a tensor has the wrong size, x is read-only or overlaps y or part of the residual,
     *                                  the epilogue adds no residual, or the prologue needs factors; nothing is written then
     */
    public void run(Floats y, Floats x, Floats residual) {
        map.run(y, x, Check.notNull("residual", residual), null);
    }

    /**
     * Computes x from y with all that the plan's prologue and epilogue need.
     *
     * @param y the input
     * @param x the output; must not overlap the input or the factors
     * @param residual what is added, of the shape of x; may be x itself; null if the epilogue adds none
     * @param factors what {@link Prologue#CHANNEL_FACTORS} multiplies by, {@code [N, O]}; null if there is no prologue
     * @throws IllegalArgumentException if a tensor has the wrong size, x is read-only or overlaps y, the factors or part of the
     *                                  residual, or if what the plan needs is missing or what it does not need is given; nothing
     *                                  is written then
     */
    public void run(Floats y, Floats x, Floats residual, Floats factors) {
        map.run(y, x, residual, factors);
    }

    /**
     * Computes x from y in whole arrays; see {@link #run(Floats, Floats)}.
     *
     * @param y the input
     * @param x the output
     */
    public void run(float[] y, float[] x) {
        map.run(y, x);
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
