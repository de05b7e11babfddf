package adjoint.conformance.contract;

import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.epilogue.Prologue;
import adjoint.geometry.Problem;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;

/** A planned convolution or its transpose, which differ in the side that they read. */
interface LinearMap {

    void run(Floats input, Floats output, Floats residual, Floats factors);

    static LinearMap plan(boolean transposed, Problem problem, Floats filter, Prologue prologue, Epilogue epilogue,
            Backend backend) {
        return transposed
                ? TransposedConvolution.plan(problem, filter, prologue, epilogue, backend, Workers.CALLER)::run
                : Convolution.plan(problem, filter, prologue, epilogue, backend, Workers.CALLER)::run;
    }

    static LinearMap plan(boolean transposed, Problem problem, Floats filter, Epilogue epilogue, Backend backend) {
        return plan(transposed, problem, filter, Prologue.NONE, epilogue, backend);
    }
}
