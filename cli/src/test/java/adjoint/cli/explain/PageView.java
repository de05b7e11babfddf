package adjoint.cli.explain;

import adjoint.Convolution;
import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.cli.browser.Browser;
import adjoint.geometry.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the page shows, as lines of text: read from its elements, and as the library has it. */
final class PageView {

    private PageView() {}

    /** All that does not depend on the place of the window. */
    static List<String> shown(Browser browser) {
        return browser.script("""
                const refusal = document.body.dataset.refusal;
                if (refusal) {
                    return ["refusal " + refusal];
                }
                const text = (id) => document.getElementById(id).textContent;
                const grid = (id) => [...document.querySelectorAll(`#${id} .cell`)]
                    .map((cell) => `${cell.dataset.row},${cell.dataset.column} ${cell.dataset.kind} ${cell.textContent}`);
                const keys = ["input", "output", "kernel", "stride", "dilation", "span", "lo", "hi", "admissible", "unread",
                    "unreached"];
                const axes = document.querySelectorAll("#numbers td[data-key=input]").length;
                return [
                    ...Array.from({ length: axes }, (_, a) => keys.map((key) =>
                        `${key} ${document.querySelector(`#numbers td[data-axis="${a}"][data-key=${key}]`).textContent}`)
                        .join("; ")),
                    ...(document.getElementById("picture").hidden ? ["empty"] : [
                        "source", ...grid("source"), "result", ...grid("result")]),
                ];
                """);
    }

    static List<String> expected(Request request) {
        Explanation explanation;
        try {
            explanation = request.explain();
        } catch (IllegalArgumentException refusal) {
            return List.of("refusal " + refusal.getMessage());
        }
        List<String> lines = new ArrayList<>();
        for (AxisView view : explanation.axes()) {
            lines.add("input " + view.inputExtent() + "; output " + view.outputExtent() + "; kernel "
                    + view.axis().kernel()
                    + "; stride " + view.axis().stride() + "; dilation " + view.axis().dilation() + "; span "
                    + view.span()
                    + "; lo " + view.axis().lo() + "; hi " + view.axis().hi() + "; admissible " + view.admissible()
                    + "; unread " + list(view.unread()) + "; unreached " + list(view.unreached()));
        }
        float[] values = explanation.uncutOnesResult();
        if (values.length == 0) {
            lines.add("empty");
            return lines;
        }
        lines.add("source");
        grid(lines, explanation.axes().stream().map(AxisView::source).toList(),
                (kind, at) -> kind == Cell.PADDING || kind == Cell.STRETCH ? "0" : "1");
        lines.add("result");
        grid(lines, explanation.axes().stream().map(AxisView::result).toList(), (kind, at) -> "" + (int) values[at]);
        return lines;
    }

    /** The window at its place and its sum. */
    static String shownStep(Browser browser) {
        return browser.script("""
                const box = (frame) => ["row", "column", "rows", "columns"].map((key) => frame.dataset[key]).join(" ");
                const frames = (css) => [...document.querySelectorAll(css)].map(box).sort().join(", ");
                const products = [...document.querySelectorAll(".product b")].map((each) => Number(each.textContent));
                return `source ${frames("#source .window")}; taps ${frames("#source .tap")}; result `
                    + `${frames("#result .window")}; sum ${document.getElementById("status").dataset.sum} = `
                    + products.reduce((a, b) => a + b, 0);
                """);
    }

    /** The same of an explanation over two axes, with inputs and taps that count 1, 2, 3. */
    static String expectedStep(Explanation explanation, int step) {
        List<AxisView> axes = explanation.axes();
        int columns = axes.getLast().result().size();
        int[] at = {step / columns, step % columns};
        int[][] reads = new int[2][];
        for (int axis = 0; axis < 2; axis++) {
            AxisView view = axes.get(axis);
            reads[axis] = Arrays.stream(view.reads(at[axis] + view.result().start()))
                    .map(position -> position - view.source().start()).sorted().toArray();
        }
        boolean holed = axes.stream().anyMatch(view -> view.span() > view.axis().kernel());
        String taps = !holed
                ? ""
                : Arrays.stream(reads[0]).boxed()
                        .flatMap(row -> Arrays.stream(reads[1]).mapToObj(column -> row + " " + column + " 1 1"))
                        .sorted()
                        .collect(Collectors.joining(", "));
        int sum = (int) countingResult(explanation)[step];
        return "source " + reads[0][0] + " " + reads[1][0] + " " + axes.get(0).span() + " " + axes.get(1).span()
                + "; taps "
                + taps + "; result " + at[0] + " " + at[1] + " 1 1; sum " + sum + " = " + sum;
    }

    /** The uncut result of inputs and taps that count 1, 2, 3. */
    static float[] countingResult(Explanation explanation) {
        Problem problem = explanation.uncutProblem();
        Floats filter = Floats.of(counting(problem.geometry().filterElements()));
        if (explanation.operator() == Operator.CONV) {
            float[] y = new float[problem.geometry().yElements()];
            Convolution.plan(problem, filter).run(counting(problem.geometry().xElements()), y);
            return y;
        }
        float[] x = new float[problem.geometry().xElements()];
        TransposedConvolution.plan(problem, filter).run(counting(problem.geometry().yElements()), x);
        return x;
    }

    private static float[] counting(int count) {
        float[] values = new float[count];
        for (int at = 0; at < count; at++) {
            values[at] = at + 1;
        }
        return values;
    }

    private static void grid(List<String> lines, List<Strip> strips, CellGrid.Label label) {
        int columns = strips.getLast().size();
        new CellGrid(new SvgCanvas(), strips, 10)
                .forEach((kind, at) -> lines
                        .add(at / columns + "," + at % columns + " " + kind + " " + label.of(kind, at)));
    }

    private static String list(int[] numbers) {
        return numbers.length == 0
                ? "none"
                : IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
}
