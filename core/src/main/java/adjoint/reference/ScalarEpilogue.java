package adjoint.reference;

import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;

/** Rounds sums and applies an epilogue to them, one element at a time. */
final class ScalarEpilogue {

    private final float[] bias;
    private final Activation activation;
    private final Epilogue.Residual where;
    private final int channelStride;

    ScalarEpilogue(Epilogue epilogue, int channels, int channelStride) {
        this.bias = epilogue.bias(channels);
        this.activation = epilogue.activation();
        this.where = epilogue.residual();
        this.channelStride = channelStride;
    }

    float[] apply(double[] sums, float[] residual) {
        float[] results = new float[sums.length];
        for (int at = 0; at < sums.length; at++) {
            // In both layouts the channel is the index divided by its stride, modulo the channels.
            int channel = at / channelStride % bias.length;
            float v = (float) sums[at] + bias[channel];
            results[at] = switch (where) {
                case NONE -> activation.apply(v);
                case BEFORE_ACTIVATION -> activation.apply(v + residual[at]);
                case AFTER_ACTIVATION -> activation.apply(v) + residual[at];
            };
        }
        return results;
    }
}
