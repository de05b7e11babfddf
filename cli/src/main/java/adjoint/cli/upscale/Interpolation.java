package adjoint.cli.upscale;

import adjoint.TransposedConvolution;
import adjoint.buffer.Floats;
import adjoint.cli.picture.Picture;
import adjoint.epilogue.Epilogue;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A picture enlarged by a transposed convolution. No seam shows between bands, because each reads the rows beyond its edges that
 * reach into it.
 *
 * <p>Beyond the picture the outermost pixels repeat. Not thread-safe.
 */
final class Interpolation implements Enlargement {

    /** About as many floats as a band of the large picture has: 16 MB. */
    private static final int BAND_ELEMENTS = 1 << 22;

    private final Picture small;
    private final UpsampleFilter filter;
    private final Backend backend;
    private final Workers workers;
    private final int bandRows;
    /** By height: that of all bands, and that of the last. */
    private final Map<Integer, TransposedConvolution> plans = new HashMap<>();
    private long multiplyAdds;
    private long timeNanos;

    Interpolation(Picture small, UpsampleFilter filter, Backend backend, Workers workers) {
        this(small, filter, backend, workers,
                Math.max(1, BAND_ELEMENTS / (filter.factor() * filter.factor() * small.channels() * small.width())));
    }

    /** With bands of so many rows of the small picture. */
    Interpolation(Picture small, UpsampleFilter filter, Backend backend, Workers workers, int bandRows) {
        this.small = small;
        this.filter = filter;
        this.backend = backend;
        this.workers = workers;
        this.bandRows = Math.min(bandRows, small.height());
    }

    @Override
    public int channels() {
        return small.channels();
    }

    @Override
    public int width() {
        return small.width() * filter.factor();
    }

    @Override
    public int height() {
        return small.height() * filter.factor();
    }

    @Override
    public int bands() {
        return Math.ceilDiv(small.height(), bandRows);
    }

    @Override
    public float[] band(int index) {
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

    @Override
    public String summary() {
        return String.format(Locale.ROOT,
                "transposed convolution (%s, %dx%d taps, stride %d): %.3f s, %.2f GFLOP/s on the %s backend",
                filter.method().word(), filter.size(), filter.size(), filter.factor(), timeNanos * 1e-9,
                2.0 * multiplyAdds / Math.max(1, timeNanos), backend.name());
    }

    private TransposedConvolution plan(int rows) {
        int padding = 2 * filter.radius();
        return TransposedConvolution.plan(
                filter.layer(channels()).fromY(1, rows + padding, small.width() + padding),
                Floats.of(filter.filter(channels())), Epilogue.NONE, backend, workers);
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
