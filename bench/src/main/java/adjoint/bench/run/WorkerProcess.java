package adjoint.bench.run;

import adjoint.bench.subject.Edge;
import adjoint.bench.subject.Form;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The other end of a {@link Worker}: starts it when it is first needed, and again if it died. */
final class WorkerProcess implements Closeable {

    /** Of a worker that died before it told its forms. */
    private static final Form NO_FORM = new Form("", Edge.OWN);

    private final String subject;
    private final List<String> flags;
    private final String classPath;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private JavaProcess process;

    private WorkerProcess(String subject, List<String> flags, String classPath, Map<String, String> environment,
            int threads,
            Path folder) {
        this.subject = subject;
        this.flags = flags;
        this.classPath = classPath;
        this.environment = environment;
        arguments = List.of(subject, "" + threads, folder.toString());
    }

    /** A worker of Adjoint. */
    static WorkerProcess own(int threads, Path folder) {
        return new WorkerProcess(Results.OWN, JavaProcess.flags(), JavaProcess.classPath(), Map.of(), threads, folder);
    }

    /** A worker of a native library. */
    static WorkerProcess peer(String name, Peers peers, int threads, Path folder) {
        return new WorkerProcess(name,
                Stream.concat(JavaProcess.neededFlags().stream(), peers.flags().stream()).toList(),
                JavaProcess.classPath() + File.pathSeparator + peers.classPath(), peers.environment(threads), threads,
                folder);
    }

    /** Lets the worker measure a case in all forms that the subject has for it. */
    List<Measurement> measure(Worker.Request request) throws IOException {
        if (process == null) {
            process = new JavaProcess(flags, classPath, environment, Worker.class, arguments);
        }
        List<Measurement> measurements = new ArrayList<>();
        try {
            process.send(Worker.JSON.writeValueAsString(request));
            for (String line = process.receive(); !line.equals(Worker.MARK + Worker.DONE); line = process.receive()) {
                if (line.startsWith(Worker.MARK)) {
                    measurements.add(Worker.JSON.readValue(line.substring(Worker.MARK.length()), Measurement.class));
                }
            }
        } catch (IOException e) {
            close();
            measurements.add(Measurement.failed(request.layer().id(), subject, NO_FORM, e.getMessage()));
        }
        return measurements;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
