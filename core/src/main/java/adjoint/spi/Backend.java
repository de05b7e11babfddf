package adjoint.spi;

import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import java.util.Optional;

/**
 * An implementation of the three operators, found by {@link java.util.ServiceLoader}.
 *
 * <p>It must be possible to load and construct a backend where it cannot run, so that {@link #unavailable} can say why. The
 * callers have checked what they pass: sizes are right, nothing is null, the bias fits, outputs are writable and overlap no
 * input (a residual may be the output itself). Every problem must be accepted. Plans are immutable and thread-safe.
 */
public interface Backend {

    /**
     * The name by which {@code -Dadjoint.backend} asks for it.
     *
     * @return a short lower-case word
     */
    String name();

    /**
     * Which backend is preferred: the highest available one.
     *
     * @return the priority; the reference has 0
     */
    int priority();

    /**
     * Why this backend cannot run here.
     *
     * @return the reason and what would help, or empty if it can run
     */
    Optional<String> unavailable();

    /**
     * Plans a convolution: x to y.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter in the problem's filter layout; not kept
     * @param prologue what happens to each element of the input
     * @param epilogue bias has {@code yChannels} values
     * @param workers  who computes; a backend may leave some of them idle
     * @return the plan
     */
    MapPlan convolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Workers workers);

    /**
     * Plans a transposed convolution: y to x.
     *
     * @param problem  geometry and layouts
     * @param filter   the filter in the problem's filter layout; not kept
     * @param prologue what happens to each element of the input
     * @param epilogue bias has {@code xChannels} values
     * @param workers  who computes; a backend may leave some of them idle
     * @return the plan
     */
    MapPlan transposedConvolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Workers workers);

    /**
     * Plans a filter gradient: x and y to w.
     *
     * @param problem geometry and layouts
     * @param workers who computes; a backend may leave some of them idle
     * @return the plan
     */
    GradientPlan filterGradient(Problem problem, Workers workers);

    /** What every plan tells. */
    interface Plan {
        /**
         * How it computes and why.
         *
         * @return one or more lines
         */
        String describe();

        /**
         * Memory that one run needs beside the caller's tensors, where these are arrays.
         *
         * @return the size in bytes
         */
        long workspaceBytes();
    }

    /** A plan of a linear map of one side to the other, with its prologue and epilogue. */
    interface MapPlan extends Plan {
        /**
         * Computes.
         *
         * @param input    the side that is read
         * @param output   the side that is written, every element
         * @param residual what the epilogue adds, of the output's size; null if it adds none
         * @param factors  what the prologue multiplies by, of the size of the input's batch and channels; null if it does not
         */
        void run(Floats input, Floats output, Floats residual, Floats factors);
    }

    /** A plan of a filter gradient. */
    interface GradientPlan extends Plan {
        /**
         * Computes.
         *
         * @param x the x side
         * @param y the y side
         * @param w the filter, written, every element
         */
        void run(Floats x, Floats y, Floats w);
    }
}
