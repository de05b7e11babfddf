package adjoint.cli.explain;

import java.util.Locale;

/** The few shapes of a picture, written as SVG. */
final class SvgCanvas {

    private static final String FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif";

    private final StringBuilder body = new StringBuilder();

    /** One place of a grid. */
    void cell(int x, int y, int size, Cell kind) {
        Palette colours = Palette.of(kind);
        add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" fill=\"%s\" stroke=\"%s\"%s/>", x, y, size,
                size, colours.fill(), colours.stroke(), colours.dashed() ? " stroke-dasharray=\"3 2\"" : "");
    }

    /** A window, or one tap of it. */
    void window(int x, int y, int width, int height, boolean strong) {
        add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"none\" stroke=\"%s\" %s/>", x, y, width,
                height, Palette.WINDOW,
                strong ? "stroke-width=\"3\"" : "stroke-width=\"1.5\" stroke-dasharray=\"5 4\"");
    }

    void text(int x, int y, int size, String anchor, String colour, String text) {
        add("<text x=\"%d\" y=\"%d\" font-size=\"%d\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, y, size, anchor,
                colour,
                escape(text));
    }

    void title(int x, int y, String text) {
        add("<text x=\"%d\" y=\"%d\" font-size=\"20\" font-weight=\"600\" fill=\"%s\">%s</text>", x, y, Palette.INK,
                escape(text));
    }

    void arrowRight(int from, int to, int y) {
        arrow("M%d %d H%d m-7 -6 l7 6 l-7 6", from, y, to);
    }

    void arrowDown(int x, int from, int to) {
        arrow("M%d %d V%d m-6 -7 l6 7 l6 -7", x, from, to);
    }

    private void arrow(String path, Object... numbers) {
        add("<path d=\"" + path + "\" fill=\"none\" stroke=\"" + Palette.FAINT + "\" stroke-width=\"2\"/>", numbers);
    }

    private void add(String shape, Object... values) {
        body.append(String.format(Locale.ROOT, shape, values)).append('\n');
    }

    /** The picture on its card. */
    String document(int width, int height, String description) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                aria-label="%3$s" font-family="%4$s">
                <rect x="0.5" y="0.5" width="%5$d" height="%6$d" rx="10" fill="%7$s" stroke="%8$s"/>
                %9$s</svg>
                """, width, height, escape(description), FONT, width - 1, height - 1, Palette.CARD, Palette.EDGE, body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
