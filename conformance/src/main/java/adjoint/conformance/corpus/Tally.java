package adjoint.conformance.corpus;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts results. */
public final class Tally implements Consumer<Result> {

    private final Map<String, Integer> skipped = new TreeMap<>();
    private int passed;
    private int failed;

    /** Starts at nothing. */
    public Tally() {
    }

    @Override
    public void accept(Result result) {
        switch (result.outcome()) {
            case Outcome.Passed ignored -> passed++;
            case Outcome.Failed ignored -> failed++;
            case Outcome.Skipped skip -> skipped.merge(skip.reason(), 1, Integer::sum);
        }
    }

    /** Cases that passed. */
    public int passed() {
        return passed;
    }

    /** Cases that failed, malformed lines among them. */
    public int failed() {
        return failed;
    }

    /** Cases that were not tried. */
    public int skipped() {
        return skipped.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many cases were not tried for each reason. */
    public Map<String, Integer> skipReasons() {
        return Collections.unmodifiableMap(skipped);
    }

    /** The counts in words: {@code 3 passed, 0 failed}, and what was skipped if anything was. */
    @Override
    public String toString() {
        return passed + " passed, " + failed + " failed" + (skipped.isEmpty() ? "" : ", " + skipped() + " skipped");
    }
}
