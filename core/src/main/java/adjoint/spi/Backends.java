package adjoint.spi;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The one place that picks a backend: the available one of highest priority, or the one that the system property
 * {@value #PROPERTY} names.
 */
public final class Backends {

    /** The system property that forces a backend by name. */
    public static final String PROPERTY = "adjoint.backend";

    private static final Object LOCK = new Object();
    private static Backend preferred;

    private Backends() {
    }

    /**
     * All backends that are installed, the preferred ones first, whether they can run here or not.
     *
     * @return at least the reference
     */
    public static List<Backend> all() {
        return Installed.ALL;
    }

    /**
     * The backend that plans use when none is named. It is chosen once; if a better one is installed and cannot run, one
     * warning is logged that says why.
     *
     * @return the backend
     * @throws IllegalArgumentException if the property {@value #PROPERTY} names one that is not installed or cannot run
     */
    public static Backend preferred() {
        synchronized (LOCK) {
            if (preferred == null) {
                preferred = choose();
            }
            return preferred;
        }
    }

    /**
     * A backend by name.
     *
     * @param name its name
     * @return the backend
     * @throws IllegalArgumentException if it is not installed or cannot run here
     */
    public static Backend named(String name) {
        Backend found = all().stream().filter(backend -> backend.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("backend=" + name + ": must be one of " + names()));
        found.unavailable().ifPresent(reason -> {
            throw new IllegalArgumentException("backend=" + name + ": " + reason);
        });
        return found;
    }

    private static String names() {
        return all().stream().map(Backend::name).collect(Collectors.joining(", "));
    }

    private static Backend choose() {
        String forced = System.getProperty(PROPERTY);
        if (forced != null) {
            return named(forced);
        }
        if (all().size() == 1) {
            warn("only backend " + all().getFirst().name()
                    + " is installed: it computes in plain loops, many times slower than adjoint-simd");
        }
        for (Backend backend : all()) {
            if (backend.unavailable().isEmpty()) {
                return backend;
            }
            warn("backend " + backend.name() + " is not used: " + backend.unavailable().orElseThrow());
        }
        throw new IllegalStateException("no backend can run here, not even the reference");
    }

    /** Logging starts only if there is something to say: it takes 15 ms. */
    private static void warn(String message) {
        System.getLogger("adjoint").log(System.Logger.Level.WARNING, message);
    }

    /** Found when first asked for. */
    private static final class Installed {
        // The library's own loader: a context class loader may see another copy of the library, or none.
        static final List<Backend> ALL = ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get).sorted(Comparator.comparingInt(Backend::priority).reversed())
                .toList();
    }
}
