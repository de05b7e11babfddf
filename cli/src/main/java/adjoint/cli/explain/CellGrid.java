package adjoint.cli.explain;

import java.util.List;

/** A grid of one or two strips in a picture; one strip makes one row. */
final class CellGrid {

    private static final int SPACE = 4;

    private final SvgCanvas svg;
    private final Strip rows;
    private final Strip columns;
    private final int pitch;

    CellGrid(SvgCanvas svg, List<Strip> strips, int pitch) {
        this.svg = svg;
        this.rows = strips.size() == 2 ? strips.getFirst() : null;
        this.columns = strips.getLast();
        this.pitch = pitch;
    }

    /** What is done at each place, whose number counts row by row. */
    interface Visitor {
        void visit(Cell kind, int at);
    }

    /** What is written on a place. */
    interface Label {
        String of(Cell kind, int at);
    }

    int width() {
        return Math.max(1, columns.size()) * pitch - SPACE;
    }

    int height() {
        return Math.max(1, rowCount()) * pitch - SPACE;
    }

    void forEach(Visitor visitor) {
        for (int at = 0; at < rowCount() * columns.size(); at++) {
            Cell column = columns.cells().get(at % columns.size());
            visitor.visit(rows == null ? column : column.with(rows.cells().get(at / columns.size())), at);
        }
    }

    void draw(int x, int y, Label label) {
        forEach((kind, at) -> place(x, y, kind, at, Palette.of(kind).text(), label.of(kind, at)));
    }

    void drawKernel(int x, int y) {
        forEach((kind, at) -> {
            int left = x + at % columns.size() * pitch;
            int top = y + at / columns.size() * pitch;
            svg.window(left + 1, top + 1, pitch - SPACE - 2, pitch - SPACE - 2, true);
            number(left, top, Palette.WINDOW, "1");
        });
    }

    /** A window around the places read on each axis; where it has holes, each tap is marked too. */
    void window(int x, int y, int[][] reads) {
        int[] across = reads[reads.length - 1];
        int[] down = rows == null ? new int[] {0} : reads[0];
        int width = (across[across.length - 1] - across[0] + 1) * pitch - SPACE;
        int height = (down[down.length - 1] - down[0] + 1) * pitch - SPACE;
        boolean dense = hasNoHoles(across) && hasNoHoles(down);
        svg.window(x + across[0] * pitch - 2, y + down[0] * pitch - 2, width + 4, height + 4, dense);
        if (!dense) {
            for (int row : down) {
                for (int column : across) {
                    svg.window(x + column * pitch, y + row * pitch, pitch - SPACE, pitch - SPACE, true);
                }
            }
        }
    }

    private static boolean hasNoHoles(int[] places) {
        return places[places.length - 1] - places[0] + 1 == places.length;
    }

    private void place(int x, int y, Cell kind, int at, String colour, String label) {
        int left = x + at % columns.size() * pitch;
        int top = y + at / columns.size() * pitch;
        svg.cell(left, top, pitch - SPACE, kind);
        number(left, top, colour, label);
    }

    private void number(int left, int top, String colour, String label) {
        int size = pitch - SPACE;
        int font = Math.max(11, size * 2 / 5);
        svg.text(left + size / 2, top + size / 2 + font * 36 / 100, font, "middle", colour, label);
    }

    private int rowCount() {
        return rows == null ? 1 : rows.size();
    }
}
