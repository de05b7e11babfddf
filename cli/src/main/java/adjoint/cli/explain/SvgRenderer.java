package adjoint.cli.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An explanation of one or two axes as a still picture: the input among its zeros with one window, the kernel, and the uncut
 * result with what that window yields. It brings its own background, so that it reads the same on a light and on a dark page.
 */
final class SvgRenderer {

    /** More places than this along one axis would be too small to read. */
    static final int MAX_PLACES = 40;

    private static final int MARGIN = 28;
    private static final int TOP = 122;
    private static final int GAP = 34;

    private final Explanation explanation;
    private final SvgCanvas svg = new SvgCanvas();
    private final CellGrid source;
    private final CellGrid kernel;
    private final CellGrid result;
    private int right;

    private SvgRenderer(Explanation explanation) {
        this.explanation = explanation;
        List<AxisView> axes = explanation.axes();
        List<Strip> sources = axes.stream().map(AxisView::source).toList();
        List<Strip> results = axes.stream().map(AxisView::result).toList();
        requireDrawable("--svg", axes, MAX_PLACES);
        int longest = Stream.concat(sources.stream(), results.stream()).mapToInt(Strip::size).max().orElseThrow();
        int pitch = longest <= 10 ? 42 : longest <= 20 ? 34 : 26;
        source = new CellGrid(svg, sources, pitch);
        result = new CellGrid(svg, results, pitch);
        kernel = new CellGrid(svg, axes.stream()
                .map(view -> Strip.of(0, view.axis().kernel(), tap -> Cell.INPUT)).toList(), pitch * 3 / 4);
    }

    static String render(Explanation explanation) {
        return new SvgRenderer(explanation).draw();
    }

    /** Refuses what has too many axes or places to be drawn. */
    static void requireDrawable(String option, List<AxisView> axes, int maxPlaces) {
        if (axes.size() > 2) {
            throw new IllegalArgumentException(
                    option + ": draws 1 or 2 axes, not " + axes.size() + "; without it the text explains them all");
        }
        for (AxisView view : axes) {
            if (view.places() > maxPlaces) {
                throw new IllegalArgumentException(option + ": draws at most " + maxPlaces + " places along an axis, "
                        + view.name() + " has " + view.places());
            }
        }
    }

    private String draw() {
        heading();
        int bottom = (explanation.axes().size() == 1 ? stacked() : beside()) + 34;
        int lines = numbers(bottom);
        int legendTop = bottom + lines * 20 + 8;
        reaches(legend(legendTop));
        return svg.document(right + MARGIN, legendTop + 40, TextRenderer.title(explanation));
    }

    /** One axis: input, kernel and output below each other. Returns where they end. */
    private int stacked() {
        int kernelTop = TOP + source.height() + 22;
        int kernelX = MARGIN + 56;
        int resultTop = kernelTop + kernel.height() + 44;
        grids(MARGIN, TOP, MARGIN, resultTop);
        int middle = kernelTop + kernel.height() / 2;
        svg.text(MARGIN, middle + 4, 12, "start", Palette.FAINT, "kernel");
        kernel.drawKernel(kernelX, kernelTop);
        svg.arrowDown(kernelX + kernel.width() + 24, middle - 14, middle + 14);
        return resultTop + result.height();
    }

    /** Two axes: input, kernel and output beside each other. Returns where they end. */
    private int beside() {
        int kernelX = MARGIN + source.width() + GAP;
        int middle = Math.max(kernel.width(), 76);
        grids(MARGIN, TOP, kernelX + middle + GAP, TOP);
        int shorter = Math.min(source.height(), result.height());
        int kernelTop = TOP + Math.max(0, (shorter - kernel.height() - 40) / 2) + 22;
        int centre = kernelX + middle / 2;
        svg.text(centre, kernelTop - 10, 12, "middle", Palette.FAINT, "kernel");
        kernel.drawKernel(centre - kernel.width() / 2, kernelTop);
        int arrow = kernelTop + kernel.height() + 16;
        svg.arrowRight(centre - 26, centre + 26, arrow);
        return Math.max(TOP + Math.max(source.height(), result.height()), arrow + 8);
    }

    private void grids(int sourceX, int sourceY, int resultX, int resultY) {
        caption(sourceX, sourceY, sourceCaption());
        source.draw(sourceX, sourceY, (kind, at) -> kind == Cell.PADDING || kind == Cell.STRETCH ? "0" : "1");
        caption(resultX, resultY, resultCaption());
        float[] values = explanation.uncutOnesResult();
        result.draw(resultX, resultY, (kind, at) -> Integer.toString((int) values[at]));
        reaches(sourceX + source.width());
        reaches(resultX + result.width());
        window(sourceX, sourceY, resultX, resultY);
    }

    private void reaches(int x) {
        right = Math.max(right, x);
    }

    private void heading() {
        String arrow = " → ";
        svg.title(MARGIN, 40, capital(explanation.operator().title()) + "  " + cross(explanation.inputExtents()) + arrow
                + cross(explanation.outputExtents()));
        String parameters = String.join("  ·  ", Facts.parameters(explanation)).replace('x', '×');
        svg.text(MARGIN, 64, 14, "start", Palette.FAINT, parameters);
        reaches(MARGIN + textWidth(parameters, 14));
    }

    private void caption(int x, int y, String caption) {
        svg.text(x, y - 14, 13, "start", Palette.INK, caption);
        reaches(x + textWidth(caption, 13));
    }

    private String sourceCaption() {
        Set<Cell> kinds = kinds(source);
        List<String> added = new ArrayList<>();
        if (kinds.contains(Cell.STRETCH)) {
            added.add("stretched");
        }
        if (kinds.contains(Cell.PADDING)) {
            added.add("padded");
        }
        return "input " + cross(explanation.inputExtents())
                + (added.isEmpty() ? "" : ", " + String.join(" and ", added));
    }

    private String resultCaption() {
        return "output " + cross(explanation.outputExtents())
                + (kinds(result).contains(Cell.DROPPED) ? ", rest dropped" : "");
    }

    private void window(int sourceX, int sourceY, int resultX, int resultY) {
        int[] position = explanation.each(AxisView::tellingPosition);
        if (explanation.axes().stream().anyMatch(view -> view.result().size() == 0)) {
            return;
        }
        int[][] reads = new int[position.length][];
        int[] at = new int[position.length];
        for (int axis = 0; axis < position.length; axis++) {
            AxisView view = explanation.axes().get(axis);
            int start = view.source().start();
            reads[axis] = Arrays.stream(view.reads(position[axis])).map(read -> read - start).sorted().toArray();
            at[axis] = position[axis] - view.result().start();
        }
        source.window(sourceX, sourceY, reads);
        result.window(resultX, resultY, Arrays.stream(at).mapToObj(each -> new int[] {each}).toArray(int[][]::new));
    }

    /** The resolved numbers below the grids; returns how many lines they take. */
    private int numbers(int y) {
        List<String> lines = Facts.numbers(explanation);
        for (int line = 0; line < lines.size(); line++) {
            svg.text(MARGIN, y + line * 20, 13, "start", Palette.INK, lines.get(line));
            reaches(MARGIN + textWidth(lines.get(line), 13));
        }
        return lines.size();
    }

    private int legend(int y) {
        Set<Cell> kinds = kinds(source);
        kinds.addAll(kinds(result));
        int x = MARGIN;
        for (Cell kind : Cell.values()) {
            if (kinds.contains(kind)) {
                svg.cell(x, y, 14, kind);
                svg.text(x + 20, y + 12, 12, "start", Palette.FAINT, kind.word());
                x += 20 + textWidth(kind.word(), 12) + 18;
            }
        }
        svg.window(x + 1, y + 1, 12, 12, true);
        svg.text(x + 20, y + 12, 12, "start", Palette.FAINT, "window");
        return x + 20 + textWidth("window", 12);
    }

    private static Set<Cell> kinds(CellGrid grid) {
        Set<Cell> kinds = EnumSet.noneOf(Cell.class);
        grid.forEach((kind, at) -> kinds.add(kind));
        return kinds;
    }

    private static String cross(int[] extents) {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** An estimate: the font is the reader's. */
    private static int textWidth(String text, int size) {
        return (int) Math.ceil(text.length() * size * 0.54);
    }
}
