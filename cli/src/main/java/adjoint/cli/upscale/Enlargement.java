package adjoint.cli.upscale;

import adjoint.cli.picture.PngWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A large picture in the making. It comes in bands of rows, from top to bottom, so that the memory needed does not grow with its
 * height. Not thread-safe.
 */
public interface Enlargement {

    /** Pixels of a row. */
    int width();

    /** Rows. */
    int height();

    /** As in {@link adjoint.cli.picture.Picture}. */
    int channels();

    /** Pieces of some rows each. */
    int bands();

    /**
     * A band of the large picture, {@code [rows, width, channels]}: colours from 0 to 255, not clamped, multiplied by alpha where
     * there is one.
     */
    float[] band(int index);

    /** How it was computed and in what time, for the user. */
    String summary();

    /** A band in 8 bits, rounded half up and clamped, and the colours no longer multiplied by alpha. */
    default byte[] eightBitBand(int index) {
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

    /**
     * Computes and writes all of it as a PNG. Each band is compressed while the next is computed.
     *
     * @throws IOException if the stream cannot take it
     */
    default void writePng(OutputStream out) throws IOException {
        PngWriter png = new PngWriter(out, width(), height(), channels());
        try (ExecutorService compressor = Executors.newSingleThreadExecutor()) {
            Future<?> compressed = CompletableFuture.completedFuture(null);
            for (int index = 0; index < bands(); index++) {
                byte[] band = eightBitBand(index);
                await(compressed);
                compressed = compressor.submit(() -> {
                    png.rows(band);
                    return null;
                });
            }
            await(compressed);
            png.finish();
        }
    }

    private static void await(Future<?> compressed) throws IOException {
        try {
            compressed.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a picture was written");
        }
    }

    private static byte eightBits(float value) {
        // Rounding towards zero differs from rounding down below zero only, where both are clamped.
        return (byte) Math.clamp((int) (value + 0.5), 0, 255);
    }
}
