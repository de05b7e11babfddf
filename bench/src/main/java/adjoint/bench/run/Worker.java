package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Form;
import adjoint.bench.subject.Prepared;
import adjoint.bench.subject.Subject;
import adjoint.bench.timing.Effort;
import adjoint.bench.timing.Timing;
import adjoint.conformance.Tensors;
import adjoint.geometry.Layout;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that measures one subject. It reads a {@link Request} per line and answers each with a {@link Measurement} per line,
 * then {@link #DONE}. Each line of an answer starts with {@link #MARK}, since native libraries print what they like.
 */
public final class Worker {

    static final String MARK = "@@ ";
    static final String DONE = "done";
    static final ObjectMapper JSON = new ObjectMapper();

    private final Subject subject;
    private final int threads;
    private final Path folder;

    private Worker(Subject subject, int threads, Path folder) {
        this.subject = subject;
        this.threads = threads;
        this.folder = folder;
    }

    /**
     * What to measure next.
     *
     * @param number number of the case, under which its expected output is filed
     * @param layer  the case
     * @param effort how long to measure
     */
    record Request(int number, BenchCase layer, Effort effort) {
    }

    /**
     * Answers until the input ends.
     *
     * @param args name of the subject, number of threads, folder of expected outputs
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Worker worker = new Worker(Subject.named(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            Request request = JSON.readValue(line, Request.class);
            // The same numbers in every process, between -1 and 1, so that none becomes denormal.
            Tensors tensors = Tensors.reals(request.layer.problem(Layout.NCHW), request.layer.id().hashCode());
            for (Form form : worker.subject.forms(request.layer)) {
                answers.println(MARK + JSON.writeValueAsString(worker.measure(request, form, tensors)));
            }
            answers.println(MARK + DONE);
            answers.flush();
        }
        // Some libraries leave threads behind that would keep the process.
        System.exit(0);
    }

    private Measurement measure(Request request, Form form, Tensors tensors) {
        BenchCase layer = request.layer;
        try (Prepared prepared = prepare(layer, form, tensors)) {
            prepared.run();
            check(request, form, tensors, prepared.output());
            Timing timing = Timing.measure(prepared, request.effort, subject.compilesWhileRunning());
            return new Measurement(layer.id(), subject.name(), form, timing, prepared.kernel(), "");
        } catch (Exception | LinkageError | AssertionError e) {
            return Measurement.failed(layer.id(), subject.name(), form, e.toString());
        }
    }

    /** The first to come, which is Adjoint, is compared with the formula and then is what the others are compared with. */
    private void check(Request request, Form form, Tensors tensors, float[] output) throws Exception {
        BenchCase layer = request.layer;
        if (Expected.isThere(folder, request.number)) {
            Expected.read(folder, request.number).check(output, layer.products());
            return;
        }
        Samples.check(layer, tensors, output);
        try (Prepared prepared = prepare(layer, form, tensors.abs())) {
            prepared.run();
            new Expected(output, prepared.output()).write(folder, request.number);
        }
    }

    private Prepared prepare(BenchCase layer, Form form, Tensors tensors) throws Exception {
        return subject.prepare(layer, form, layer.transposed() ? tensors.y() : tensors.x(), tensors.w(), threads);
    }
}
