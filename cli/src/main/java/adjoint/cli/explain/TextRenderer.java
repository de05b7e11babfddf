package adjoint.cli.explain;

import adjoint.geometry.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An explanation as text for a terminal. */
final class TextRenderer {

    /** More places of an axis, or more columns of a table, than this do not fit a terminal and are left out. */
    static final int MAX_PLACES = 40;

    private final Explanation explanation;
    private final StringBuilder text = new StringBuilder();

    private TextRenderer(Explanation explanation) {
        this.explanation = explanation;
    }

    static String render(Explanation explanation) {
        TextRenderer renderer = new TextRenderer(explanation);
        renderer.heading();
        renderer.numbers();
        Facts.ofAll(explanation).forEach(renderer::facts);
        renderer.ones();
        renderer.calls();
        return renderer.text.toString();
    }

    /** What is explained, in one line. */
    static String title(Explanation explanation) {
        return explanation.operator().title() + ", input " + PerAxis.text(explanation.inputExtents()) + ", "
                + String.join(", ", Facts.parameters(explanation)) + ", output "
                + PerAxis.text(explanation.outputExtents());
    }

    private void heading() {
        text.append(title(explanation)).append("\n\n");
    }

    private void numbers() {
        boolean conv = explanation.operator() == Operator.CONV;
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "input", "output", "kernel", "stride", "dilation", "span", "lo", "hi",
                conv ? "inputs with this output" : "admissible outputs"));
        for (AxisView view : explanation.axes()) {
            Axis axis = view.axis();
            rows.add(List.of(view.name(), "" + view.inputExtent(), "" + view.outputExtent(), "" + axis.kernel(),
                    "" + axis.stride(), "" + axis.dilation(), "" + view.span(), "" + axis.lo(), "" + axis.hi(),
                    view.admissible().toString()));
        }
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElseThrow();
                String cell = row.get(column);
                String fill = " ".repeat(width - cell.length());
                text.append(column == 0 ? cell + fill : "  " + fill + cell);
            }
            text.append('\n');
        }
    }

    private void facts(String names, List<String> facts) {
        text.append('\n').append(names).append('\n');
        facts.forEach(fact -> text.append("  ").append(fact).append('\n'));
        AxisView view = explanation.axes().stream().filter(each -> names.startsWith(each.name())).findFirst()
                .orElseThrow();
        if (view.source().size() <= MAX_PLACES && view.result().size() <= MAX_PLACES) {
            text.append("  window over  ").append(row(view.source())).append('\n');
            text.append("  yields       ").append(row(view.result())).append("   ").append(legend(view)).append('\n');
        }
    }

    /** A strip as letters; elements as their last digit. */
    private static String row(Strip strip) {
        return strip.cells().stream().map(cell -> "" + letter(cell)).collect(Collectors.joining(" "));
    }

    private static char letter(Cell cell) {
        return switch (cell) {
            case PADDING -> '.';
            case STRETCH -> '-';
            case INPUT -> '#';
            case OUTPUT -> 'o';
            case EMPTY -> '0';
            case UNREAD, DROPPED -> 'x';
        };
    }

    private static String legend(AxisView view) {
        return Stream.concat(view.source().cells().stream(), view.result().cells().stream()).distinct().sorted()
                .map(cell -> letter(cell) + " " + cell.word()).collect(Collectors.joining(", ", "(", ")"));
    }

    private void ones() {
        int[] extents = explanation.outputExtents();
        text.append("\nresult, where every input and every tap is 1\n");
        NumberTable.of(explanation.onesResult(), extents, MAX_PLACES).lines()
                .forEach(line -> text.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
    }

    private void calls() {
        text.append("\nthe same in other words (x image, w filter, y what a convolution makes of x)\n");
        Calls.of(explanation).forEach((framework, call) -> text.append("  ").append(framework)
                .append(" ".repeat(12 - framework.length())).append(call).append('\n'));
    }
}
