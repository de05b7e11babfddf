package adjoint.onnx.operator;

import java.util.Arrays;

/** How many elements become one, two at a time: what reductions, pools and norms have in common. */
enum Combine {

    /** Their sum. */
    SUM(0) {
        @Override
        double both(double a, double b) {
            return a + b;
        }

        @Override
        void each(float[] sums, int at, float[] x, int xAt, int n) {
            for (int i = 0; i < n; i++) {
                sums[at + i] += x[xAt + i];
            }
        }

        @Override
        void each(float[] sums, int at, float[] x, int xAt, int stride, int n) {
            for (int i = 0; i < n; i++) {
                sums[at + i] += x[xAt + i * stride];
            }
        }
    },

    /** The greatest. */
    MAX(Float.NEGATIVE_INFINITY) {
        @Override
        double both(double a, double b) {
            return Math.max(a, b);
        }

        @Override
        void each(float[] max, int at, float[] x, int xAt, int n) {
            for (int i = 0; i < n; i++) {
                max[at + i] = Math.max(max[at + i], x[xAt + i]);
            }
        }

        @Override
        void each(float[] max, int at, float[] x, int xAt, int stride, int n) {
            for (int i = 0; i < n; i++) {
                max[at + i] = Math.max(max[at + i], x[xAt + i * stride]);
            }
        }
    },

    /** The least. */
    MIN(Float.POSITIVE_INFINITY) {
        @Override
        double both(double a, double b) {
            return Math.min(a, b);
        }

        @Override
        void each(float[] min, int at, float[] x, int xAt, int n) {
            for (int i = 0; i < n; i++) {
                min[at + i] = Math.min(min[at + i], x[xAt + i]);
            }
        }

        @Override
        void each(float[] min, int at, float[] x, int xAt, int stride, int n) {
            for (int i = 0; i < n; i++) {
                min[at + i] = Math.min(min[at + i], x[xAt + i * stride]);
            }
        }
    },

    /** Their product. */
    PRODUCT(1) {
        @Override
        double both(double a, double b) {
            return a * b;
        }

        @Override
        void each(float[] products, int at, float[] x, int xAt, int n) {
            for (int i = 0; i < n; i++) {
                products[at + i] *= x[xAt + i];
            }
        }

        @Override
        void each(float[] products, int at, float[] x, int xAt, int stride, int n) {
            for (int i = 0; i < n; i++) {
                products[at + i] *= x[xAt + i * stride];
            }
        }
    };

    /** Scratch that {@link #row} needs: elements that are combined side by side, in some vectors. */
    static final int LANES = 64;

    /** What combined with an element yields that element. */
    final float neutral;

    Combine(float neutral) {
        this.neutral = neutral;
    }

    /** Combines two. */
    abstract double both(double a, double b);

    /** Combines {@code n} elements, each with its own of another array. */
    abstract void each(float[] results, int at, float[] x, int xAt, int n);

    /** Combines {@code n} elements, each with its own of an array in which they lie apart. */
    abstract void each(float[] results, int at, float[] x, int xAt, int stride, int n);

    /** Combines neighbours into one. Sums of long rows keep their digits: each lane has its part of them. */
    final float row(float[] x, int xAt, int n, float[] lanes) {
        Arrays.fill(lanes, 0, LANES, neutral);
        int at = 0;
        for (; at + LANES <= n; at += LANES) {
            each(lanes, 0, x, xAt + at, LANES);
        }
        each(lanes, 0, x, xAt + at, n - at);
        for (int half = LANES / 2; half > 0; half /= 2) {
            each(lanes, 0, lanes, half, half);
        }
        return lanes[0];
    }
}
