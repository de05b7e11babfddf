package adjoint.djl;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import java.util.Random;

/** Pictures for tests. */
final class Pictures {

    private Pictures() {
    }

    /** Slopes with some noise. */
    static Image picture(int width, int height, long seed) {
        Random random = new Random(seed);
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) {
            int red = 255 * (i % width) / width;
            int green = 255 * (i / width) / height;
            pixels[i] = 0xFF00_0000 | red << 16 | green << 8 | random.nextInt(256);
        }
        return ImageFactory.getInstance().fromPixels(pixels, width, height);
    }
}
