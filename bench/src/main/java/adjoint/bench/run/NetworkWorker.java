package adjoint.bench.run;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.subject.NetworkSubject;
import adjoint.bench.subject.Prepared;
import adjoint.bench.timing.Effort;
import adjoint.bench.timing.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that measures one network in one way, several times: answers each {@link Request} with one measurement. */
public final class NetworkWorker {

    private final NetworkSubject subject;
    private final int threads;
    private final Path expected;
    private Prepared prepared;
    private double difference;

    NetworkWorker(NetworkSubject subject, int threads, Path folder) {
        this.subject = subject;
        this.threads = threads;
        expected = folder.resolve("output");
    }

    /**
     * What to measure: the same network each time.
     *
     * @param network the network
     * @param effort  how long to measure
     */
    record Request(NetworkCase network, Effort effort) {
    }

    /**
     * Answers until the input ends.
     *
     * @param args name of the subject, number of threads, folder of the expected output
     */
    public static void main(String[] args) throws Exception {
        NetworkWorker worker = new NetworkWorker(NetworkSubject.named(args[0]), Integer.parseInt(args[1]),
                Path.of(args[2]));
        Answers.serve(Request.class, request -> List.of(worker.measure(request)));
    }

    NetworkMeasurement measure(Request request) {
        String id = request.network.id();
        if (!isOwn() && !Files.exists(expected)) {
            return NetworkMeasurement.failed(id, subject.name(), "not compared: Adjoint failed");
        }
        try {
            if (prepared == null) {
                prepared = subject.prepare(request.network, threads);
                prepared.run();
                difference = difference(prepared.output());
            }
            if (!(difference <= request.network.tolerance())) {
                return NetworkMeasurement.failed(id, subject.name(), "the result is " + difference
                        + " from Adjoint's, more than " + request.network.tolerance());
            }
            Timing timing = Timing.measure(prepared, request.effort, subject.compilesWhileRunning());
            return new NetworkMeasurement(id, subject.name(), List.of(timing), difference, "");
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            return NetworkMeasurement.failed(id, subject.name(), e.toString());
        }
    }

    private boolean isOwn() {
        return subject.name().equals(NetworkSubject.OWN);
    }

    /** From the output of Adjoint on the whole input. */
    private double difference(float[] output) throws IOException {
        if (isOwn()) {
            FloatFile.write(expected, output);
            return 0;
        }
        float[] other = FloatFile.read(expected);
        if (output.length != other.length) {
            throw new IllegalStateException(
                    "the output has " + output.length + " elements, Adjoint's " + other.length);
        }
        double most = 0;
        for (int at = 0; at < output.length; at++) {
            // NaN as soon as one of them is.
            most = Math.max(most, Math.abs((double) output[at] - other[at]));
        }
        return most;
    }
}
