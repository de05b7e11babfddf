package adjoint.cli.explain;

/** A tensor of one channel as lines of numbers, one block for each plane. */
final class NumberTable {

    private NumberTable() {}

    /** The lines of a tensor; or, if a row or a plane has more than {@code limit} entries, one line of what it holds. */
    static String of(float[] values, int[] extents, int limit) {
        for (int extent : extents) {
            if (extent > limit) {
                return summary(values, limit);
            }
        }
        if (values.length == 0) {
            return "no elements";
        }
        int columns = extents[extents.length - 1];
        int rows = extents.length > 1 ? extents[extents.length - 2] : 1;
        int width = 0;
        for (float value : values) {
            width = Math.max(width, number(value).length());
        }
        StringBuilder lines = new StringBuilder();
        for (int at = 0; at < values.length; at++) {
            if (at > 0 && at % (rows * columns) == 0) {
                lines.append('\n');
            }
            lines.append(number(values[at]).indent(width - number(values[at]).length()).stripTrailing());
            lines.append(at % columns == columns - 1 ? '\n' : ' ');
        }
        return lines.toString();
    }

    private static String summary(float[] values, int limit) {
        double sum = 0;
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return values.length + " elements between " + number(min) + " and " + number(max) + ", sum "
                + (long) sum + " (a table is shown up to " + limit + " a side)";
    }

    private static String number(float value) {
        return Integer.toString((int) value);
    }
}
