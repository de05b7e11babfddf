package adjoint.cli.bench;

import adjoint.bench.cases.NetworkCase;
import adjoint.bench.cases.TestPicture;
import adjoint.bench.subject.NetworkSubject;
import adjoint.bench.subject.Prepared;
import adjoint.cli.picture.Picture;
import adjoint.cli.upscale.SuperResolution;
import adjoint.cli.upscale.UpscalingNetwork;
import adjoint.models.TrainedModel;
import adjoint.onnx.Options;
import adjoint.parallel.Team;
import adjoint.parallel.Workers;
import java.util.Arrays;

import static adjoint.cli.picture.Picture.COLOURS;

/** A picture enlarged tile by tile, as {@code upscale} and {@code serve} do it, without reading and writing. */
public final class UpscaleSubject implements NetworkSubject {

    /** For the service loader. */
    public UpscaleSubject() {
    }

    @Override
    public String name() {
        return "adjoint-upscale";
    }

    @Override
    public boolean takes(NetworkCase network) {
        // cunet averages over a whole tile: its tiles are another result.
        return network.model() == TrainedModel.WAIFU2X_UPCONV7;
    }

    @Override
    public Prepared prepare(NetworkCase network, int threads) {
        Team team = Workers.team(threads);
        UpscalingNetwork upscaling = UpscalingNetwork.named("upconv7", Options.defaults().workers(team));
        Picture small = Samples.of(network.picture());
        float[][] bands = new float[new SuperResolution(small, upscaling, SuperResolution.TILE, done -> {
        }).bands()][];
        return new Prepared() {
            @Override
            public void run() {
                SuperResolution large = new SuperResolution(small, upscaling, SuperResolution.TILE, done -> {
                });
                Arrays.setAll(bands, large::band);
            }

            @Override
            public float[] output() {
                return planes(bands, small.width() * upscaling.factor() * small.height() * upscaling.factor());
            }

            @Override
            public void close() {
                upscaling.close();
                team.close();
            }
        };
    }

    /** From rows of pixels, 0 to 255, to planes, 0 to 1. */
    private static float[] planes(float[][] bands, int plane) {
        float[] planes = new float[COLOURS * plane];
        int pixel = 0;
        for (float[] band : bands) {
            for (int at = 0; at < band.length; at += COLOURS) {
                for (int c = 0; c < COLOURS; c++) {
                    planes[c * plane + pixel] = band[at + c] / 255;
                }
                pixel++;
            }
        }
        return planes;
    }

    /** A picture in memory, as a photo is that was read. */
    private record Samples(int width, int height, float[] pixels) implements Picture {

        static Samples of(TestPicture picture) {
            float[] pixels = new float[picture.height() * picture.width() * COLOURS];
            for (int at = 0; at < pixels.length; at++) {
                int pixel = at / COLOURS;
                pixels[at] = picture.sample(at % COLOURS, pixel / picture.width(), pixel % picture.width());
            }
            return new Samples(picture.width(), picture.height(), pixels);
        }

        @Override
        public int channels() {
            return COLOURS;
        }

        @Override
        public void row(int y, float[] to, int at) {
            System.arraycopy(pixels, y * width * COLOURS, to, at, width * COLOURS);
        }
    }
}
