package adjoint.conformance.corpus;

import java.nio.file.Path;

/**
 * A case and what became of it.
 *
 * @param file    where the case stands
 * @param line    its line, from 1
 * @param id      its name in the file; empty for a malformed line
 * @param outcome what became of it
 */
public record Result(Path file, long line, String id, Outcome outcome) {

    /**
     * Names the case and, unless it passed, says why it did not.
     *
     * @return one line
     */
    @Override
    public String toString() {
        String where = file + ":" + line + (id.isEmpty() ? "" : " " + id);
        return switch (outcome) {
            case Outcome.Passed passed -> "PASS " + where;
            case Outcome.Failed failed -> "FAIL " + where + ": " + failed.what();
            case Outcome.Skipped skipped -> "SKIP " + where + ": " + skipped.reason();
        };
    }
}
