package adjoint.simd;

import adjoint.buffer.FloatArray;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.simd.gather.Gather;
import adjoint.simd.pack.Edge;
import adjoint.simd.strategy.Strategy;
import adjoint.spi.Backend;
import java.util.Optional;

/**
 * The vectorised backend. This class holds no vector type in its fields or initialisers, so that it can be loaded, and say what
 * is missing, where the Vector API is not there.
 */
public final class SimdBackend implements Backend {

    /** For the service loader. */
    public SimdBackend() {
    }

    @Override
    public String name() {
        return "simd";
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public Optional<String> unavailable() {
        return Availability.REASON;
    }

    @Override
    public MapPlan convolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Workers workers) {
        return new Map(
                Strategies.plan(Gather.convolution(planar(problem)), Edge.read(filter), prologue, epilogue, workers));
    }

    @Override
    public MapPlan transposedConvolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Workers workers) {
        boolean folds = problem.geometry().axes().stream().map(Axis::border)
                .anyMatch(border -> border != BorderMode.ZEROS);
        return new Map(folds
                ? Strategies.planFolded(planar(problem), Edge.read(filter), prologue, epilogue, workers)
                : Strategies.plan(Gather.transposed(planar(problem)), Edge.read(filter), prologue, epilogue, workers));
    }

    @Override
    public GradientPlan filterGradient(Problem problem, Workers workers) {
        return Strategies.planGradient(problem, workers);
    }

    /** Where both sides have one channel, elements lie in the same order in either layout; lanes on pixels then fill vectors. */
    private static Problem planar(Problem problem) {
        boolean isPlane = problem.geometry().xChannels() == 1 && problem.geometry().yChannels() == 1;
        return isPlane ? new Problem(problem.geometry(), Layout.NCHW, problem.filterLayout()) : problem;
    }

    /** A strategy's plan behind the edge where foreign memory is copied. */
    private record Map(Strategy.Planned planned) implements MapPlan {
        @Override
        public void run(Floats input, Floats output, Floats residual, Floats factors) {
            FloatArray result = Edge.target(output);
            planned.run(Edge.read(input), result, residual == null ? null : Edge.read(residual),
                    factors == null ? null : Edge.read(factors));
            Edge.write(result, output);
        }

        @Override
        public String describe() {
            return planned.describe();
        }

        @Override
        public long workspaceBytes() {
            return planned.workspaceBytes();
        }
    }
}
