package adjoint.reference;

import adjoint.geometry.Axis;
import adjoint.geometry.BorderMode;
import adjoint.geometry.FilterStrides;
import adjoint.geometry.Geometry;
import adjoint.geometry.Problem;
import adjoint.geometry.TensorStrides;

/** The three operators. All ranks are computed as rank 3, absent axes having one element and one tap. */
final class Loops {

    private Loops() {
    }

    /** {@code y[n, o, i] += w[o, c, t] * x[n, c, position(i, t)]}. */
    static void convolution(Problem problem, float[] x, float[] w, double[] y) {
        forEachProduct(problem, (xAt, wAt, yAt) -> y[yAt] += (double) w[wAt] * x[xAt]);
    }

    /** {@code x[n, c, position(i, t)] += w[o, c, t] * y[n, o, i]}. */
    static void transposedConvolution(Problem problem, float[] y, float[] w, double[] x) {
        forEachProduct(problem, (xAt, wAt, yAt) -> x[xAt] += (double) w[wAt] * y[yAt]);
    }

    /** {@code w[o, c, t] += y[n, o, i] * x[n, c, position(i, t)]}. */
    static void filterGradient(Problem problem, float[] x, float[] y, float[] w) {
        double[] sums = new double[w.length];
        forEachProduct(problem, (xAt, wAt, yAt) -> sums[wAt] += (double) y[yAt] * x[xAt]);
        for (int at = 0; at < w.length; at++) {
            w[at] = (float) sums[at];
        }
    }

    /** What is done with one element of each tensor that the geometry brings together. */
    @FunctionalInterface
    private interface Product {
        void accept(int xAt, int wAt, int yAt);
    }

    private static void forEachProduct(Problem problem, Product product) {
        Geometry g = problem.geometry();
        TensorStrides xs = problem.xStrides();
        TensorStrides ys = problem.yStrides();
        FilterStrides ws = problem.filterStrides();
        Axis depth = g.depth();
        Axis height = g.height();
        Axis width = g.width();
        for (int n = 0; n < g.batch(); n++) {
            for (int group = 0; group < g.groups(); group++) {
                for (int o = 0; o < g.yGroupChannels(); o++) {
                    for (int yd = 0; yd < depth.yExtent(); yd++) {
                        for (int yh = 0; yh < height.yExtent(); yh++) {
                            for (int yw = 0; yw < width.yExtent(); yw++) {
                                int yAt = ys.index(n, group * g.yGroupChannels() + o, yd, yh, yw);
                                for (int c = 0; c < g.xGroupChannels(); c++) {
                                    for (int kd = 0; kd < depth.kernel(); kd++) {
                                        for (int kh = 0; kh < height.kernel(); kh++) {
                                            for (int kw = 0; kw < width.kernel(); kw++) {
                                                int xd = depth.source(yd, kd);
                                                int xh = height.source(yh, kh);
                                                int xw = width.source(yw, kw);
                                                if (xd == BorderMode.OUTSIDE || xh == BorderMode.OUTSIDE
                                                        || xw == BorderMode.OUTSIDE) {
                                                    continue;
                                                }
                                                int xc = group * g.xGroupChannels() + c;
                                                product.accept(xs.index(n, xc, xd, xh, xw),
                                                        ws.index(group, o, c, kd, kh, kw), yAt);
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
