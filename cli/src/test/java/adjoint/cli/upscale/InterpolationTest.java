package adjoint.cli.upscale;

import adjoint.cli.picture.Picture;
import adjoint.cli.picture.PixelArray;
import adjoint.parallel.Workers;
import adjoint.spi.Backend;
import adjoint.spi.Backends;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class InterpolationTest {

    @Property(tries = 100)
    void equalsResamplingPixelByPixel(@ForAll Method method, @ForAll @IntRange(min = 1, max = 4) int factor,
            @ForAll @IntRange(min = 1, max = 9) int width, @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(min = 1, max = 4) int channels, @ForAll long seed) {
        PixelArray small = PixelArray.random(width, height, channels, seed);
        UpsampleFilter filter = new UpsampleFilter(method, factor);
        onEachBackend(backend -> {
            float[] large = whole(small, filter, backend);
            assertEquals(width * factor * height * factor * channels, large.length);
            for (int y = 0, at = 0; y < height * factor; y++) {
                for (int x = 0; x < width * factor; x++) {
                    for (int c = 0; c < channels; c++, at++) {
                        assertEquals(resampled(small, method, factor, x, y, c) / 255, large[at] / 255, 1e-5,
                                backend.name() + " x=" + x + " y=" + y + " c=" + c);
                    }
                }
            }
        });
    }

    @Property(tries = 30)
    void oneColourStaysThatColourUpToTheEdge(@ForAll Method method, @ForAll @IntRange(min = 1, max = 4) int factor,
            @ForAll @IntRange(min = 1, max = 9) int width, @ForAll @IntRange(min = 1, max = 9) int height,
            @ForAll @IntRange(max = 255) int colour) {
        float[] pixels = new float[width * height * 3];
        Arrays.fill(pixels, colour);
        PixelArray small = new PixelArray(width, height, 3, pixels);
        UpsampleFilter filter = new UpsampleFilter(method, factor);
        onEachBackend(backend -> {
            for (float value : whole(small, filter, backend)) {
                assertEquals(colour, value, 255e-6);
            }
            for (byte value : new Interpolation(small, filter, backend, Workers.CALLER, height).eightBitBand(0)) {
                assertEquals(colour, value & 0xff);
            }
        });
    }

    @Property(tries = 20)
    void aRampStaysARamp(@ForAll @IntRange(min = 1, max = 4) int factor,
            @ForAll @IntRange(min = 2, max = 9) int width) {
        float[] pixels = new float[width];
        for (int x = 0; x < width; x++) {
            pixels[x] = 16 * x;
        }
        PixelArray small = new PixelArray(width, 1, 1, pixels);
        onEachBackend(backend -> {
            float[] large = whole(small, new UpsampleFilter(Method.BILINEAR, factor), backend);
            for (int x = 0; x < width * factor; x++) {
                double centre = Math.clamp((x + 0.5) / factor - 0.5, 0, width - 1);
                assertEquals(16 * centre, large[x], 1e-4);
            }
        });
    }

    @Property(tries = 60)
    void noSeamShowsBetweenBands(@ForAll Method method, @ForAll @IntRange(min = 2, max = 4) int factor,
            @ForAll @IntRange(min = 1, max = 20) int height, @ForAll @IntRange(min = 1, max = 8) int bandRows,
            @ForAll @IntRange(min = 1, max = 4) int channels, @ForAll long seed) {
        PixelArray small = PixelArray.random(7, height, channels, seed);
        UpsampleFilter filter = new UpsampleFilter(method, factor);
        onEachBackend(backend -> {
            float[] expected = whole(small, filter, backend);
            Interpolation banded = new Interpolation(small, filter, backend, Workers.CALLER, bandRows);
            float[] joined = new float[expected.length];
            int at = 0;
            for (int band = 0; band < banded.bands(); band++) {
                float[] rows = banded.band(band);
                System.arraycopy(rows, 0, joined, at, rows.length);
                at += rows.length;
            }
            assertEquals(expected.length, at);
            assertArrayEquals(expected, joined);
        });
    }

    @Property(tries = 30)
    void backendsAgreeOnThePicture(@ForAll Method method, @ForAll @IntRange(min = 2, max = 4) int factor,
            @ForAll @IntRange(min = 1, max = 40) int width, @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll long seed) {
        PixelArray small = PixelArray.random(width, 5, channels, seed);
        UpsampleFilter filter = new UpsampleFilter(method, factor);
        float[] expected = whole(small, filter, Backends.named("reference"));
        onEachBackend(backend -> assertArrayEquals(expected, whole(small, filter, backend), 255e-5f, backend.name()));
    }

    @Example
    void bandsOfALargePictureAreSmall() {
        PixelArray tall = new PixelArray(2000, 3000, 3, new float[0]);
        Interpolation interpolation = new Interpolation(tall, new UpsampleFilter(Method.LANCZOS, 4),
                Backends.named("reference"), Workers.CALLER);
        assertEquals(43, 4_194_304 / (16 * 3 * 2000));
        assertEquals(Math.ceilDiv(3000, 43), interpolation.bands());
    }

    @Example
    void valuesBeyondTheRangeAreClampedAndHalvesRoundedUp() {
        // Bicubic next to a step overshoots on both sides.
        PixelArray step = new PixelArray(4, 1, 1, new float[] {0, 0, 255, 255});
        byte[] large = new Interpolation(step, new UpsampleFilter(Method.BICUBIC, 2), Backends.named("reference"),
                Workers.CALLER, 1)
                .eightBitBand(0);
        assertEquals(0, large[2]);
        assertEquals(255, large[5] & 0xff);

        PixelArray half = new PixelArray(2, 1, 1, new float[] {0, 2});
        byte[] quarters = new Interpolation(half, new UpsampleFilter(Method.BILINEAR, 2), Backends.named("reference"),
                Workers.CALLER, 1)
                .eightBitBand(0);
        assertArrayEquals(new byte[] {0, 1, 2, 2, 0, 1, 2, 2}, quarters);
    }

    @Example
    void hiddenColoursDoNotBleed() {
        // Opaque red beside a transparent pixel; its hidden green was multiplied away when it was read.
        PixelArray small = new PixelArray(2, 1, 4, new float[] {255, 0, 0, 255, 0, 0, 0, 0});
        byte[] large = new Interpolation(small, new UpsampleFilter(Method.BILINEAR, 2), Backends.named("reference"),
                Workers.CALLER, 1)
                .eightBitBand(0);
        byte full = (byte) 255;
        assertArrayEquals(new byte[] {full, 0, 0, full, full, 0, 0, (byte) 191, full, 0, 0, 64, 0, 0, 0, 0},
                Arrays.copyOf(large, 16));
    }

    @Example
    void allThreadsInterpolate() {
        Picture small = PixelArray.random(200, 100, 3, 1);
        UpsampleFilter filter = new UpsampleFilter(Method.BICUBIC, 2);
        AtomicInteger jobs = new AtomicInteger();
        Workers counted = new Workers() {
            @Override
            public int threads() {
                return 2;
            }

            @Override
            public void run(Job job) {
                jobs.incrementAndGet();
                job.run(0);
            }
        };
        assertArrayEquals(whole(small, filter, Backends.preferred()),
                new Interpolation(small, filter, Backends.preferred(), counted, small.height()).band(0), 1e-3f);
        assertEquals(1, jobs.get());
    }

    private static float[] whole(Picture small, UpsampleFilter filter, Backend backend) {
        return new Interpolation(small, filter, backend, Workers.CALLER, small.height()).band(0);
    }

    /** The weighted mean of the pixels around a centre, straight from the definition. */
    private static double resampled(PixelArray small, Method method, int factor, int x, int y, int c) {
        double centreX = (x + 0.5) / factor - 0.5;
        double centreY = (y + 0.5) / factor - 0.5;
        double sum = 0;
        double weights = 0;
        for (int i = (int) Math.floor(centreY) - method.radius; i <= centreY + method.radius; i++) {
            for (int j = (int) Math.floor(centreX) - method.radius; j <= centreX + method.radius; j++) {
                double weight = method.weight(Math.abs(centreY - i)) * method.weight(Math.abs(centreX - j));
                sum += weight * small.nearest(j, i, c);
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static void onEachBackend(Consumer<Backend> check) {
        List<Backend> available = Backends.all().stream().filter(backend -> backend.unavailable().isEmpty()).toList();
        available.forEach(check);
    }
}
