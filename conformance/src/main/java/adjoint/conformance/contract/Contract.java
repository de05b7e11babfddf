package adjoint.conformance.contract;

import adjoint.conformance.Cases;
import adjoint.conformance.ConvCase;
import adjoint.spi.Backend;
import net.jqwik.api.statistics.Statistics;

/** What all contracts need: a backend, and a way to prove that every kind of problem was met. */
public interface Contract {

    /**
     * The backend under contract. It must be able to run: a backend that is not available fails, it is not skipped.
     *
     * @return the backend
     */
    Backend backend();

    /**
     * Records of what kinds a case is, and requires that in the end all kinds were met.
     *
     * @param word the case
     */
    static void coverAllKinds(ConvCase word) {
        Cases.kinds(word).forEach(kind -> Statistics.label("kind of problem").collect(kind));
        Statistics.label("kind of problem")
                .coverage(coverage -> Cases.KINDS.forEach(kind -> coverage.check(kind).count(count -> count > 0)));
    }
}
