package adjoint.conformance.corpus;

import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;

import java.util.Optional;

/**
 * A backend that does not write the last element of a result.
 *
 * @param right what computes the others
 */
record SpoiledBackend(Backend right) implements Backend {

    @Override
    public String name() {
        return "spoiled";
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public MapPlan convolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Workers workers) {
        return spoil(right.convolution(problem, filter, prologue, epilogue, workers));
    }

    @Override
    public MapPlan transposedConvolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Workers workers) {
        return spoil(right.transposedConvolution(problem, filter, prologue, epilogue, workers));
    }

    @Override
    public GradientPlan filterGradient(Problem problem, Workers workers) {
        GradientPlan plan = right.filterGradient(problem, workers);
        return new GradientPlan() {
            @Override
            public void run(Floats x, Floats y, Floats w) {
                float[] last = last(w);
                plan.run(x, y, w);
                restore(w, last);
            }

            @Override
            public String describe() {
                return plan.describe();
            }

            @Override
            public long workspaceBytes() {
                return plan.workspaceBytes();
            }
        };
    }

    private static MapPlan spoil(MapPlan plan) {
        return new MapPlan() {
            @Override
            public void run(Floats input, Floats output, Floats residual, Floats factors) {
                float[] last = last(output);
                plan.run(input, output, residual, factors);
                restore(output, last);
            }

            @Override
            public String describe() {
                return plan.describe();
            }

            @Override
            public long workspaceBytes() {
                return plan.workspaceBytes();
            }
        };
    }

    private static float[] last(Floats floats) {
        float[] last = new float[Math.min(1, floats.size())];
        floats.read(floats.size() - last.length, last, 0, last.length);
        return last;
    }

    private static void restore(Floats floats, float[] last) {
        floats.write(floats.size() - last.length, last, 0, last.length);
    }
}
