package adjoint.examples.spark;

import adjoint.models.TrainedModel;
import adjoint.onnx.Model;
import adjoint.onnx.Options;
import adjoint.onnx.Tensor;
import adjoint.parallel.Workers;
import java.awt.image.BufferedImage;

/** Enlarges small pictures, whole. Large ones are better cut into tiles, as {@code adjoint upscale} does. */
final class Upscaling {

    private static final TrainedModel NETWORK = TrainedModel.WAIFU2X_UPCONV7;
    private static final int CHANNELS = 3;
    private static final int MAX_LEVEL = 255;

    private Upscaling() {
    }

    /**
     * Loaded when the first task in a JVM asks for it; never sent over the network, and never closed: it lives as long as the JVM.
     * Each task computes in its own thread, because Spark already runs a task on each core.
     */
    private static final class Network {
        static final Model MODEL = Model.load(NETWORK.bytes(), Options.defaults().workers(Workers.CALLER));
    }

    static BufferedImage enlarge(BufferedImage picture) {
        int height = picture.getHeight() + 2 * NETWORK.border();
        int width = picture.getWidth() + 2 * NETWORK.border();
        float[] planes = new float[CHANNELS * height * width];
        for (int i = 0; i < planes.length; i++) {
            int x = Math.clamp(i % width - NETWORK.border(), 0, picture.getWidth() - 1);
            int y = Math.clamp(i / width % height - NETWORK.border(), 0, picture.getHeight() - 1);
            planes[i] = (picture.getRGB(x, y) >> shift(i / width / height) & MAX_LEVEL) / (float) MAX_LEVEL;
        }
        float[] enlarged = Network.MODEL.run(Tensor.of(planes, 1, CHANNELS, height, width)).asFloats();
        BufferedImage result = new BufferedImage(2 * picture.getWidth(), 2 * picture.getHeight(),
                BufferedImage.TYPE_INT_RGB);
        int plane = result.getWidth() * result.getHeight();
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int channel = 0; channel < CHANNELS; channel++) {
                int level = Math.round(Math.clamp(enlarged[channel * plane + i], 0f, 1f) * MAX_LEVEL);
                rgb |= level << shift(channel);
            }
            result.setRGB(i % result.getWidth(), i / result.getWidth(), rgb);
        }
        return result;
    }

    private static int shift(int channel) {
        return (CHANNELS - 1 - channel) * Byte.SIZE;
    }
}
