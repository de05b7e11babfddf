package adjoint.cli.upscale;

import adjoint.cli.picture.Picture;
import adjoint.onnx.ModelException;
import adjoint.onnx.Plan;
import adjoint.onnx.PlanStep;
import adjoint.onnx.Profile;
import adjoint.spi.Backends;
import java.util.Locale;
import java.util.function.DoubleConsumer;

import static adjoint.cli.picture.Picture.COLOURS;

/**
 * A picture enlarged by a network, tile by tile, so that the memory needed does not grow with the picture. Each tile is given the
 * pixels around it that reach into it: where a network looks no further than its border, no seam shows. Beyond the picture the
 * outermost pixels repeat.
 *
 * <p>Grey is computed as a colour, and the mean of the three is taken. Opacity is interpolated by lanczos.
 */
public final class SuperResolution implements Enlargement {

    /** Sides of a tile at most, where nobody chose others. */
    public static final int TILE = 384;

    /** Floats of the large picture that a band may have, if a tile need not be lower than {@link #LOWEST_TILE}: 64 MB. */
    private static final int BAND_ELEMENTS = 1 << 24;
    private static final int LOWEST_TILE = 16;

    private final Picture small;
    private final UpscalingNetwork network;
    private final DoubleConsumer progress;
    private final Colours colours;
    private final Interpolation opacity;
    private final int tileWidth;
    private final int tileHeight;
    private final Plan plan;
    private final Profile profile;
    private int tilesDone;

    /**
     * Nothing is computed yet.
     *
     * @param small    the picture
     * @param network  what enlarges it
     * @param tile     sides of a tile at most, in pixels of the small picture; less where that makes all tiles of one size, or
     *                 where memory is short
     * @param progress told after each tile how much is done, 0 to 1
     * @throws ModelException if the network cannot take tiles as small as memory allows
     */
    public SuperResolution(Picture small, UpscalingNetwork network, int tile, DoubleConsumer progress) {
        this.small = small;
        this.network = network;
        this.progress = progress;
        colours = new Colours(small);
        int bandRows = Math.max(LOWEST_TILE,
                BAND_ELEMENTS / (network.factor() * network.factor() * small.channels() * small.width()));
        int side = tile;
        Plan fitting = null;
        while (fitting == null) {
            try {
                fitting = network.plan(tileExtent(small.height(), Math.min(side, bandRows)),
                        tileExtent(small.width(), side));
            } catch (ModelException tooLarge) {
                // The heap is smaller than usual: so are the tiles.
                if (!network.tiles() || side / 2 < LOWEST_TILE) {
                    throw tooLarge;
                }
                side /= 2;
            }
        }
        plan = fitting;
        tileWidth = tileExtent(small.width(), side);
        tileHeight = tileExtent(small.height(), Math.min(side, bandRows));
        profile = plan.profile();
        opacity = small.channels() % 2 == 0
                ? new Interpolation(new Opacity(small), new UpsampleFilter(Method.LANCZOS, network.factor()),
                        Backends.preferred(), network.workers(), tileHeight)
                : null;
    }

    /** All tiles have one size, so that the network is compiled once. */
    private int tileExtent(int extent, int tile) {
        int tiles = network.tiles() ? Math.ceilDiv(extent, tile) : 1;
        return network.extent(Math.ceilDiv(extent, tiles));
    }

    @Override
    public int width() {
        return small.width() * network.factor();
    }

    @Override
    public int height() {
        return small.height() * network.factor();
    }

    @Override
    public int channels() {
        return small.channels();
    }

    @Override
    public int bands() {
        return Math.ceilDiv(small.height(), tileHeight);
    }

    /** Rows of the small picture in each band; the last may have less. */
    int bandRows() {
        return tileHeight;
    }

    private int columns() {
        return Math.ceilDiv(small.width(), tileWidth);
    }

    @Override
    public float[] band(int index) {
        int first = index * tileHeight;
        int rows = network.factor() * Math.min(tileHeight, small.height() - first);
        float[] alpha = opacity == null ? null : opacity.band(index);
        float[] source = colours.rows(first - network.border(), tileHeight + 2 * network.border());
        float[] band = new float[rows * width() * channels()];
        for (int column = 0; column < columns(); column++) {
            float[] planes = tile(source, column * tileWidth - network.border());
            float[] large = network.enlarge(plan, planes, tileHeight, tileWidth, profile);
            put(large, band, rows, column * tileWidth * network.factor(), alpha);
            tilesDone++;
            progress.accept((double) tilesDone / (bands() * columns()));
        }
        return band;
    }

    /** Colour planes of a tile of rows {@code [rows, width, 3]} that begins in a column, which may lie outside. */
    private float[] tile(float[] rows, int firstColumn) {
        int height = tileHeight + 2 * network.border();
        int width = tileWidth + 2 * network.border();
        float[] planes = new float[COLOURS * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = (y * small.width() + Math.clamp(firstColumn + x, 0, small.width() - 1)) * COLOURS;
                for (int c = 0; c < COLOURS; c++) {
                    planes[(c * height + y) * width + x] = rows[from + c];
                }
            }
        }
        return planes;
    }

    /** Puts what is inside of the picture into a band. */
    private void put(float[] planes, float[] band, int rows, int firstColumn, float[] alpha) {
        int height = tileHeight * network.factor();
        int width = tileWidth * network.factor();
        int channels = channels();
        int plane = height * width;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < Math.min(width, width() - firstColumn); x++) {
                int from = y * width + x;
                int pixel = y * width() + firstColumn + x;
                float opacity = alpha == null ? 255 : alpha[pixel];
                if (channels < COLOURS) {
                    band[pixel * channels] = (planes[from] + planes[plane + from] + planes[2 * plane + from]) / 3
                            * opacity;
                } else {
                    for (int c = 0; c < COLOURS; c++) {
                        band[pixel * channels + c] = planes[c * plane + from] * opacity;
                    }
                }
                if (alpha != null) {
                    band[pixel * channels + channels - 1] = opacity;
                }
            }
        }
    }

    /** How long the network's steps took for the tiles so far. */
    public Profile profile() {
        return profile;
    }

    @Override
    public String summary() {
        int tiles = bands() * columns();
        double multiplyAdds = profile.runs()
                * (double) profile.steps().stream().mapToLong(PlanStep::multiplyAdds).sum();
        return String.format(Locale.ROOT, "%s, %d %s of %dx%d pixels: %.2f s, %.1f GFLOP/s on the %s backend",
                network.name(), tiles, tiles == 1 ? "tile" : "tiles", tileWidth, tileHeight, profile.timeNanos() * 1e-9,
                2 * multiplyAdds / Math.max(1, profile.timeNanos()), Backends.preferred().name());
    }
}
