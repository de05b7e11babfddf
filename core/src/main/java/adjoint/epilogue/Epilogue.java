package adjoint.epilogue;

import adjoint.check.Check;

/**
 * What happens to each element before it is stored: {@code activation(v + bias[channel] + residual)}, or with
 * {@link Residual#AFTER_ACTIVATION} {@code activation(v + bias[channel]) + residual}. Immutable.
 */
public final class Epilogue {

    /** How a second tensor of the result's shape is added. */
    public enum Residual {
        /** None is. */
        NONE,
        /** Before the activation, as in ResNet. */
        BEFORE_ACTIVATION,
        /** After it, as in CSPNet and U-Nets with additive skips. */
        AFTER_ACTIVATION
    }

    /** Stores the result as it is. */
    public static final Epilogue NONE = new Epilogue(null, Activation.IDENTITY, Residual.NONE);

    private final float[] bias;
    private final Activation activation;
    private final Residual residual;

    private Epilogue(float[] bias, Activation activation, Residual residual) {
        this.bias = bias;
        this.activation = Check.notNull("activation", activation);
        this.residual = Check.notNull("residual", residual);
    }

    /**
     * Adds a bias.
     *
     * @param values one per channel of the result; copied
     * @return a new epilogue
     */
    public Epilogue withBias(float... values) {
        return new Epilogue(Check.notNull("bias", values).clone(), activation, residual);
    }

    /**
     * Applies a function.
     *
     * @param function the activation
     * @return a new epilogue
     */
    public Epilogue withActivation(Activation function) {
        return new Epilogue(bias, function, residual);
    }

    /**
     * Adds a tensor that is given with each run.
     *
     * @param where before or after the activation
     * @return a new epilogue
     */
    public Epilogue withResidual(Residual where) {
        return new Epilogue(bias, activation, where);
    }

    /**
     * The bias.
     *
     * @param channels channels of the result
     * @return a new array; zeros if there is no bias
     * @throws IllegalArgumentException if there is a bias of another size
     */
    public float[] bias(int channels) {
        requireChannels(channels);
        return bias == null ? new float[channels] : bias.clone();
    }

    /**
     * Checks that the bias, if there is one, has a value for each channel.
     *
     * @param channels channels of the result
     * @throws IllegalArgumentException if there is a bias of another size
     */
    public void requireChannels(int channels) {
        if (bias != null && bias.length != channels) {
            throw new IllegalArgumentException(
                    "bias has " + bias.length + " values: the result has " + channels + " channels");
        }
    }

    /**
     * The activation.
     *
     * @return the function
     */
    public Activation activation() {
        return activation;
    }

    /**
     * Whether and where a residual is added.
     *
     * @return the place
     */
    public Residual residual() {
        return residual;
    }

    @Override
    public String toString() {
        return (bias == null ? "no bias" : "bias") + ", " + activation + ", residual " + residual;
    }
}
