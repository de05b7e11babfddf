package adjoint.cli.text;

import adjoint.cli.picture.Picture;
import adjoint.cli.picture.PictureTensors;
import adjoint.onnx.Model;
import adjoint.onnx.Tensor;
import java.util.List;

/**
 * Finds lines of text by a network as PP-OCR's: in {@code [1, 3, height, width]}, both multiples of 32, B, G, R; out the probability
 * of each pixel that it lies in the middle of text.
 */
final class TextDetector {

    private static final int MULTIPLE = 32;
    /** Of ImageNet, listed for R, G, B there; the network was trained with them in this order of B, G, R. */
    private static final PictureTensors TENSORS = new PictureTensors(new float[] {0.485f, 0.456f, 0.406f},
            new float[] {0.229f, 0.224f, 0.225f}, true);

    private final Model model;

    TextDetector(Model model) {
        this.model = model;
    }

    /**
     * Lines of text; regions too small for one are left out.
     *
     * @throws IllegalArgumentException if the network does not make one probability of each pixel
     */
    List<TextLine> find(Picture picture) {
        return Regions.of(probabilities(picture), padded(picture.width()), picture.width(), picture.height()).stream()
                .filter(line -> Math.min(line.core().width(), line.core().height()) >= Regions.SMALLEST_SIDE).toList();
    }

    /** For each pixel of the padded picture. */
    float[] probabilities(Picture picture) {
        int width = padded(picture.width());
        int height = padded(picture.height());
        Tensor output = model.run(TENSORS.tensor(picture, height, width));
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
