package adjoint.onnx;

import adjoint.models.TrainedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.ImageIO;

/** The networks of the tests with an input and what they must make of it; see README.md beside them. */
enum Network {
    UPCONV7(TrainedModel.WAIFU2X_UPCONV7, "waifu2x-upconv7-2x", "coffee-31x23", 1e-5) {
        @Override
        Tensor input() {
            return Tensor.of(floats(picture + ".input.f32"), 1, 3, 37, 45);
        }
    },
    CUNET(TrainedModel.WAIFU2X_CUNET, "waifu2x-cunet-2x", "astronaut-face", 1e-5) {
        @Override
        Tensor input() {
            int edge = 18;
            BufferedImage image = image();
            int width = image.getWidth() + 2 * edge;
            int height = image.getHeight() + 2 * edge;
            return tensor(width, height, (channel, y, x) -> sample(image, channel, y - edge, x - edge) / 255f);
        }
    },
    PPOCR(TrainedModel.PPOCR_V4_DETECTION, "ppocrv4-det", "page", 1e-3) {
        private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
        private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

        @Override
        Tensor input() {
            BufferedImage image = image();
            return tensor(Math.ceilDiv(image.getWidth(), 32) * 32, Math.ceilDiv(image.getHeight(), 32) * 32,
                    (c, y, x) -> (sample(image, 2 - c, y, x) / 255f - MEAN[c]) / DEVIATION[c]);
        }
    };

    private final TrainedModel model;
    final String folder;
    final String picture;
    final double tolerance;

    Network(TrainedModel model, String folder, String picture, double tolerance) {
        this.model = model;
        this.folder = folder;
        this.picture = picture;
        this.tolerance = tolerance;
    }

    private interface Pixels {
        float at(int channel, int y, int x);
    }

    abstract Tensor input();

    byte[] model() {
        return model.bytes();
    }

    float[] expected() {
        return floats(picture + ".expected.f32");
    }

    BufferedImage image() {
        try (InputStream in = open(picture + ".png")) {
            return ImageIO.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    float[] floats(String file) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(floats);
        return floats;
    }

    private byte[] bytes(String file) {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open(String file) {
        return Network.class.getResourceAsStream("/models/" + folder + "/" + file);
    }

    private static Tensor tensor(int width, int height, Pixels pixels) {
        float[] values = new float[3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels.at(i / width / height, i / width % height, i % width);
        }
        return Tensor.of(values, 1, 3, height, width);
    }

    /** A sample of the nearest pixel of a picture; channels are R, G, B. */
    private static int sample(BufferedImage image, int channel, int y, int x) {
        int rgb = image.getRGB(Math.clamp(x, 0, image.getWidth() - 1), Math.clamp(y, 0, image.getHeight() - 1));
        return rgb >> 8 * (2 - channel) & 0xFF;
    }
}
