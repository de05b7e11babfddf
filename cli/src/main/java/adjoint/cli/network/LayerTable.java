package adjoint.cli.network;

import adjoint.onnx.PlanStep;
import adjoint.onnx.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Steps of a plan as a table of text. */
final class LayerTable {

    private LayerTable() {
    }

    /** What there is to compute. */
    static List<String> work(List<PlanStep> steps) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("multiply-adds", "output", "step"));
        steps.forEach(step -> rows.add(List.of(step.multiplyAdds() == 0 ? "" : count(step.multiplyAdds()),
                step.output().toString(), step.node())));
        return lines(rows);
    }

    /** How long it took, as a mean of all runs, and all steps together. */
    static List<String> times(Profile profile) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ms", "%", "GFLOP/s", "output", "step"));
        long multiplyAdds = 0;
        for (int i = 0; i < profile.steps().size(); i++) {
            PlanStep step = profile.steps().get(i);
            multiplyAdds += step.multiplyAdds();
            rows.add(row(profile, profile.timeNanos(i), step.multiplyAdds(), step.output().toString(), step.node()));
        }
        rows.add(row(profile, profile.timeNanos(), multiplyAdds, "", "all"));
        return lines(rows);
    }

    private static List<String> row(Profile profile, long timeNanos, long multiplyAdds, String output, String name) {
        return List.of(String.format(Locale.ROOT, "%.3f", timeNanos * 1e-6 / profile.runs()),
                String.format(Locale.ROOT, "%.1f", 100.0 * timeNanos / Math.max(1, profile.timeNanos())),
                multiplyAdds == 0
                        ? ""
                        : String.format(Locale.ROOT, "%.1f",
                                2.0 * multiplyAdds * profile.runs() / Math.max(1, timeNanos)),
                output, name);
    }

    /** A number of at most four digits and the letter for what it is multiplied by. */
    static String count(long number) {
        double rest = number;
        int letter = 0;
        while (rest >= 999.95 && letter < 4) {
            rest /= 1000;
            letter++;
        }
        return letter == 0
                ? Long.toString(number)
                : String.format(Locale.ROOT, "%.1f %s", rest, " kMGT".charAt(letter));
    }

    /** The last two columns stand on the left, numbers on the right. */
    private static List<String> lines(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        });
        return rows.stream().map(row -> {
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                String space = " ".repeat(widths[c] - row.get(c).length());
                cells.add(c < columns - 2 ? space + row.get(c) : row.get(c) + space);
            }
            return cells.stream().collect(Collectors.joining("  ")).stripTrailing();
        }).toList();
    }
}
