package adjoint.conformance.corpus;

import adjoint.Convolution;
import adjoint.FilterGradient;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.geometry.Axis;
import adjoint.geometry.Problem;
import adjoint.spi.Backend;
import java.util.Arrays;

/** The three operators as functions of two tensors. */
enum Operator {
    /** x and w to y. */
    CONVOLUTION {
        @Override
        int[] resultShape(Problem problem) {
            return problem.yShape();
        }

        @Override
        long products(Problem problem) {
            return (long) problem.geometry().taps() * problem.geometry().xGroupChannels();
        }

        @Override
        void run(Problem problem, float[] x, float[] w, Epilogue epilogue, Backend backend, float[] y) {
            Convolution.plan(problem, Floats.of(w), epilogue, backend).run(x, y);
        }
    },
    /** y and w to x. */
    TRANSPOSED_CONVOLUTION {
        @Override
        int[] resultShape(Problem problem) {
            return problem.xShape();
        }

        @Override
        long products(Problem problem) {
            return (long) problem.geometry().taps() * problem.geometry().yGroupChannels();
        }

        @Override
        void run(Problem problem, float[] y, float[] w, Epilogue epilogue, Backend backend, float[] x) {
            TransposedConvolution.plan(problem, Floats.of(w), epilogue, backend).run(y, x);
        }
    },
    /** x and y to w; takes no epilogue. */
    FILTER_GRADIENT {
        @Override
        int[] resultShape(Problem problem) {
            return problem.filterShape();
        }

        @Override
        long products(Problem problem) {
            return problem.geometry().axes().stream().mapToLong(Axis::yExtent).reduce(problem.geometry().batch(),
                    (a, b) -> a * b);
        }

        @Override
        void run(Problem problem, float[] x, float[] y, Epilogue epilogue, Backend backend, float[] w) {
            FilterGradient.plan(problem, backend).run(x, y, w);
        }
    };

    /** The result's extents in memory order. */
    abstract int[] resultShape(Problem problem);

    /** The largest number of products in one element of the result. */
    abstract long products(Problem problem);

    abstract void run(Problem problem, float[] first, float[] second, Epilogue epilogue, Backend backend,
            float[] result);

    /** Runs into an array of NaN, so that an element which is never written shows. */
    float[] run(Problem problem, float[] first, float[] second, Epilogue epilogue, Backend backend) {
        float[] result = new float[Shapes.elements(resultShape(problem))];
        Arrays.fill(result, Float.NaN);
        run(problem, first, second, epilogue, backend, result);
        return result;
    }

    float[] run(Problem problem, float[] first, float[] second, Backend backend) {
        return run(problem, first, second, Epilogue.NONE, backend);
    }
}
