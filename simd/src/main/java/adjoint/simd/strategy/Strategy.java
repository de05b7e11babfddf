package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.parallel.Workers;
import adjoint.simd.gather.Gather;
import java.util.Optional;

/** A way to compute gathers. */
public interface Strategy {

    /**
     * The algorithm's name.
     *
     * @return a noun
     */
    String name();

    /**
     * Why this is not the way to compute a problem.
     *
     * @param gather the problem
     * @return the reason, or empty if it takes it
     */
    Optional<String> rejects(Gather gather);

    /**
     * Plans.
     *
     * @param gather   the problem, not rejected
     * @param filter   the caller's filter; not kept
     * @param epilogue what happens to each output
     * @param workers  who computes
     * @return the plan
     */
    Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers);

    /** A planned gather: immutable, thread-safe. */
    interface Planned {
        /**
         * Computes.
         *
         * @param in       the input
         * @param out      the output
         * @param residual what is added, null if nothing
         * @param factors  what the channels of each image are multiplied by, null if by nothing
         */
        void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors);

        /**
         * How it computes.
         *
         * @return kernel and block sizes, on one line
         */
        String describe();

        /**
         * Memory that one run needs.
         *
         * @return the size in bytes
         */
        long workspaceBytes();
    }
}
