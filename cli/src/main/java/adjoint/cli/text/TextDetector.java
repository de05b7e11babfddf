package adjoint.cli.text;

import adjoint.cli.picture.OnWhite;
import adjoint.cli.picture.Picture;
import adjoint.onnx.Model;
import adjoint.onnx.Tensor;
import java.util.List;

/**
 * Finds lines of text by a network as PP-OCR's: in {@code [1, 3, height, width]}, both multiples of 32, B, G, R; out the probability
 * of each pixel that it lies in the middle of text.
 */
final class TextDetector {

    private static final int MULTIPLE = 32;
    private static final int COLOURS = 3;
    /** Of ImageNet, listed for R, G, B there; the network was trained with them in this order of B, G, R. */
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private final Model model;

    TextDetector(Model model) {
        this.model = model;
    }

    /** Lines of text; regions too small for one are left out. */
    List<TextLine> find(Picture picture) {
        return Regions.of(probabilities(picture), padded(picture.width()), picture.width(), picture.height()).stream()
                .filter(line -> Math.min(line.core().width(), line.core().height()) >= Regions.SMALLEST_SIDE).toList();
    }

    /** For each pixel of the padded picture. */
    float[] probabilities(Picture picture) {
        int width = padded(picture.width());
        int height = padded(picture.height());
        float[] planes = new float[COLOURS * height * width];
        float[] row = new float[picture.width() * COLOURS];
        for (int y = 0; y < height; y++) {
            OnWhite.row(picture, Math.min(y, picture.height() - 1), row);
            for (int c = 0; c < COLOURS; c++) {
                for (int x = 0; x < width; x++) {
                    float sample = row[Math.min(x, picture.width() - 1) * COLOURS + COLOURS - 1 - c];
                    planes[(c * height + y) * width + x] = (sample / 255f - MEAN[c]) / DEVIATION[c];
                }
            }
        }
        Tensor output = model.run(Tensor.of(planes, 1, COLOURS, height, width));
        if (output.shape().elements() != height * width) {
            throw new IllegalArgumentException("output=" + output.shape() + ": must be one probability for each of "
                    + height + "x" + width + " pixels; is it a network that finds text?");
        }
        return output.toFloats();
    }

    static int padded(int extent) {
        return Math.ceilDiv(extent, MULTIPLE) * MULTIPLE;
    }
}
