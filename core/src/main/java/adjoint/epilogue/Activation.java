package adjoint.epilogue;

import adjoint.check.Check;

/**
 * An element-wise function that a plan applies to its result. NaN stays NaN.
 *
 * <p>{@link #apply(float)} is the definition, operation by operation: parameters are first rounded to float. Vectorised
 * backends follow it to the bit where it has no exponential, and within 4 units in the last place elsewhere; where the exponential
 * underflows, within {@link Float#MIN_NORMAL}.
 */
public sealed interface Activation {

    /** No change. */
    Activation IDENTITY = new Identity();
    /** {@code max(v, 0)}. */
    Activation RELU = new Clip(0, Double.POSITIVE_INFINITY);
    /** {@code min(max(v, 0), 6)}. */
    Activation RELU6 = new Clip(0, 6);
    /** {@code 1 / (1 + exp(-v))}. */
    Activation SIGMOID = new Sigmoid();
    /** {@code tanh(v)}. */
    Activation TANH = new Tanh();
    /** {@code v * min(max(v + 3, 0), 6) / 6}. Source: MobileNetV3, Howard et al. 2019, section 5.2. */
    Activation HARD_SWISH = new HardSwish();
    /** {@code v * sigmoid(v)}, also called swish. */
    Activation SILU = new Silu();

    /**
     * Limits to an interval.
     *
     * @param min the smallest result, may be negative infinity
     * @param max the largest result, may be infinity
     * @return {@code min(max(v, min), max)}
     */
    static Activation clip(double min, double max) {
        return new Clip(min, max);
    }

    /**
     * A line with a bend at zero.
     *
     * @param slope factor below zero
     * @return {@code v} for v >= 0, else {@code slope * v}
     */
    static Activation leakyRelu(double slope) {
        return new LeakyRelu(slope);
    }

    /**
     * This function, then a line: what is left of a normalisation behind an activation.
     *
     * @param factor what its value is multiplied by
     * @param offset what is added then
     * @return {@code factor * f(v) + offset}
     * @throws IllegalArgumentException if a number is not finite
     */
    default Activation scaled(double factor, double offset) {
        return new Scaled(this, factor, offset);
    }

    /**
     * The function.
     *
     * @param v argument
     * @return its value
     */
    float apply(float v);

    /** No change. */
    record Identity() implements Activation {
        @Override
        public float apply(float v) {
            return v;
        }
    }

    /**
     * Limits to an interval.
     *
     * @param min the smallest result
     * @param max the largest result
     */
    record Clip(double min, double max) implements Activation {
        /**
         * Checks the order.
         *
         * @throws IllegalArgumentException unless {@code min <= max}
         */
        public Clip {
            if (!(min <= max)) {
                throw new IllegalArgumentException("min=" + min + ": must be at most max=" + max);
            }
        }

        @Override
        public float apply(float v) {
            // Limits are never -0: backends may then compare and choose.
            return Math.min(Math.max(v, (float) min + 0f), (float) max + 0f);
        }
    }

    /**
     * A line with a bend at zero.
     *
     * @param slope factor below zero
     */
    record LeakyRelu(double slope) implements Activation {
        /**
         * Checks the slope.
         *
         * @throws IllegalArgumentException if it is not finite
         */
        public LeakyRelu {
            if (!Double.isFinite(slope)) {
                throw new IllegalArgumentException("slope=" + slope + ": must be finite");
            }
        }

        @Override
        public float apply(float v) {
            return v < 0 ? v * (float) slope : v;
        }
    }

    /** The logistic function. */
    record Sigmoid() implements Activation {
        @Override
        public float apply(float v) {
            return (float) (1 / (1 + Math.exp(-(double) v)));
        }
    }

    /** The hyperbolic tangent. */
    record Tanh() implements Activation {
        @Override
        public float apply(float v) {
            return (float) Math.tanh(v);
        }
    }

    /** A piecewise form of {@link Silu}. */
    record HardSwish() implements Activation {
        @Override
        public float apply(float v) {
            return v * Math.min(Math.max(v + 3, 0), 6) / 6;
        }
    }

    /** The argument times its logistic function. */
    record Silu() implements Activation {
        @Override
        public float apply(float v) {
            return (float) (v / (1 + Math.exp(-(double) v)));
        }
    }

    /**
     * A function, then a line.
     *
     * @param inner  the function
     * @param factor what its value is multiplied by
     * @param offset what is added then
     */
    record Scaled(Activation inner, double factor, double offset) implements Activation {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is not finite or the function is scaled itself
         */
        public Scaled {
            Check.notNull("inner", inner);
            if (!Double.isFinite(factor) || !Double.isFinite(offset)) {
                throw new IllegalArgumentException("factor=" + factor + ", offset=" + offset + ": must be finite");
            }
            if (inner instanceof Scaled) {
                throw new IllegalArgumentException("inner=" + inner + ": must not be scaled itself");
            }
        }

        @Override
        public Activation scaled(double another, double further) {
            return new Scaled(inner, factor * another, offset * another + further);
        }

        @Override
        public float apply(float v) {
            return inner.apply(v) * (float) factor + (float) offset;
        }
    }
}
