package adjoint.simd;

import adjoint.buffer.FloatArray;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.simd.gather.Gather;
import adjoint.simd.strategy.BorderFold;
import adjoint.simd.strategy.ChannelWindows;
import adjoint.simd.strategy.ColumnGemm;
import adjoint.simd.strategy.Depthwise;
import adjoint.simd.strategy.GradientGemm;
import adjoint.simd.strategy.ImplicitGemm;
import adjoint.simd.strategy.PlanarGemm;
import adjoint.simd.strategy.PlaneWindows;
import adjoint.simd.strategy.Strategy;
import adjoint.simd.strategy.StripGemm;
import adjoint.spi.Backend;
import java.util.List;
import java.util.Optional;

/** The ways to compute, most special first; the first that does not decline is taken. */
public final class Strategies {

    /** The list. The last one takes every problem. */
    public static final List<Strategy> ALL = List.of(new ChannelWindows(), new PlaneWindows(), new Depthwise(),
            new ColumnGemm(), new StripGemm(), new PlanarGemm(), new ImplicitGemm());

    private Strategies() {
    }

    /** Plans a gather. */
    static Strategy.Planned plan(Gather gather, FloatArray filter, Prologue prologue, Epilogue epilogue,
            Workers workers) {
        return prologue == Prologue.NONE
                ? plan(gather, filter, epilogue, workers)
                : new Chosen("ImplicitGemm", "; no other has a prologue",
                        ImplicitGemm.plan(gather, filter, prologue, epilogue, workers));
    }

    private static Strategy.Planned plan(Gather gather, FloatArray filter, Epilogue epilogue, Workers workers) {
        StringBuilder declined = new StringBuilder();
        for (Strategy strategy : ALL) {
            Optional<String> reason = strategy.rejects(gather);
            if (reason.isEmpty()) {
                return new Chosen(strategy.name(), declined.toString(),
                        strategy.plan(gather, filter, epilogue, workers));
            }
            declined.append("; not ").append(strategy.name()).append(": ").append(reason.get());
        }
        throw new AssertionError("the last strategy takes every problem");
    }

    /** Plans a transposed convolution whose border is not zeros. */
    static Strategy.Planned planFolded(Problem problem, FloatArray filter, Prologue prologue, Epilogue epilogue,
            Workers workers) {
        return new BorderFold(problem, epilogue, workers,
                unfolded -> plan(unfolded, filter, prologue, Epilogue.NONE, workers));
    }

    /** Plans a filter gradient. */
    static Backend.GradientPlan planGradient(Problem problem, Workers workers) {
        return new GradientGemm(problem, workers);
    }

    private record Chosen(String name, String declined, Strategy.Planned planned) implements Strategy.Planned {
        @Override
        public void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
            planned.run(in, out, residual, factors);
        }

        @Override
        public String describe() {
            return "simd: " + name + " (" + planned.describe() + declined + ")";
        }

        @Override
        public long workspaceBytes() {
            return planned.workspaceBytes();
        }
    }
}
