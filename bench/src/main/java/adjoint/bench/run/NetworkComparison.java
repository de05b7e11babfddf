package adjoint.bench.run;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.subject.NetworkSubject;
import adjoint.bench.timing.Effort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Measures whole networks: Adjoint on the whole input and, where it can, as its programs do it, and ONNX Runtime where wanted.
 * Each has a fresh process for each network, or for each turn where the network is large, and they take turns.
 *
 * @param cases   what to measure
 * @param threads threads of each subject
 * @param effort  how long, where a run takes no half minute
 * @param peers   the native libraries, or empty to measure Adjoint alone
 */
public record NetworkComparison(List<NetworkCase> cases, int threads, Effort effort, Optional<Peers> peers) {

    /** Adjoint computes within its heap, the whole input of a large picture in gigabytes. */
    private static final String HEAP = "-XX:MaxRAMPercentage=50";

    /**
     * Measures everything.
     *
     * @param progress is told of each case when it is done
     */
    public List<NetworkMeasurement> run(Consumer<String> progress) throws IOException, InterruptedException {
        List<NetworkMeasurement> all = new ArrayList<>();
        for (NetworkCase network : cases) {
            List<NetworkMeasurement> rows = measure(network);
            all.addAll(rows);
            progress.accept(network.id() + ": "
                    + rows.stream().map(NetworkMeasurement::summary).collect(Collectors.joining(", ")));
        }
        return all;
    }

    private List<NetworkMeasurement> measure(NetworkCase network) throws IOException, InterruptedException {
        Effort spent = network.large() ? Effort.SINGLE_RUNS : effort;
        List<NetworkMeasurement> rows = new ArrayList<>();
        try (ScratchFolder scratch = new ScratchFolder(); Workforce workers = workers(network, scratch.path())) {
            for (int round = 0; round < spent.rounds(); round++) {
                for (int number = 0; number < workers.list().size(); number++) {
                    if (round > 0 && !rows.get(number).succeeded()) {
                        continue;
                    }
                    NetworkMeasurement next = ask(workers.list().get(number),
                            new NetworkWorker.Request(network, spent));
                    if (round == 0) {
                        rows.add(next);
                    } else {
                        rows.set(number, rows.get(number).and(next));
                    }
                    if (network.large()) {
                        // What it holds, the next may lack: ONNX Runtime 12 GB at 1080p.
                        workers.list().get(number).close();
                    }
                    Thread.sleep(Peers.PAUSE_MILLIS);
                }
            }
        }
        return rows;
    }

    private Workforce workers(NetworkCase network, Path folder) {
        List<WorkerProcess> workers = new ArrayList<>();
        NetworkSubject.all().stream().filter(subject -> subject.takes(network)).forEach(subject -> workers
                .add(WorkerProcess.own(NetworkWorker.class, subject.name(), threads, folder, HEAP)));
        peers.ifPresent(libraries -> workers
                .add(WorkerProcess.peer(NetworkWorker.class, Peers.NETWORKS, libraries, threads, folder)));
        return new Workforce(workers);
    }

    private static NetworkMeasurement ask(WorkerProcess worker, NetworkWorker.Request request) {
        List<NetworkMeasurement> answers = new ArrayList<>();
        try {
            worker.ask(request, NetworkMeasurement.class, answers);
            return answers.getFirst();
        } catch (IOException e) {
            return NetworkMeasurement.failed(request.network().id(), worker.subject(), e.getMessage());
        }
    }
}
