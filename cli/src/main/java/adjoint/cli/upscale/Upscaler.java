package adjoint.cli.upscale;

import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.epilogue.Epilogue;
import adjoint.spi.Backend;
import java.util.HashMap;
import java.util.Map;

/**
 * Enlarges a picture in bands of rows: the memory needed does not grow with its height, and no seam shows, because each band
 * reads the rows beyond its edges that reach into it.
 *
 * <p>Beyond the picture the outermost pixels repeat. Not thread-safe.
 */
final class Upscaler {

    /** About as many floats as a band of the large picture has: 16 MB. */
    private static final int BAND_ELEMENTS = 1 << 22;

    private final Picture small;
    private final UpsampleFilter filter;
    private final Backend backend;
    private final int bandRows;
    /** By height: that of all bands, and that of the last. */
    private final Map<Integer, TransposedConvolution> plans = new HashMap<>();
    private long multiplyAdds;
    private long timeNanos;

    Upscaler(Picture small, UpsampleFilter filter, Backend backend) {
        this(small, filter, backend,
                Math.max(1, BAND_ELEMENTS / (filter.factor() * filter.factor() * small.channels() * small.width())));
    }

    /** With bands of so many rows of the small picture. */
    Upscaler(Picture small, UpsampleFilter filter, Backend backend, int bandRows) {
        this.small = small;
        this.filter = filter;
        this.backend = backend;
        this.bandRows = Math.min(bandRows, small.height());
    }

    int channels() {
        return small.channels();
    }

    int width() {
        return small.width() * filter.factor();
    }

    int height() {
        return small.height() * filter.factor();
    }

    int bands() {
        return Math.ceilDiv(small.height(), bandRows);
    }

    /** Rows of the large picture in each band; the last may have less. */
    int bandHeight() {
        return bandRows * filter.factor();
    }

    /** A band of the large picture, {@code [rows, width, channels]}. */
    float[] band(int index) {
        int first = index * bandRows;
        int rows = Math.min(bandRows, small.height() - first);
        TransposedConvolution plan = plans.computeIfAbsent(rows, this::plan);
        Floats y = Floats.of(padded(first, rows));
        float[] x = new float[plan.problem().geometry().xElements()];
        Floats output = Floats.of(x);
        long start = System.nanoTime();
        plan.run(y, output);
        timeNanos += System.nanoTime() - start;
        multiplyAdds += plan.problem().geometry().multiplyAdds();
        return x;
    }

    /** The same in 8 bits, rounded half up and clamped, and the colours no longer multiplied by alpha. */
    byte[] eightBitBand(int index) {
        float[] band = band(index);
        int channels = channels();
        boolean alpha = channels % 2 == 0;
        byte[] bytes = new byte[band.length];
        for (int pixel = 0; pixel < band.length; pixel += channels) {
            float opacity = alpha ? band[pixel + channels - 1] : 255;
            // A pixel that nobody sees keeps no colour: dividing by an alpha of nearly 0 would make one up.
            if (opacity < 0.5f) {
                continue;
            }
            for (int c = 0; c < channels; c++) {
                float value = band[pixel + c];
                bytes[pixel + c] = eightBits(alpha && c < channels - 1 ? value * 255 / opacity : value);
            }
        }
        return bytes;
    }

    private static byte eightBits(float value) {
        return (byte) Math.clamp((long) Math.floor(value + 0.5), 0, 255);
    }

    /** Multiply-adds of the bands computed so far. */
    long multiplyAdds() {
        return multiplyAdds;
    }

    /** What the transposed convolution took for them. */
    long timeNanos() {
        return timeNanos;
    }

    private TransposedConvolution plan(int rows) {
        int padding = 2 * filter.radius();
        return TransposedConvolution.plan(
                filter.layer(channels()).fromY(1, rows + padding, small.width() + padding),
                Floats.of(filter.filter(channels())), Epilogue.NONE, backend);
    }

    /** Rows of the small picture with those around them, and beyond its edges the outermost pixels. */
    private float[] padded(int first, int rows) {
        int padding = filter.radius();
        int channels = channels();
        int inner = small.width() * channels;
        int stride = inner + 2 * padding * channels;
        float[] padded = new float[(rows + 2 * padding) * stride];
        for (int row = 0; row < rows + 2 * padding; row++) {
            int start = row * stride + padding * channels;
            int end = start + inner;
            small.row(Math.clamp((long) first + row - padding, 0, small.height() - 1), padded, start);
            for (int i = 0; i < padding * channels; i++) {
                padded[start - 1 - i] = padded[start + channels - 1 - i % channels];
                padded[end + i] = padded[end - channels + i % channels];
            }
        }
        return padded;
    }
}
