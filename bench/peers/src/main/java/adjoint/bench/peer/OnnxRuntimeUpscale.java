package adjoint.bench.peer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;
import javax.imageio.ImageIO;

/** What one writes to double the size of a picture by waifu2x upconv_7 with ONNX Runtime: the whole picture at once. */
public final class OnnxRuntimeUpscale {

    private static final int CHANNELS = 3;
    private static final int BORDER = 7;

    private OnnxRuntimeUpscale() {
    }

    /**
     * Reads, computes, writes.
     *
     * @param args the network's file, the picture to read, the PNG file to write, number of threads
     */
    public static void main(String[] args) throws IOException, OrtException {
        BufferedImage small = ImageIO.read(new File(args[1]));
        int height = small.getHeight() + 2 * BORDER;
        int width = small.getWidth() + 2 * BORDER;
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(Integer.parseInt(args[3]));
            try (OrtSession session = environment.createSession(args[0], options);
                    OnnxTensor input = OnnxTensor.createTensor(environment,
                            FloatBuffer.wrap(planes(small, height, width)), new long[] {1, CHANNELS, height, width});
                    OrtSession.Result result = session
                            .run(Map.of(session.getInputNames().iterator().next(), input))) {
                FloatBuffer large = ((OnnxTensor) result.get(0)).getFloatBuffer();
                ImageIO.write(picture(large, 2 * small.getHeight(), 2 * small.getWidth()), "png", new File(args[2]));
            }
        }
    }

    private static float[] planes(BufferedImage image, int height, int width) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        float[] planes = new float[CHANNELS * height * width];
        for (int y = 0; y < height; y++) {
            int row = Math.clamp(y - BORDER, 0, image.getHeight() - 1) * image.getWidth();
            for (int x = 0; x < width; x++) {
                int rgb = pixels[row + Math.clamp(x - BORDER, 0, image.getWidth() - 1)];
                int at = y * width + x;
                planes[at] = (rgb >> 16 & 0xff) / 255f;
                planes[height * width + at] = (rgb >> 8 & 0xff) / 255f;
                planes[2 * height * width + at] = (rgb & 0xff) / 255f;
            }
        }
        return planes;
    }

    private static BufferedImage picture(FloatBuffer planes, int height, int width) {
        int[] pixels = new int[height * width];
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] = eightBits(planes.get(at)) << 16 | eightBits(planes.get(pixels.length + at)) << 8
                    | eightBits(planes.get(2 * pixels.length + at));
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    private static int eightBits(float value) {
        return Math.clamp(Math.round(255 * value), 0, 255);
    }
}
