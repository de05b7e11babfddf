package adjoint.cli.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures of nothing, to warm up with. */
public final class Noise {

    private Noise() {
    }

    /**
     * A file of a square picture.
     *
     * @param format {@code png} or {@code jpeg}
     * @throws IOException if it cannot be encoded
     */
    public static byte[] file(String format, int side) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, side, side, new SplittableRandom(1).ints((long) side * side).toArray(), 0, side);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, format, file);
        return file.toByteArray();
    }
}
