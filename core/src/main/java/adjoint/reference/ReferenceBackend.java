package adjoint.reference;

import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import java.util.Optional;

/** Computes every problem in plain loops. */
public final class ReferenceBackend implements Backend {

    /** For the service loader. */
    public ReferenceBackend() {
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public MapPlan convolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Workers workers) {
        float[] w = toArray(filter);
        return new LoopMap("convolution", problem.geometry().xElements(), problem.geometry().yElements(),
                (x, y) -> Loops.convolution(problem, x, w, y), problem.geometry().xChannels(), problem.xStrides(),
                new ScalarEpilogue(epilogue, problem.geometry().yChannels(), problem.yStrides().channel()));
    }

    @Override
    public MapPlan transposedConvolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Workers workers) {
        float[] w = toArray(filter);
        return new LoopMap("transposed convolution", problem.geometry().yElements(), problem.geometry().xElements(),
                (y, x) -> Loops.transposedConvolution(problem, y, w, x), problem.geometry().yChannels(),
                problem.yStrides(),
                new ScalarEpilogue(epilogue, problem.geometry().xChannels(), problem.xStrides().channel()));
    }

    @Override
    public GradientPlan filterGradient(Problem problem, Workers workers) {
        return new LoopGradient(problem);
    }

    private static float[] toArray(Floats floats) {
        float[] array = new float[floats.size()];
        floats.read(0, array, 0, array.length);
        return array;
    }

    /** One of the two linear maps, accumulating into doubles that start as zeros. */
    @FunctionalInterface
    private interface Accumulation {
        void run(float[] input, double[] output);
    }

    private record LoopMap(String operator, int inputs, int outputs, Accumulation accumulation, int channels,
            TensorStrides strides, ScalarEpilogue epilogue) implements MapPlan {
        @Override
        public void run(Floats input, Floats output, Floats residual, Floats factors) {
            double[] sums = new double[outputs];
            float[] in = toArray(input);
            if (factors != null) {
                scale(in, toArray(factors));
            }
            accumulation.run(in, sums);
            output.write(0, epilogue.apply(sums, residual == null ? null : toArray(residual)), 0, outputs);
        }

        private void scale(float[] input, float... factors) {
            for (int at = 0; at < input.length; at++) {
                input[at] *= factors[at / strides.batch() * channels + at / strides.channel() % channels];
            }
        }

        @Override
        public String describe() {
            return "reference: " + operator + " in scalar loops";
        }

        @Override
        public long workspaceBytes() {
            return (long) outputs * (Double.BYTES + 2 * Float.BYTES) + (long) inputs * Float.BYTES;
        }
    }

    private record LoopGradient(Problem problem) implements GradientPlan {
        @Override
        public void run(Floats x, Floats y, Floats w) {
            float[] gradient = new float[problem.geometry().filterElements()];
            Loops.filterGradient(problem, toArray(x), toArray(y), gradient);
            w.write(0, gradient, 0, gradient.length);
        }

        @Override
        public String describe() {
            return "reference: filter gradient in scalar loops";
        }

        @Override
        public long workspaceBytes() {
            Geometry g = problem.geometry();
            return (long) g.filterElements() * (Double.BYTES + Float.BYTES)
                    + ((long) g.xElements() + g.yElements()) * Float.BYTES;
        }
    }
}
