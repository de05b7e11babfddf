package adjoint.simd.strategy;

import adjoint.buffer.FloatArray;
import adjoint.parallel.Workers;
import java.util.function.Function;

/** How a plan runs: its items shared among its workers, each run with workspaces that are kept for later ones. */
final class Runs {

    private final Workers workers;
    private final Workspaces<Run> idle;

    Runs(Items items, Workers workers, Function<Run, Run.Computer> maker) {
        this.workers = workers;
        this.idle = new Workspaces<>(() -> new Run(items, workers.threads(), maker));
    }

    void run(FloatArray in, FloatArray out, FloatArray residual, FloatArray factors) {
        Run run = idle.take();
        run.on(workers, in, out, residual, factors);
        idle.giveBack(run);
    }
}
