package adjoint.bench.cases;

import adjoint.models.TrainedModel;
import java.util.List;

/**
 * A whole network on one picture.
 *
 * @param id        a short word
 * @param model     the network
 * @param picture   what it is given
 * @param tolerance how far results may be apart
 * @param large     whether a run takes so long that there can only be few
 */
public record NetworkCase(String id, TrainedModel model, TestPicture picture, double tolerance, boolean large) {

    /** Those that are measured. */
    public static final List<NetworkCase> ALL = List.of(
            new NetworkCase("upconv7", TrainedModel.WAIFU2X_UPCONV7, new TestPicture(451, 300), 1e-4, false),
            new NetworkCase("cunet", TrainedModel.WAIFU2X_CUNET, new TestPicture(160, 192), 1e-4, false),
            new NetworkCase("ppocr-det", TrainedModel.PPOCR_V4_DETECTION, new TestPicture(768, 384), 1e-3, false),
            new NetworkCase("upconv7-1080p", TrainedModel.WAIFU2X_UPCONV7, new TestPicture(1920, 1080), 1e-4, true));

    private static final int CHANNELS = 3;
    /** Mean and deviation of the colours of photos, by which PP-OCR wants them normalised. */
    private static final float MEAN = 0.45f;
    private static final float DEVIATION = 0.225f;

    /** The shape of the input: {@code [1, 3, height, width]}. */
    public int[] inputShape() {
        return new int[] {1, CHANNELS, picture.height() + 2 * model.border(), picture.width() + 2 * model.border()};
    }

    /** The input in NCHW order. */
    public float[] input() {
        int[] shape = inputShape();
        float[] values = new float[CHANNELS * shape[2] * shape[3]];
        int at = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int y = 0; y < shape[2]; y++) {
                for (int x = 0; x < shape[3]; x++) {
                    float value = picture.sample(channel, y - model.border(), x - model.border()) / 255f;
                    values[at++] = model == TrainedModel.PPOCR_V4_DETECTION ? (value - MEAN) / DEVIATION : value;
                }
            }
        }
        return values;
    }
}
