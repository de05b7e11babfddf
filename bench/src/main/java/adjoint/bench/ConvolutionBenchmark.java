package adjoint.bench;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.cases.CaseFile;
import adjoint.bench.subject.Form;
import adjoint.bench.subject.Prepared;
import adjoint.bench.subject.Subject;
import adjoint.conformance.Compare;
import adjoint.conformance.Operator;
import adjoint.conformance.Tensors;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** How fast is a whole layer, from plain arrays to plain arrays? */
public class ConvolutionBenchmark extends Settings {

    private static final long SEED = 1;

    /** The id of a built-in case, or a problem as one word; {@code deconv:} before it makes it a transposed convolution. */
    @Param({"T2", "C2"})
    public String shape;

    /** {@code simd}, {@code reference}, or the name of a peer if their module is on the class path. */
    @Param("simd")
    public String backend;

    /** A form of the backend; all have {@code nchw}, most have {@code nhwc}. */
    @Param("nhwc")
    public String form;

    /** Number of threads. */
    @Param("1")
    public int threads;

    private BenchCase layer;
    private Prepared prepared;

    /** Prepares the layer and compares one result with the reference. */
    @Setup
    public void prepare() throws Exception {
        layer = CaseFile.find(shape);
        Problem problem = layer.problem(Layout.NCHW);
        Tensors tensors = Tensors.reals(problem, SEED);
        Subject subject = Subject.named(backend);
        Form chosen = subject.forms(layer).stream().filter(each -> each.name().equals(form)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("form=" + form + ": must be one of " + subject.forms(layer)));
        prepared = subject.prepare(layer, chosen, layer.transposed() ? tensors.y() : tensors.x(), tensors.w(), threads);
        prepared.run();
        Operator operator = layer.transposed() ? Operator.TRANSPOSED_CONVOLUTION : Operator.CONVOLUTION;
        Compare.within(shape, operator.apply(Compare.reference(), problem, tensors),
                Compare.bounds(operator, problem, tensors), prepared.output());
    }

    /** Runs the layer. */
    @Benchmark
    public void run(Work work) throws Exception {
        prepared.run();
        work.add(layer.flop());
    }

    /** Frees what the library holds. */
    @TearDown
    public void close() {
        prepared.close();
    }
}
