package adjoint.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown whose columns are aligned, so that it reads well as it is. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final int leftColumns;

    /**
     * Starts a table.
     *
     * @param leftColumns so many columns are aligned on the left, the rest on the right
     * @param heads       the columns
     */
    Table(int leftColumns, List<String> heads) {
        this.leftColumns = leftColumns;
        rows.add(List.copyOf(heads));
    }

    void add(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("cells=" + cells + ": must be one for each of " + rows.getFirst());
        }
        rows.add(cells.stream().map(cell -> cell.replace("|", "\\|")).toList());
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow()).toArray();
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            text.append(line(rows.get(row), widths));
            if (row == 0) {
                text.append(IntStream.range(0, columns).mapToObj(column -> rule(column, widths[column]))
                        .collect(Collectors.joining("|", "|", "|\n")));
            }
        }
        return text.toString();
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length).mapToObj(column -> {
            String space = " ".repeat(widths[column] - cells.get(column).length());
            return column < leftColumns ? cells.get(column) + space : space + cells.get(column);
        }).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private String rule(int column, int width) {
        return column < leftColumns ? "-".repeat(width + 2) : "-".repeat(width + 1) + ":";
    }
}
