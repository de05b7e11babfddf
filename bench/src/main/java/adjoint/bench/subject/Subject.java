package adjoint.bench.subject;

import adjoint.bench.cases.BenchCase;
import adjoint.spi.Backends;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** A library that computes convolutions. Constructing one must load nothing yet. */
public interface Subject {

    /** A short word. */
    String name();

    /** The ways to use it for a layer; none if it cannot compute the layer. */
    List<Form> forms(BenchCase layer);

    /**
     * Gets a layer ready in fp32.
     *
     * @param layer   the layer
     * @param form    one of {@link #forms}
     * @param input   the input in NCHW order
     * @param filter  the filter in PyTorch's order
     * @param threads number of threads to use; the same in all calls of a process
     */
    Prepared prepare(BenchCase layer, Form form, float[] input, float[] filter, int threads) throws Exception;

    /** Whether its code is compiled while it runs, so that it takes longer to warm up. */
    default boolean compilesWhileRunning() {
        return false;
    }

    /** Every subject on the class path: Adjoint's backends first, then the peers. */
    static List<Subject> all() {
        Stream<Subject> own = Backends.all().stream().map(AdjointSubject::new);
        return Stream.concat(own, ServiceLoader.load(Subject.class).stream().map(ServiceLoader.Provider::get)).toList();
    }

    /**
     * A subject by name.
     *
     * @throws IllegalArgumentException if it is not on the class path
     */
    static Subject named(String name) {
        return all().stream().filter(subject -> subject.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "subject=" + name + ": must be one of " + all().stream().map(Subject::name).toList()));
    }
}
