package adjoint.cli.text;

import adjoint.cli.text.TextLine.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A rectangle at any angle.
 *
 * @param corners in order around it; coordinates are those of pixels' centres
 */
record Frame(List<Point> corners) {

    /**
     * A place in a picture.
     *
     * @param x to the right
     * @param y down
     */
    record Point(double x, double y) {

        private Point minus(Point other) {
            return new Point(x - other.x, y - other.y);
        }

        private double dot(Point other) {
            return x * other.x + y * other.y;
        }

        /** Positive if the other is to the right of this, seen in its direction, where y points down. */
        private double cross(Point other) {
            return x * other.y - y * other.x;
        }
    }

    Frame {
        corners = List.copyOf(corners);
    }

    /**
     * The rectangle of the smallest area around pixels, which has a side along their convex hull; then its sides move
     * outwards by {@code growth / circumference}.
     *
     * <p>Source: H. Freeman, R. Shapira, "Determining the minimum-area encasing rectangle for an arbitrary closed curve", 1975.
     *
     * @param pixels at least one
     * @param growth by how much each side moves outwards, times the circumference before
     */
    static Frame around(List<Point> pixels, double growth) {
        List<Point> hull = hull(pixels);
        Frame best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < hull.size(); i++) {
            Point edge = hull.get((i + 1) % hull.size()).minus(hull.get(i));
            double length = Math.hypot(edge.x, edge.y);
            // A single pixel has no edge.
            Point along = length == 0 ? new Point(1, 0) : new Point(edge.x / length, edge.y / length);
            Point across = new Point(-along.y, along.x);
            double left = hull.stream().mapToDouble(along::dot).min().orElseThrow();
            double right = hull.stream().mapToDouble(along::dot).max().orElseThrow();
            double top = hull.stream().mapToDouble(across::dot).min().orElseThrow();
            double bottom = hull.stream().mapToDouble(across::dot).max().orElseThrow();
            // A pixel is 1 wide.
            double area = (right - left + 1) * (bottom - top + 1);
            if (area < least) {
                least = area;
                double by = growth / (2 * (right - left + 1 + bottom - top + 1));
                best = new Frame(
                        List.of(at(along, left - by, across, top - by), at(along, right + by, across, top - by),
                                at(along, right + by, across, bottom + by), at(along, left - by, across, bottom + by)));
            }
        }
        return best;
    }

    private static Point at(Point along, double a, Point across, double b) {
        return new Point(a * along.x + b * across.x, a * along.y + b * across.y);
    }

    /** By A. M. Andrew's monotone chain; clockwise where y points down. */
    private static List<Point> hull(List<Point> points) {
        List<Point> sorted = points.stream().distinct()
                .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y)).toList();
        if (sorted.size() < 3) {
            return sorted;
        }
        List<Point> hull = chain(sorted);
        hull.addAll(chain(sorted.reversed()));
        return hull;
    }

    /** One side of the hull without its last point, with which the other side begins. */
    private static List<Point> chain(List<Point> sorted) {
        List<Point> chain = new ArrayList<>();
        for (Point point : sorted) {
            while (chain.size() > 1 && chain.getLast().minus(chain.get(chain.size() - 2))
                    .cross(point.minus(chain.getLast())) <= 0) {
                chain.removeLast();
            }
            chain.add(point);
        }
        chain.removeLast();
        return chain;
    }

    /** The upright box around it within a picture. */
    Box box(int width, int height) {
        return new Box(clamp(corners.stream().mapToDouble(Point::x).min().orElseThrow(), width),
                clamp(corners.stream().mapToDouble(Point::y).min().orElseThrow(), height),
                clamp(corners.stream().mapToDouble(Point::x).max().orElseThrow(), width),
                clamp(corners.stream().mapToDouble(Point::y).max().orElseThrow(), height));
    }

    private static int clamp(double at, int extent) {
        return Math.clamp(Math.round(at), 0, extent - 1);
    }

    String json() {
        return corners.stream().map(corner -> String.format(Locale.ROOT, "[%.1f, %.1f]", corner.x, corner.y))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
