package adjoint;

import adjoint.buffer.Floats;
import adjoint.check.Check;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;

/**
 * What the convolution and its transpose have in common, the maps of one side to the other: arguments are checked here, and computed
 * by the backend.
 */
record PlannedMap(Problem problem, Side input, Side output, Prologue prologue, Epilogue epilogue,
        Backend.MapPlan plan) {

    static PlannedMap convolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Backend backend, Workers workers) {
        check(problem, filter, prologue, epilogue, backend, workers);
        epilogue.requireChannels(problem.geometry().yChannels());
        return new PlannedMap(problem, Side.X, Side.Y, prologue, epilogue,
                backend.convolution(problem, filter, prologue, epilogue, workers));
    }

    static PlannedMap transposedConvolution(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Backend backend, Workers workers) {
        check(problem, filter, prologue, epilogue, backend, workers);
        epilogue.requireChannels(problem.geometry().xChannels());
        return new PlannedMap(problem, Side.Y, Side.X, prologue, epilogue,
                backend.transposedConvolution(problem, filter, prologue, epilogue, workers));
    }

    private static void check(Problem problem, Floats filter, Prologue prologue, Epilogue epilogue, Backend backend,
            Workers workers) {
        Check.notNull("problem", problem);
        Check.notNull("prologue", prologue);
        Check.notNull("epilogue", epilogue);
        Check.notNull("backend", backend);
        Check.notNull("workers", workers);
        Operand.filter(problem, "filter", filter);
    }

    /** Residual and factors are null where the plan needs none. */
    void run(Floats in, Floats out, Floats residual, Floats factors) {
        Operand.given(epilogue, residual);
        Operand.given(prologue, factors);
        Operand.image(problem, input, input.argument, in);
        Operand.image(problem, output, output.argument, out);
        Operand.writable(output.argument, out);
        Operand.disjoint(output.argument, out, input.argument, in);
        if (residual != null) {
            Operand.image(problem, output, "residual", residual);
            if (!residual.equals(out)) {
                Operand.disjoint(output.argument, out, "residual", residual);
            }
        }
        if (factors != null) {
            Operand.factors(problem, input, factors);
            Operand.disjoint(output.argument, out, "factors", factors);
        }
        plan.run(in, out, residual, factors);
    }

    void run(float[] in, float[] out) {
        Check.notNull(input.argument, in);
        Check.notNull(output.argument, out);
        run(Floats.of(in), Floats.of(out), null, null);
    }
}
