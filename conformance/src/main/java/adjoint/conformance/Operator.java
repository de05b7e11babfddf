package adjoint.conformance;

import adjoint.Convolution;
import adjoint.FilterGradient;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import java.util.Arrays;

/** The three operators, so that what holds for each of them is written once. */
public enum Operator {
    /** x and w to y. */
    CONVOLUTION {
        @Override
        public int outputs(Problem problem) {
            return problem.geometry().yElements();
        }

        @Override
        public Plan plan(Backend backend, Problem problem, float[] filter, Workers workers) {
            Convolution plan = Convolution.plan(problem, Floats.of(filter), Epilogue.NONE, backend, workers);
            return in -> result(problem, out -> plan.run(in.x(), out));
        }
    },
    /** y and w to x. */
    TRANSPOSED_CONVOLUTION {
        @Override
        public int outputs(Problem problem) {
            return problem.geometry().xElements();
        }

        @Override
        public Plan plan(Backend backend, Problem problem, float[] filter, Workers workers) {
            TransposedConvolution plan = TransposedConvolution.plan(problem, Floats.of(filter), Epilogue.NONE, backend,
                    workers);
            return in -> result(problem, out -> plan.run(in.y(), out));
        }
    },
    /** x and y to w. */
    FILTER_GRADIENT {
        @Override
        public int outputs(Problem problem) {
            return problem.geometry().filterElements();
        }

        @Override
        public Plan plan(Backend backend, Problem problem, float[] filter, Workers workers) {
            FilterGradient plan = FilterGradient.plan(problem, backend, workers);
            return in -> result(problem, out -> plan.run(in.x(), in.y(), out));
        }
    };

    /** A plan of any operator, without an epilogue. */
    @FunctionalInterface
    public interface Plan {
        /**
         * Runs it.
         *
         * @param in the tensors; the filter was planned with, and what the operator writes is neither read nor written
         * @return the result in a new array, NaN where the backend wrote nothing
         */
        float[] run(Tensors in);
    }

    /** Writes into a result. */
    @FunctionalInterface
    interface Run {
        void into(float[] out);
    }

    /**
     * Size of the result.
     *
     * @param problem the problem
     * @return its number of elements
     */
    public abstract int outputs(Problem problem);

    /**
     * Plans.
     *
     * @param backend the backend
     * @param problem the problem
     * @param filter  the filter; of no account for the filter gradient
     * @param workers who computes
     * @return the plan
     */
    public abstract Plan plan(Backend backend, Problem problem, float[] filter, Workers workers);

    /**
     * Plans and runs once, in the calling thread.
     *
     * @param backend the backend
     * @param problem the problem
     * @param in      the tensors; the one that the operator writes is neither read nor written
     * @return the result in a new array, NaN where the backend wrote nothing
     */
    public float[] apply(Backend backend, Problem problem, Tensors in) {
        return plan(backend, problem, in.w(), Workers.CALLER).run(in);
    }

    float[] result(Problem problem, Run run) {
        float[] out = new float[outputs(problem)];
        Arrays.fill(out, Float.NaN);
        run.into(out);
        return out;
    }
}
