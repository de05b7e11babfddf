package adjoint.conformance;

import adjoint.Convolution;
import adjoint.FilterGradient;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Axis;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import java.util.Arrays;

/** The three operators, so that what holds for each of them is written once. */
public enum Operator {
    /** x and w to y. */
    CONVOLUTION {
        @Override
        public int[] resultShape(Problem problem) {
            return problem.yShape();
        }

        @Override
        public long products(Problem problem) {
            return (long) problem.geometry().taps() * problem.geometry().xGroupChannels();
        }

        @Override
        public Plan plan(Backend backend, Problem problem, float[] filter, Epilogue epilogue, Workers workers) {
            Convolution plan = Convolution.plan(problem, Floats.of(filter), epilogue, backend, workers);
            return in -> result(problem, out -> plan.run(in.x(), out));
        }

        @Override
        public float[] written(Tensors tensors) {
            return tensors.y();
        }

        @Override
        public Tensors withWritten(Tensors tensors, float[] result) {
            return new Tensors(tensors.x(), tensors.w(), result);
        }
    },
    /** y and w to x. */
    TRANSPOSED_CONVOLUTION {
        @Override
        public int[] resultShape(Problem problem) {
            return problem.xShape();
        }

        @Override
        public long products(Problem problem) {
            return (long) problem.geometry().taps() * problem.geometry().yGroupChannels();
        }

        @Override
        public Plan plan(Backend backend, Problem problem, float[] filter, Epilogue epilogue, Workers workers) {
            TransposedConvolution plan = TransposedConvolution.plan(problem, Floats.of(filter), epilogue, backend,
                    workers);
            return in -> result(problem, out -> plan.run(in.y(), out));
        }

        @Override
        public float[] written(Tensors tensors) {
            return tensors.x();
        }

        @Override
        public Tensors withWritten(Tensors tensors, float[] result) {
            return new Tensors(result, tensors.w(), tensors.y());
        }
    },
    /** x and y to w; takes no epilogue. */
    FILTER_GRADIENT {
        @Override
        public int[] resultShape(Problem problem) {
            return problem.filterShape();
        }

        @Override
        public long products(Problem problem) {
            return problem.geometry().axes().stream().mapToLong(Axis::yExtent).reduce(problem.geometry().batch(),
                    (a, b) -> a * b);
        }

        @Override
        public Plan plan(Backend backend, Problem problem, float[] filter, Epilogue epilogue, Workers workers) {
            FilterGradient plan = FilterGradient.plan(problem, backend, workers);
            return in -> result(problem, out -> plan.run(in.x(), in.y(), out));
        }

        @Override
        public float[] written(Tensors tensors) {
            return tensors.w();
        }

        @Override
        public Tensors withWritten(Tensors tensors, float[] result) {
            return new Tensors(tensors.x(), result, tensors.y());
        }
    };

    /** A plan of any operator, without a residual. */
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
     * The result's extents in memory order.
     *
     * @param problem the problem
     * @return the shape
     */
    public abstract int[] resultShape(Problem problem);

    /**
     * Size of the result.
     *
     * @param problem the problem
     * @return its number of elements
     */
    public int outputs(Problem problem) {
        return Arrays.stream(resultShape(problem)).reduce(1, (a, b) -> a * b);
    }

    /**
     * How much is summed.
     *
     * @param problem the problem
     * @return the largest number of products in one element of the result
     */
    public abstract long products(Problem problem);

    /**
     * The tensor that the operator writes.
     *
     * @param tensors one for each role
     * @return that of the result
     */
    public abstract float[] written(Tensors tensors);

    /**
     * The same tensors with another one in the place of that which the operator writes.
     *
     * @param tensors one for each role
     * @param result  that of the result
     * @return new tensors
     */
    public abstract Tensors withWritten(Tensors tensors, float[] result);

    /**
     * Plans.
     *
     * @param backend  the backend
     * @param problem  the problem
     * @param filter   the filter; of no account for the filter gradient
     * @param epilogue what happens to each element; of no account for the filter gradient
     * @param workers  who computes
     * @return the plan
     */
    public abstract Plan plan(Backend backend, Problem problem, float[] filter, Epilogue epilogue, Workers workers);

    /**
     * Plans without an epilogue.
     *
     * @param backend the backend
     * @param problem the problem
     * @param filter  the filter; of no account for the filter gradient
     * @param workers who computes
     * @return the plan
     */
    public Plan plan(Backend backend, Problem problem, float[] filter, Workers workers) {
        return plan(backend, problem, filter, Epilogue.NONE, workers);
    }

    /**
     * Plans and runs once, in the calling thread.
     *
     * @param backend  the backend
     * @param problem  the problem
     * @param in       the tensors; the one that the operator writes is neither read nor written
     * @param epilogue what happens to each element; of no account for the filter gradient
     * @return the result in a new array, NaN where the backend wrote nothing
     */
    public float[] apply(Backend backend, Problem problem, Tensors in, Epilogue epilogue) {
        return plan(backend, problem, in.w(), epilogue, Workers.CALLER).run(in);
    }

    /**
     * Plans without an epilogue and runs once, in the calling thread.
     *
     * @param backend the backend
     * @param problem the problem
     * @param in      the tensors; the one that the operator writes is neither read nor written
     * @return the result in a new array, NaN where the backend wrote nothing
     */
    public float[] apply(Backend backend, Problem problem, Tensors in) {
        return apply(backend, problem, in, Epilogue.NONE);
    }

    float[] result(Problem problem, Run run) {
        float[] out = new float[outputs(problem)];
        Arrays.fill(out, Float.NaN);
        run.into(out);
        return out;
    }
}
