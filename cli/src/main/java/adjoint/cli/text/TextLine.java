package adjoint.cli.text;

import java.util.Locale;

/**
 * A line of text in a picture. Corners are pixels that belong to it.
 *
 * @param core   around the pixels in which the network sees the middle of text
 * @param frame  around the text, at the angle at which it lies
 * @param box    upright around the frame
 * @param pixels number of the core's pixels that are text
 * @param score  their mean probability
 */
record TextLine(Box core, Frame frame, Box box, int pixels, double score) {

    /**
     * An upright rectangle.
     *
     * @param x0 left
     * @param y0 top
     * @param x1 right
     * @param y1 bottom
     */
    record Box(int x0, int y0, int x1, int y1) {

        int width() {
            return x1 - x0 + 1;
        }

        int height() {
            return y1 - y0 + 1;
        }

        @Override
        public String toString() {
            return x0 + "," + y0 + " to " + x1 + "," + y1;
        }

        private String json() {
            return "[" + x0 + ", " + y0 + ", " + x1 + ", " + y1 + "]";
        }
    }

    String json() {
        return String.format(Locale.ROOT,
                "{\"box\": %s, \"corners\": %s, \"core\": %s, \"pixels\": %d, \"score\": %.4f}",
                box.json(), frame.json(), core.json(), pixels, score);
    }
}
