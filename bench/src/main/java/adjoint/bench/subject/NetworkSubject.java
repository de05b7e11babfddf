package adjoint.bench.subject;

import adjoint.bench.cases.NetworkCase;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** A way to compute whole networks. Constructing one must load nothing yet. */
public interface NetworkSubject {

    /** Adjoint on the whole input, with whose results all others are compared. */
    String OWN = "adjoint";

    /** A short word. */
    String name();

    /** Whether it can compute a case. */
    default boolean takes(NetworkCase network) {
        return true;
    }

    /** Gets a network ready in fp32. */
    Prepared prepare(NetworkCase network, int threads) throws Exception;

    /** Whether its code is compiled while it runs, so that it takes longer to warm up. */
    default boolean compilesWhileRunning() {
        return true;
    }

    /** Every one on the class path, Adjoint on the whole input first. */
    static List<NetworkSubject> all() {
        return Stream.concat(Stream.of(new AdjointNetwork()),
                ServiceLoader.load(NetworkSubject.class).stream().map(ServiceLoader.Provider::get)).toList();
    }

    /**
     * One by name.
     *
     * @throws IllegalArgumentException if it is not on the class path
     */
    static NetworkSubject named(String name) {
        return all().stream().filter(subject -> subject.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "subject=" + name + ": must be one of " + all().stream().map(NetworkSubject::name).toList()));
    }
}
