package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Edge;
import adjoint.bench.subject.Form;
import adjoint.bench.timing.Effort;
import adjoint.bench.timing.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures cases: Adjoint and, where wanted, the peers, which take turns on each case. Only one process is busy at a time.
 *
 * @param commit  which state of Adjoint this is
 * @param cases   what to measure
 * @param threads threads of each subject
 * @param effort  how long
 * @param peers   the native libraries, or empty to measure Adjoint alone
 */
public record Comparison(String commit, List<BenchCase> cases, int threads, Effort effort, Optional<Peers> peers) {

    /** Of a worker that died before it told its forms. */
    private static final Form NO_FORM = new Form("", Edge.OWN);

    /** Is told of each case when it is done. */
    @FunctionalInterface
    public interface Progress {
        /** The first {@code done} cases are measured. */
        void measured(int done, Results soFar);
    }

    /** Measures everything. */
    public Results run(Progress progress) throws IOException, InterruptedException {
        Machine machine = Probe.ask(threads);
        try (ScratchFolder scratch = new ScratchFolder(); Workforce workers = workers(scratch.path())) {
            List<Measurement> all = new ArrayList<>();
            for (int number = 0; number < cases.size(); number++) {
                all.addAll(measure(number, workers.list()));
                Expected.delete(scratch.path(), number);
                progress.measured(number + 1, new Results(commit, machine, threads, cases, all, List.of(), List.of()));
            }
            List<String> notMeasured = new ArrayList<>();
            try {
                machine = machine.withBetterPeaksOf(Probe.ask(threads));
            } catch (IOException e) {
                notMeasured.add("peaks after the cases: " + e.getMessage());
            }
            List<ColdStartProcess.Times> coldStarts = coldStarts(scratch.path(), notMeasured);
            return new Results(commit, machine, threads, cases, all, coldStarts, notMeasured);
        }
    }

    private Workforce workers(Path folder) {
        List<WorkerProcess> workers = new ArrayList<>();
        workers.add(WorkerProcess.own(Worker.class, Results.OWN, threads, folder));
        peers.ifPresent(libraries -> Peers.NAMES.forEach(
                name -> workers.add(WorkerProcess.peer(Worker.class, name, libraries, threads, folder))));
        return new Workforce(workers);
    }

    private List<Measurement> measure(int number, List<WorkerProcess> workers)
            throws IOException, InterruptedException {
        List<Measurement> best = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++) {
            for (WorkerProcess worker : workers) {
                for (Measurement next : ask(worker, new Worker.Request(number, cases.get(number), effort))) {
                    keepBetter(best, next);
                }
                if (workers.size() > 1) {
                    Thread.sleep(Peers.PAUSE_MILLIS);
                }
            }
        }
        return best;
    }

    private static List<Measurement> ask(WorkerProcess worker, Worker.Request request) {
        List<Measurement> measurements = new ArrayList<>();
        try {
            worker.ask(request, Measurement.class, measurements);
        } catch (IOException e) {
            measurements.add(Measurement.failed(request.layer().id(), worker.subject(), NO_FORM, e.getMessage()));
        }
        return measurements;
    }

    /** Of those cases whose cold start is defined. */
    private List<ColdStartProcess.Times> coldStarts(Path folder, List<String> notMeasured)
            throws InterruptedException {
        List<ColdStartProcess.Times> times = new ArrayList<>();
        for (ColdStart.Layer layer : ColdStart.Layer.values()) {
            if (cases.stream().anyMatch(each -> each.id().equals(layer.name()))) {
                try {
                    times.add(times(ColdStartProcess.plain(layer)));
                    Path cache = folder.resolve(layer.name() + ".aot");
                    ColdStartProcess.writeCache(layer, cache);
                    times.add(times(ColdStartProcess.prepared(layer, cache)));
                } catch (IOException e) {
                    notMeasured.add("cold start of " + layer + ": " + e.getMessage());
                }
            }
        }
        return times;
    }

    private static ColdStartProcess.Times times(ColdStartProcess started) throws IOException {
        try (started) {
            started.awaitFirst();
            return started.awaitEnd();
        }
    }

    private static void keepBetter(List<Measurement> best, Measurement next) {
        for (int at = 0; at < best.size(); at++) {
            if (best.get(at).sameRowAs(next)) {
                best.set(at, best.get(at).better(next));
                return;
            }
        }
        best.add(next);
    }
}
