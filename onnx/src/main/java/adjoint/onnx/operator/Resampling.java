package adjoint.onnx.operator;

/**
 * How each element of a result on one axis is a sum of elements of the input.
 *
 * @param taps    elements that go into each
 * @param sources which they are, {@code taps} for each element of the result; the first is negative if there are none
 * @param weights their weights
 */
record Resampling(int taps, int[] sources, float[] weights) {

    /** What weighs neighbours by their distance. */
    interface Weights {
        /** The distance at which they end. */
        int reach();

        /** The weight at a distance of at least 0. */
        double at(double distance);
    }

    /** Falls to nothing at the next neighbour. */
    static final Weights LINEAR = new Weights() {
        @Override
        public int reach() {
            return 1;
        }

        @Override
        public double at(double distance) {
            return Math.max(0, 1 - distance);
        }
    };

    /** Convolution by cubic splines. Source: Keys 1981, "Cubic Convolution Interpolation for Digital Image Processing". */
    static Weights cubic(double a) {
        return new Weights() {
            @Override
            public int reach() {
                return 2;
            }

            @Override
            public double at(double d) {
                if (d <= 1) {
                    return ((a + 2) * d - (a + 3)) * d * d + 1;
                }
                return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
            }
        };
    }

    /**
     * The sums of an axis.
     *
     * @param axis      the axis
     * @param weights   what weighs neighbours
     * @param antialias whether weights are stretched where the result is smaller, so that each element counts
     * @param excludes  whether elements outside of the input count nothing; else the outermost stands for them
     */
    static Resampling of(ResizeAxis axis, Weights weights, boolean antialias, boolean excludes) {
        double shrink = antialias ? Math.min(axis.scale(), 1) : 1;
        int before = (int) Math.ceil(weights.reach() / shrink);
        int taps = 2 * before;
        Resampling result = new Resampling(taps, new int[axis.to() * taps], new float[axis.to() * taps]);
        for (int i = 0; i < axis.to(); i++) {
            result.put(axis, i, weights, shrink, excludes);
        }
        return result;
    }

    private void put(ResizeAxis axis, int i, Weights function, double shrink, boolean excludes) {
        if (axis.isOutside(i)) {
            sources[i * taps] = -1;
            return;
        }
        double place = axis.place(i);
        long first = (long) Math.floor(place) - taps / 2 + 1;
        double[] values = new double[taps];
        double sum = 0;
        for (int tap = 0; tap < taps; tap++) {
            boolean counts = !excludes || first + tap >= 0 && first + tap < axis.from();
            values[tap] = counts ? function.at(Math.abs(first + tap - place) * shrink) : 0;
            sum += values[tap];
        }
        for (int tap = 0; tap < taps; tap++) {
            sources[i * taps + tap] = Math.clamp(first + tap, 0, axis.from() - 1);
            weights[i * taps + tap] = (float) (sum == 0 ? 0 : values[tap] / sum);
        }
    }

    /** Number of results. */
    int extent() {
        return sources.length / taps;
    }

    /** Whether each element stays what it is. The last one stands for those behind it too, which have no weight then. */
    boolean isIdentity(int from) {
        for (int i = 0; i < extent(); i++) {
            float own = 0;
            for (int tap = i * taps; tap < (i + 1) * taps; tap++) {
                if (sources[tap] == i) {
                    own += weights[tap];
                } else if (weights[tap] != 0) {
                    return false;
                }
            }
            if (own != 1) {
                return false;
            }
        }
        return extent() == from;
    }

    /** Whether an element of the result is made of none of the input. */
    boolean isOutside(int i) {
        return sources[i * taps] < 0;
    }

    /** For each element of a result the one that is nearest; negative where there is none. */
    static int[] nearest(ResizeAxis axis, String rounding) {
        int[] sources = new int[axis.to()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = axis.isOutside(i)
                    ? -1
                    : Math.clamp((long) rounded(rounding, axis.place(i)), 0, axis.from() - 1);
        }
        return sources;
    }

    private static double rounded(String mode, double place) {
        return switch (mode) {
            case "floor" -> Math.floor(place);
            case "ceil" -> Math.ceil(place);
            case "round_prefer_floor" -> Math.ceil(place - 0.5);
            case "round_prefer_ceil" -> Math.floor(place + 0.5);
            default -> throw new IllegalArgumentException("nearest_mode=" + mode
                    + ": must be floor, ceil, round_prefer_floor or round_prefer_ceil");
        };
    }
}
