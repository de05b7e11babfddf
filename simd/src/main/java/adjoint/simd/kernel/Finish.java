package adjoint.simd.kernel;

import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What comes after the sum and the bias, on whole vectors: residual and activation. Follows {@link Activation#apply} operation by
 * operation; the exponentials are those of the JDK's vector library (1 unit in the last place).
 */
public final class Finish {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    /** The activations as numbers: one predictable branch per vector, small enough to be inlined. */
    private enum Kind {
        IDENTITY, CLIP, LEAKY_RELU, SIGMOID, TANH, HARD_SWISH, SILU
    }

    private final Kind kind;
    private final float first;
    private final float second;
    private final boolean scaled;
    private final float factor;
    private final float offset;
    private final Epilogue.Residual residual;

    /**
     * An epilogue.
     *
     * @param epilogue what to do
     */
    public Finish(Epilogue epilogue) {
        this.residual = epilogue.residual();
        Activation activation = epilogue.activation();
        if (activation instanceof Activation.Scaled(Activation inner, double by, double plus)) {
            activation = inner;
            scaled = true;
            factor = (float) by;
            offset = (float) plus;
        } else {
            scaled = false;
            factor = 1;
            offset = 0;
        }
        float p = 0;
        float q = 0;
        switch (activation) {
            case Activation.Identity _ -> kind = Kind.IDENTITY;
            case Activation.Clip(double min, double max) -> {
                kind = Kind.CLIP;
                p = (float) min;
                q = (float) max;
            }
            case Activation.LeakyRelu(double slope) -> {
                kind = Kind.LEAKY_RELU;
                p = (float) slope;
            }
            case Activation.Sigmoid _ -> kind = Kind.SIGMOID;
            case Activation.Tanh _ -> kind = Kind.TANH;
            case Activation.HardSwish _ -> kind = Kind.HARD_SWISH;
            case Activation.Silu _ -> kind = Kind.SILU;
            case Activation.Scaled _ -> throw new AssertionError("scaled twice");
        }
        this.first = p;
        this.second = q;
    }

    /**
     * Whether a residual is added.
     *
     * @return true if {@link #run} reads one
     */
    public boolean addsResidual() {
        return residual != Epilogue.Residual.NONE;
    }

    /**
     * Whether there is anything to do.
     *
     * @return false if {@link #run} would change nothing
     */
    public boolean changes() {
        return kind != Kind.IDENTITY || scaled || addsResidual();
    }

    /**
     * Finishes sums in place.
     *
     * @param floats number of sums
     * @param c      the sums
     * @param cAt    where they start
     * @param r      residuals; not read if none is added
     * @param rAt    where they start
     */
    public void run(int floats, float[] c, int cAt, float[] r, int rAt) {
        int k = 0;
        for (; k <= floats - Lanes.F32; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            FloatVector added = addsResidual() ? FloatVector.fromArray(S, r, rAt + k) : v;
            finished(v, added).intoArray(c, cAt + k);
        }
        if (k < floats) {
            VectorMask<Float> rest = S.indexInRange(k, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + k, rest);
            FloatVector added = addsResidual() ? FloatVector.fromArray(S, r, rAt + k, rest) : v;
            finished(v, added).intoArray(c, cAt + k, rest);
        }
    }

    private FloatVector finished(FloatVector v, FloatVector added) {
        return switch (residual) {
            case NONE -> activate(v);
            case BEFORE_ACTIVATION -> activate(v.add(added));
            case AFTER_ACTIVATION -> activate(v).add(added);
        };
    }

    private FloatVector activate(FloatVector v) {
        FloatVector activated = bend(v);
        return scaled ? activated.mul(factor).add(offset) : activated;
    }

    private FloatVector bend(FloatVector v) {
        return switch (kind) {
            case IDENTITY -> v;
            case CLIP -> v.max(first).min(second);
            case LEAKY_RELU -> v.blend(v.mul(first), v.compare(VectorOperators.LT, 0f));
            case SIGMOID -> sigmoid(v);
            case TANH -> v.lanewise(VectorOperators.TANH);
            case HARD_SWISH -> v.mul(v.add(3f).max(0f).min(6f)).div(6f);
            case SILU -> v.mul(sigmoid(v));
        };
    }

    /** With e = exp(-|v|), which cannot overflow: 1/(1+e) above zero, e/(1+e) below. */
    private static FloatVector sigmoid(FloatVector v) {
        FloatVector e = v.abs().neg().lanewise(VectorOperators.EXP);
        VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
        return FloatVector.broadcast(S, 1f).blend(e, negative).div(e.add(1f));
    }
}
