package adjoint.conformance.contract;

import adjoint.geometry.Axis;
import adjoint.geometry.FilterLayout;
import adjoint.geometry.Geometry;
import adjoint.geometry.Layout;
import adjoint.geometry.Problem;
import java.util.ArrayList;
import java.util.List;

/** Visits every element of a tensor by its coordinates, and makes problems that differ from another in one part. */
final class Visit {

    private Visit() {
    }

    interface Pixel {
        void at(int n, int c, int d, int h, int w);
    }

    interface Tap {
        void at(int group, int o, int c, int kd, int kh, int kw);
    }

    static void x(Problem problem, Pixel pixel) {
        Geometry g = problem.geometry();
        pixels(g.batch(), g.xChannels(), g.depth().xExtent(), g.height().xExtent(), g.width().xExtent(), pixel);
    }

    static void y(Problem problem, Pixel pixel) {
        Geometry g = problem.geometry();
        pixels(g.batch(), g.yChannels(), g.depth().yExtent(), g.height().yExtent(), g.width().yExtent(), pixel);
    }

    static void filter(Problem problem, Tap tap) {
        Geometry g = problem.geometry();
        for (int group = 0; group < g.groups(); group++) {
            for (int o = 0; o < g.yGroupChannels(); o++) {
                for (int c = 0; c < g.xGroupChannels(); c++) {
                    for (int kd = 0; kd < g.depth().kernel(); kd++) {
                        for (int kh = 0; kh < g.height().kernel(); kh++) {
                            for (int kw = 0; kw < g.width().kernel(); kw++) {
                                tap.at(group, o, c, kd, kh, kw);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void pixels(int batch, int channels, int depth, int height, int width, Pixel pixel) {
        for (int n = 0; n < batch; n++) {
            for (int c = 0; c < channels; c++) {
                for (int d = 0; d < depth; d++) {
                    for (int h = 0; h < height; h++) {
                        for (int w = 0; w < width; w++) {
                            pixel.at(n, c, d, h, w);
                        }
                    }
                }
            }
        }
    }

    static Problem withAxes(Problem problem, List<Axis> axes) {
        Geometry g = problem.geometry();
        return with(problem, new Geometry(g.batch(), g.groups(), g.xChannels(), g.yChannels(), axes));
    }

    static Problem withAxis(Problem problem, int at, Axis axis) {
        List<Axis> axes = new ArrayList<>(problem.geometry().axes());
        axes.set(at, axis);
        return withAxes(problem, axes);
    }

    static Problem with(Problem problem, Geometry geometry) {
        return new Problem(geometry, problem.layout(), problem.filterLayout());
    }

    static Problem with(Problem problem, Layout layout, FilterLayout filterLayout) {
        return new Problem(problem.geometry(), layout, filterLayout);
    }
}
