package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Form;
import adjoint.bench.subject.Prepared;
import adjoint.bench.subject.Subject;
import adjoint.bench.timing.Effort;
import adjoint.bench.timing.QuietTime;
import adjoint.bench.timing.Timing;
import adjoint.conformance.Tensors;
import adjoint.geometry.Layout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that measures one subject: answers each {@link Request} with a {@link Measurement} per form. */
public final class Worker {

    /** How often a turn is taken in which it does not stay quiet. */
    private static final int MOST_TURNS = 3;

    private final QuietTime quietTime = new QuietTime();
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
        Worker worker = new Worker(Subject.named(args[0]), Integer.parseInt(args[1]), Path.of(args[2]));
        Answers.serve(Request.class, worker::measure);
    }

    private List<Measurement> measure(Request request) {
        // The same numbers in every process, between -1 and 1, so that none becomes denormal.
        Tensors tensors = Tensors.reals(request.layer.problem(Layout.NCHW), request.layer.id().hashCode());
        List<Measurement> measurements = new ArrayList<>();
        for (Form form : subject.forms(request.layer)) {
            measurements.add(measure(request, form, tensors));
        }
        return measurements;
    }

    private Measurement measure(Request request, Form form, Tensors tensors) {
        BenchCase layer = request.layer;
        try (Prepared prepared = prepare(layer, form, tensors)) {
            prepared.run();
            check(request, form, tensors, prepared.output());
            Timing timing = time(prepared, request.effort);
            return new Measurement(layer.id(), subject.name(), form, timing, prepared.kernel(), "");
        } catch (Exception | LinkageError | AssertionError e) {
            return Measurement.failed(layer.id(), subject.name(), form, e.toString());
        }
    }

    /** The best of some turns, the last of which was quiet from start to end if that could be had. */
    private Timing time(Prepared prepared, Effort effort) throws Exception {
        if (effort.patience() == 0) {
            return Timing.measure(prepared, effort, subject.compilesWhileRunning());
        }
        Timing best = null;
        boolean quiet = false;
        for (int turn = 0; turn < MOST_TURNS && !quiet; turn++) {
            quietTime.await(effort.patience());
            Timing timing = Timing.measure(prepared, effort, subject.compilesWhileRunning());
            best = best == null || timing.medianMillis() < best.medianMillis() ? timing : best;
            quiet = quietTime.isNow();
        }
        return best;
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
