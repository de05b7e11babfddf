package adjoint.bench.run;

import adjoint.bench.cases.BenchCase;
import adjoint.bench.subject.Edge;
import adjoint.bench.timing.Machine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a comparison found.
 *
 * @param commit       which state of Adjoint was measured
 * @param machine      where
 * @param threads      on how many threads
 * @param cases        the cases
 * @param measurements the rows, case by case
 * @param coldStarts   how fast the first runs of a fresh VM are; may be empty
 * @param notMeasured  what else was to be measured, and why it was not
 */
public record Results(String commit, Machine machine, int threads, List<BenchCase> cases,
        List<Measurement> measurements, List<ColdStartProcess.Times> coldStarts, List<String> notMeasured) {

    /** The backend of Adjoint that is measured. */
    public static final String OWN = "simd";

    /** Any layout of a peer. */
    public static final Predicate<Edge> ANY = edge -> true;

    /** Whether peers were measured too. */
    public boolean hasPeers() {
        return measurements.stream().anyMatch(row -> !row.subject().equals(OWN));
    }

    /** Adjoint's figure for a case. */
    public Optional<Measurement> own(BenchCase layer, Edge edge) {
        return fastest(rows(layer).filter(row -> row.subject().equals(OWN) && row.form().edge() == edge));
    }

    /** The fastest peer for a case among those of some layouts. */
    public Optional<Measurement> bestPeer(BenchCase layer, Predicate<Edge> edges) {
        return fastest(rows(layer).filter(row -> !row.subject().equals(OWN) && edges.test(row.form().edge())));
    }

    /** Speed of a row, in 10^9 floating point operations per second. */
    public static double gflops(BenchCase layer, Measurement row) {
        return layer.flop() / row.timing().medianMillis() * 1e-6;
    }

    /** How much faster Adjoint is than the fastest peer: above 1 where it wins. */
    public Optional<Double> ratio(BenchCase layer, Edge own, Predicate<Edge> peers) {
        return own(layer, own).flatMap(ours -> bestPeer(layer, peers)
                .map(theirs -> theirs.timing().medianMillis() / ours.timing().medianMillis()));
    }

    /** The geometric mean of {@link #ratio} over the cases of one operator. */
    public OptionalDouble meanRatio(boolean transposed, Edge own, Predicate<Edge> peers) {
        OptionalDouble logarithm = cases.stream().filter(layer -> layer.transposed() == transposed)
                .flatMap(layer -> ratio(layer, own, peers).stream()).mapToDouble(Math::log).average();
        return logarithm.isEmpty() ? logarithm : OptionalDouble.of(Math.exp(logarithm.getAsDouble()));
    }

    private Stream<Measurement> rows(BenchCase layer) {
        return measurements.stream().filter(row -> row.caseId().equals(layer.id()) && row.succeeded());
    }

    private static Optional<Measurement> fastest(Stream<Measurement> rows) {
        return rows.min(Comparator.comparingDouble(row -> row.timing().medianMillis()));
    }
}
