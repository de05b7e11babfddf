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
 * operation; the exponential of a sigmoid is {@link Exponential}, that of tanh the one of the JDK's vector library.
 *
 * <p>A loop for each function: one loop that chooses among them holds its vectors in memory wherever more than one has been used, and
 * takes 12 to 20 ns a vector in place of 2 to 3.
 */
public final class Finish {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    /** The activations as numbers. */
    private enum Kind {
        IDENTITY(Activation.Identity.class), //
        CLIP(Activation.Clip.class), //
        LEAKY_RELU(Activation.LeakyRelu.class), //
        SIGMOID(Activation.Sigmoid.class), //
        TANH(Activation.Tanh.class), //
        HARD_SWISH(Activation.HardSwish.class), //
        SILU(Activation.Silu.class);

        private final Class<? extends Activation> activations;

        Kind(Class<? extends Activation> activations) {
            this.activations = activations;
        }

        /** Not by a switch over classes, which takes 30 ms when a program starts. */
        static Kind of(Activation activation) {
            for (Kind kind : values()) {
                if (kind.activations.isInstance(activation)) {
                    return kind;
                }
            }
            throw new AssertionError(activation); // scaled twice
        }
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
        kind = Kind.of(activation);
        if (activation instanceof Activation.Clip(double min, double max)) {
            p = (float) min + 0f;
            q = (float) max + 0f;
        } else if (activation instanceof Activation.LeakyRelu(double slope)) {
            p = (float) slope;
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
     * Whether and where {@link #run} adds a residual.
     *
     * @return the place
     */
    public Epilogue.Residual residual() {
        return residual;
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
        if (residual == Epilogue.Residual.BEFORE_ACTIVATION) {
            add(floats, c, cAt, r, rAt);
        }
        activate(floats, c, cAt);
        if (residual == Epilogue.Residual.AFTER_ACTIVATION) {
            add(floats, c, cAt, r, rAt);
        }
    }

    /**
     * Applies the activation alone.
     *
     * @param floats number of sums
     * @param c      the sums
     * @param cAt    where they start
     */
    public void activate(int floats, float[] c, int cAt) {
        switch (kind) {
            case IDENTITY -> {
            }
            case CLIP -> clip(floats, c, cAt, first, second);
            case LEAKY_RELU -> leakyRelu(floats, c, cAt, first);
            case SIGMOID -> sigmoid(floats, c, cAt);
            case TANH -> tanh(floats, c, cAt);
            case HARD_SWISH -> hardSwish(floats, c, cAt);
            case SILU -> silu(floats, c, cAt);
        }
        if (scaled) {
            scale(floats, c, cAt, factor, offset);
        }
    }

    /**
     * Finishes rows of whole vectors in place. For a row of two vectors a call takes longer than what it does, so that the loop over
     * rows is inside.
     *
     * @param rows   number of rows
     * @param rowAt  where each of them starts
     * @param at     what is added to that
     * @param length floats of each
     * @param c      the sums
     * @param r      residuals; not read if none is added
     * @param rBy    where the residual of a sum lies, relative to the sum
     */
    public void rows(int rows, int[] rowAt, int at, int length, float[] c, float[] r, int rBy) {
        assert length % Lanes.F32 == 0;
        if (residual == Epilogue.Residual.BEFORE_ACTIVATION) {
            addRows(rows, rowAt, at, length, c, r, rBy);
        }
        activateRows(rows, rowAt, at, length, c);
        if (scaled) {
            scaleRows(rows, rowAt, at, length, c, factor, offset);
        }
        if (residual == Epilogue.Residual.AFTER_ACTIVATION) {
            addRows(rows, rowAt, at, length, c, r, rBy);
        }
    }

    private void activateRows(int rows, int[] rowAt, int at, int length, float[] c) {
        switch (kind) {
            case IDENTITY -> {
            }
            case CLIP -> clipRows(rows, rowAt, at, length, c, first, second);
            case LEAKY_RELU -> leakyReluRows(rows, rowAt, at, length, c, first);
            case HARD_SWISH -> hardSwishRows(rows, rowAt, at, length, c);
            case SIGMOID -> sigmoidRows(rows, rowAt, at, length, c);
            case TANH -> tanhRows(rows, rowAt, at, length, c);
            case SILU -> siluRows(rows, rowAt, at, length, c);
        }
    }

    private static void addRows(int rows, int[] rowAt, int at, int length, float[] c, float[] r, int rBy) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                FloatVector v = FloatVector.fromArray(S, c, place);
                v.add(FloatVector.fromArray(S, r, place + rBy)).intoArray(c, place);
            }
        }
    }

    private static void clipRows(int rows, int[] rowAt, int at, int length, float[] c, float min, float max) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                clip(FloatVector.fromArray(S, c, place), min, max).intoArray(c, place);
            }
        }
    }

    private static void leakyReluRows(int rows, int[] rowAt, int at, int length, float[] c, float slope) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                leakyRelu(FloatVector.fromArray(S, c, place), slope).intoArray(c, place);
            }
        }
    }

    private static void hardSwishRows(int rows, int[] rowAt, int at, int length, float[] c) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                hardSwish(FloatVector.fromArray(S, c, place)).intoArray(c, place);
            }
        }
    }

    private static void sigmoidRows(int rows, int[] rowAt, int at, int length, float[] c) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                sigmoid(FloatVector.fromArray(S, c, place)).intoArray(c, place);
            }
        }
    }

    private static void tanhRows(int rows, int[] rowAt, int at, int length, float[] c) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                FloatVector.fromArray(S, c, place).lanewise(VectorOperators.TANH).intoArray(c, place);
            }
        }
    }

    private static void siluRows(int rows, int[] rowAt, int at, int length, float[] c) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                silu(FloatVector.fromArray(S, c, place)).intoArray(c, place);
            }
        }
    }

    private static void scaleRows(int rows, int[] rowAt, int at, int length, float[] c, float by, float plus) {
        for (int k = 0; k < length; k += Lanes.F32) {
            for (int i = 0; i < rows; i++) {
                int place = rowAt[i] + at + k;
                FloatVector.fromArray(S, c, place).mul(by).add(plus).intoArray(c, place);
            }
        }
    }

    private static void add(int floats, float[] c, int cAt, float[] r, int rAt) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            v.add(FloatVector.fromArray(S, r, rAt + k)).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            v.add(FloatVector.fromArray(S, r, rAt + whole, rest)).intoArray(c, cAt + whole, rest);
        }
    }

    private static void clip(int floats, float[] c, int cAt, float min, float max) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            clip(v, min, max).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            clip(v, min, max).intoArray(c, cAt + whole, rest);
        }
    }

    private static void leakyRelu(int floats, float[] c, int cAt, float slope) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            leakyRelu(v, slope).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            leakyRelu(v, slope).intoArray(c, cAt + whole, rest);
        }
    }

    private static void sigmoid(int floats, float[] c, int cAt) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            sigmoid(v).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            sigmoid(v).intoArray(c, cAt + whole, rest);
        }
    }

    private static void tanh(int floats, float[] c, int cAt) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            v.lanewise(VectorOperators.TANH).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            v.lanewise(VectorOperators.TANH).intoArray(c, cAt + whole, rest);
        }
    }

    private static void hardSwish(int floats, float[] c, int cAt) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            hardSwish(v).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            hardSwish(v).intoArray(c, cAt + whole, rest);
        }
    }

    private static void silu(int floats, float[] c, int cAt) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            silu(v).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            silu(v).intoArray(c, cAt + whole, rest);
        }
    }

    private static void scale(int floats, float[] c, int cAt, float by, float plus) {
        int whole = S.loopBound(floats);
        for (int k = 0; k < whole; k += Lanes.F32) {
            FloatVector v = FloatVector.fromArray(S, c, cAt + k);
            v.mul(by).add(plus).intoArray(c, cAt + k);
        }
        if (whole < floats) {
            VectorMask<Float> rest = S.indexInRange(whole, floats);
            FloatVector v = FloatVector.fromArray(S, c, cAt + whole, rest);
            v.mul(by).add(plus).intoArray(c, cAt + whole, rest);
        }
    }

    /** Compares and chooses: as {@code Math.max} and {@code Math.min} where no limit is -0, in a third of their instructions. */
    private static FloatVector clip(FloatVector v, float min, float max) {
        FloatVector above = v.blend(min, v.compare(VectorOperators.LE, min));
        return above.blend(max, above.compare(VectorOperators.GT, max));
    }

    private static FloatVector leakyRelu(FloatVector v, float slope) {
        return v.blend(v.mul(slope), v.compare(VectorOperators.LT, 0f));
    }

    private static FloatVector hardSwish(FloatVector v) {
        return v.mul(clip(v.add(3f), 0f, 6f)).div(6f);
    }

    private static FloatVector silu(FloatVector v) {
        return v.mul(sigmoid(v));
    }

    /** With e = exp(-|v|), which cannot overflow: 1/(1+e) above zero, e/(1+e) below. */
    private static FloatVector sigmoid(FloatVector v) {
        FloatVector e = Exponential.ofNegative(v.abs().neg());
        VectorMask<Float> negative = v.compare(VectorOperators.LT, 0f);
        return FloatVector.broadcast(S, 1f).blend(e, negative).div(e.add(1f));
    }
}
