package adjoint.bench.run;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The other end of a worker: starts it when it is first needed, and again if it died. */
final class WorkerProcess implements Closeable {

    private final Class<?> worker;
    private final String subject;
    private final List<String> flags;
    private final String classPath;
    private final Map<String, String> environment;
    private final List<String> arguments;
    private JavaProcess process;

    private WorkerProcess(Class<?> worker, String subject, List<String> flags, String classPath,
            Map<String, String> environment, List<String> arguments) {
        this.worker = worker;
        this.subject = subject;
        this.flags = flags;
        this.classPath = classPath;
        this.environment = environment;
        this.arguments = arguments;
    }

    private static List<String> arguments(String subject, int threads, Path folder) {
        return List.of(subject, "" + threads, folder.toString());
    }

    /** A worker of Adjoint, with further flags of the VM. */
    static WorkerProcess own(Class<?> worker, String name, int threads, Path folder, String... flags) {
        return new WorkerProcess(worker, name, Stream.concat(Stream.of(flags), JavaProcess.flags().stream()).toList(),
                JavaProcess.classPath(), Map.of(), arguments(name, threads, folder));
    }

    /** A worker of a native library. */
    static WorkerProcess peer(Class<?> worker, String name, Peers peers, int threads, Path folder) {
        return new WorkerProcess(worker, name,
                Stream.concat(JavaProcess.neededFlags().stream(), peers.flags().stream()).toList(),
                JavaProcess.classPath() + File.pathSeparator + peers.classPath(), peers.environment(threads),
                arguments(name, threads, folder));
    }

    /** Name of what it measures. */
    String subject() {
        return subject;
    }

    /**
     * Lets the worker answer.
     *
     * @param request what it reads
     * @param type    what it writes
     * @param answers get what it wrote, also if it died in the middle
     * @throws IOException with its last words if it died
     */
    <A> void ask(Object request, Class<A> type, List<A> answers) throws IOException {
        if (process == null) {
            process = new JavaProcess(flags, classPath, environment, worker.getName(), arguments);
        }
        try {
            Answers.ask(process, request, type, answers);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
