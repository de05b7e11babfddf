package adjoint.cli.explain;

/**
 * The colours of a still picture: blue input, grey zeros, green result, orange for what is left out. Contrast of text on its
 * cell is at least 4.5.
 *
 * @param fill   of a cell
 * @param stroke around it
 * @param text   on it
 * @param dashed whether the line around it is dashed: for the zeros that nobody gave
 */
record Palette(String fill, String stroke, String text, boolean dashed) {

    static final String WINDOW = "#d92d20";
    static final String CARD = "#ffffff";
    static final String EDGE = "#d0d7de";
    static final String INK = "#1f2328";
    static final String FAINT = "#59636e";

    static Palette of(Cell cell) {
        return switch (cell) {
            case PADDING -> new Palette("#e4e7eb", "#b4bcc5", "#59636e", true);
            case STRETCH -> new Palette("#e3edf9", "#8db4e2", "#3d6ea8", true);
            case INPUT -> new Palette("#2f6fbd", "#255a9b", "#ffffff", false);
            case UNREAD, DROPPED -> new Palette("#f59e42", "#c9741a", "#40210a", false);
            case OUTPUT -> new Palette("#2b7f5c", "#216448", "#ffffff", false);
            case EMPTY -> new Palette("#e6f4ec", "#7fb89c", "#216448", true);
        };
    }
}
