package adjoint.cli.picture;

import adjoint.cli.UserError;
import adjoint.onnx.Shape;
import adjoint.onnx.Tensor;
import java.io.IOException;
import java.io.OutputStream;

import static adjoint.cli.picture.Picture.COLOURS;

/**
 * Pictures as tensors {@code [1, 3, height, width]} and back. A sample from 0 to 1 becomes {@code (sample - mean) / deviation}.
 *
 * @param mean      of each channel, in the order of the tensor
 * @param deviation of each channel, in the order of the tensor
 * @param bgr       whether channels are blue, green, red
 */
public record PictureTensors(float[] mean, float[] deviation, boolean bgr) {

    /** What the picture is for a network. What is transparent is white; grey is a colour. */
    public Tensor tensor(Picture picture) {
        return tensor(picture, picture.height(), picture.width());
    }

    /** The same for a network that wants a higher or wider one: below and to the right the outermost pixels repeat. */
    public Tensor tensor(Picture picture, int height, int width) {
        float[] planes = new float[COLOURS * height * width];
        float[] row = new float[picture.width() * COLOURS];
        for (int y = 0; y < height; y++) {
            OnWhite.row(picture, Math.min(y, picture.height() - 1), row);
            for (int c = 0; c < COLOURS; c++) {
                for (int x = 0; x < width; x++) {
                    int pixel = Math.min(x, picture.width() - 1);
                    float sample = row[pixel * COLOURS + (bgr ? COLOURS - 1 - c : c)] / 255f;
                    planes[(c * height + y) * width + x] = (sample - mean[c]) / deviation[c];
                }
            }
        }
        return Tensor.of(planes, 1, COLOURS, height, width);
    }

    /**
     * Looks whether a result can be a picture: 1 or 3 planes.
     *
     * @throws UserError if not
     */
    public static void requirePicture(String name, Shape shape) {
        int rank = shape.rank();
        boolean picture = rank >= 2 && shape.elements() > 0
                && (planes(shape) == 1 || planes(shape) == COLOURS) && (rank < 4 || shape.elements(0, rank - 3) == 1);
        if (!picture) {
            throw new UserError("output " + name + "=" + shape
                    + ": must be [1, 3, height, width] or [1, 1, height, width] to be written as a picture");
        }
    }

    private static int planes(Shape shape) {
        return shape.rank() < 3 ? 1 : shape.get(shape.rank() - 3);
    }

    /**
     * Writes a result as a PNG: 0 becomes black, 1 white.
     *
     * @throws IOException if the stream cannot take it
     */
    public void write(Tensor tensor, OutputStream out) throws IOException {
        Shape shape = tensor.shape();
        int width = shape.get(shape.rank() - 1);
        int height = shape.get(shape.rank() - 2);
        int channels = planes(shape);
        float[] values = tensor.toFloats();
        byte[] pixels = new byte[values.length];
        for (int at = 0; at < values.length; at++) {
            int plane = at / (height * width);
            int c = bgr ? channels - 1 - plane : plane;
            pixels[at % (height * width) * channels + c] = (byte) Math
                    .clamp((long) Math.floor(values[at] * 255 + 0.5), 0, 255);
        }
        PngWriter png = new PngWriter(out, width, height, channels);
        png.rows(pixels);
        png.finish();
    }
}
