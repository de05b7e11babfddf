package adjoint.cli.text;

import adjoint.cli.text.Frame.Point;
import adjoint.cli.text.TextLine.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Lines of text in a map of probabilities: pixels above a threshold, those that touch by a side or a corner together.
 *
 * <p>The network is trained to see only the middle of each line, so that neighbours do not touch; a frame grows by what was left
 * out. Source: M. Liao et al., "Real-time scene text detection with differentiable binarization", 2020, section 3.4, D = A * r / L.
 */
final class Regions {

    static final float THRESHOLD = 0.3f;
    /** Regions that are narrower or lower are specks. */
    static final int SMALLEST_SIDE = 3;
    private static final double GROWTH = 1.5;

    private final float[] probabilities;
    private final int stride;
    private final int width;
    private final int height;
    private final boolean[] seen;
    private int[] stack = new int[1024];

    private Regions(float[] probabilities, int stride, int width, int height) {
        this.probabilities = probabilities;
        this.stride = stride;
        this.width = width;
        this.height = height;
        seen = new boolean[width * height];
    }

    /**
     * All regions, from top to bottom, and from left to right where they begin in the same row.
     *
     * @param probabilities rows of probabilities
     * @param stride        distance between rows
     * @param width         columns looked at
     * @param height        rows looked at
     */
    static List<TextLine> of(float[] probabilities, int stride, int width, int height) {
        Regions regions = new Regions(probabilities, stride, width, height);
        List<TextLine> lines = new ArrayList<>();
        for (int at = 0; at < width * height; at++) {
            if (regions.isNew(at % width, at / width)) {
                lines.add(regions.region(at));
            }
        }
        lines.sort(
                Comparator.comparingInt((TextLine line) -> line.core().y0()).thenComparing(line -> line.core().x0()));
        return lines;
    }

    private boolean isNew(int x, int y) {
        return !seen[y * width + x] && probabilities[y * stride + x] > THRESHOLD;
    }

    /** Everything that hangs together with a pixel. */
    private TextLine region(int first) {
        int left = width;
        int top = height;
        int right = -1;
        int bottom = -1;
        int pixels = 0;
        double sum = 0;
        List<Point> outline = new ArrayList<>();
        int depth = 0;
        stack[depth++] = first;
        seen[first] = true;
        while (depth > 0) {
            int at = stack[--depth];
            int x = at % width;
            int y = at / width;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            // The convex hull of the ends of rows is that of all.
            if (!isText(x - 1, y) || !isText(x + 1, y)) {
                outline.add(new Point(x, y));
            }
            pixels++;
            sum += probabilities[y * stride + x];
            if (depth + 8 > stack.length) {
                stack = Arrays.copyOf(stack, 2 * stack.length);
            }
            for (int i = Math.max(0, y - 1); i <= Math.min(height - 1, y + 1); i++) {
                for (int j = Math.max(0, x - 1); j <= Math.min(width - 1, x + 1); j++) {
                    if (isNew(j, i)) {
                        seen[i * width + j] = true;
                        stack[depth++] = i * width + j;
                    }
                }
            }
        }
        Frame frame = Frame.around(outline, GROWTH * pixels);
        return new TextLine(new Box(left, top, right, bottom), frame, frame.box(width, height), pixels, sum / pixels);
    }

    private boolean isText(int x, int y) {
        return x >= 0 && x < width && probabilities[y * stride + x] > THRESHOLD;
    }
}
