package adjoint.onnx.operator;

import adjoint.onnx.run.Kernel;

/** How many elements become one, two at a time: what reductions, pools and norms have in common. */
enum Combine {

    /** Their sum. */
    SUM(0) {
        @Override
        double both(double a, double b) {
            return a + b;
        }

        @Override
        void each(float[] sums, float[] x, int n) {
            for (int i = 0; i < n; i++) {
                sums[i] += x[i];
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
        void each(float[] max, float[] x, int n) {
            for (int i = 0; i < n; i++) {
                max[i] = Math.max(max[i], x[i]);
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
        void each(float[] min, float[] x, int n) {
            for (int i = 0; i < n; i++) {
                min[i] = Math.min(min[i], x[i]);
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
        void each(float[] products, float[] x, int n) {
            for (int i = 0; i < n; i++) {
                products[i] *= x[i];
            }
        }
    };

    /** Blocks of a row whose elements are combined side by side. */
    private static final int SIDE_BY_SIDE = 64;
    /** Elements up to which they are combined one after the other. */
    private static final int FEW = 16;

    /** What combined with an element yields that element. */
    final float neutral;

    Combine(float neutral) {
        this.neutral = neutral;
    }

    /** Combines two. */
    abstract double both(double a, double b);

    /** Combines {@code n} elements of a block, each with its own of another block. */
    abstract void each(float[] results, float[] x, int n);

    /**
     * Combines neighbours into one. Sums of long rows keep their digits: they are sums of sums.
     *
     * @param before applied to each element before
     * @param lanes  a block that is overwritten
     * @param piece  another
     */
    final double row(float[] x, int xAt, int n, Loop.Unary before, float[] lanes, float[] piece) {
        double all = neutral;
        int most = SIDE_BY_SIDE * Kernel.BLOCK;
        for (int at = 0; at < n; at += most) {
            all = both(all, sideBySide(x, xAt + at, Math.min(most, n - at), before, lanes, piece));
        }
        return all;
    }

    private double sideBySide(float[] x, int xAt, int n, Loop.Unary before, float[] lanes, float[] piece) {
        int width = Math.min(Kernel.BLOCK, n);
        System.arraycopy(x, xAt, lanes, 0, width);
        before.run(lanes, lanes, width);
        for (int at = width; at < n; at += width) {
            int count = Math.min(width, n - at);
            System.arraycopy(x, xAt + at, piece, 0, count);
            before.run(piece, piece, count);
            each(lanes, piece, count);
        }
        return fold(lanes, width, piece);
    }

    /** Combines all elements of a block. Overwrites it and another. */
    final double fold(float[] block, int n, float[] other) {
        int left = n;
        while (left > FEW) {
            int half = Math.ceilDiv(left, 2);
            System.arraycopy(block, half, other, 0, left - half);
            each(block, other, left - half);
            left = half;
        }
        double all = neutral;
        for (int i = 0; i < left; i++) {
            all = both(all, block[i]);
        }
        return all;
    }

    /** Combines the parts of a block, each of {@code n} elements, into the first. Overwrites another. */
    final void foldParts(float[] block, int parts, int n, float[] other) {
        for (int part = 1; part < parts; part++) {
            System.arraycopy(block, part * n, other, 0, n);
            each(block, other, n);
        }
    }
}
