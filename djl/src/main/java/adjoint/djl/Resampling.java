package adjoint.djl;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Resizes pictures as PyTorch and Pillow do: pixels have their centres half a pixel from the edge, and where a picture shrinks the
 * linear and the cubic kernel widen with the new pixels, so that all old ones count. AREA is the mean of what a new pixel touches.
 */
final class Resampling {

    /** Of the cubic kernel: Keys' choice. */
    private static final double CUBIC = -0.5;

    private final Image.Interpolation interpolation;

    Resampling(Image.Interpolation interpolation) {
        this.interpolation = interpolation;
    }

    /** What one pixel of a line is made of. */
    private record Taps(int[] from, float[] weights) {
    }

    /**
     * Pictures of bytes stay such, rounded; others are float32.
     *
     * @param shape [height, width, channels], or of a batch of such pictures
     */
    Elements resize(Elements pictures, Shape shape, int toHeight, int toWidth) {
        int rank = shape.dimension();
        int batch = rank == 3 ? 1 : Math.toIntExact(shape.get(0));
        int height = Math.toIntExact(shape.get(rank - 3));
        int width = Math.toIntExact(shape.get(rank - 2));
        int channels = Math.toIntExact(shape.get(rank - 1));
        if (height < 1 || width < 1 || toHeight < 1 || toWidth < 1) {
            throw new IllegalArgumentException("height=" + toHeight + ", width=" + toWidth + ": must be at least 1, as "
                    + height + " and " + width);
        }
        Taps[] rows = taps(height, toHeight);
        Taps[] columns = taps(width, toWidth);
        float[] from = pictures.toFloats();
        float[] wide = resize(from, batch * height, width, channels, columns);
        float[] result = resize(wide, batch, height, toWidth * channels, rows);
        if (pictures.type() != DataType.UINT8) {
            return Elements.of(result);
        }
        long[] bytes = new long[result.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Math.clamp(Math.round(result[i]), 0, 255);
        }
        return Elements.of(DataType.UINT8, bytes);
    }

    /** Along the middle of three axes. */
    private static float[] resize(float[] from, int outer, int extent, int inner, Taps[] taps) {
        float[] to = new float[Math.multiplyExact(Math.multiplyExact(outer, taps.length), inner)];
        for (int o = 0, at = 0; o < outer; o++) {
            for (Taps pixel : taps) {
                for (int t = 0; t < pixel.from.length; t++) {
                    int source = (o * extent + pixel.from[t]) * inner;
                    float weight = pixel.weights[t];
                    for (int i = 0; i < inner; i++) {
                        to[at + i] += weight * from[source + i];
                    }
                }
                at += inner;
            }
        }
        return to;
    }

    private Taps[] taps(int extent, int toExtent) {
        Taps[] taps = new Taps[toExtent];
        double scale = (double) extent / toExtent;
        for (int i = 0; i < toExtent; i++) {
            taps[i] = switch (interpolation) {
                case NEAREST -> new Taps(new int[] {Math.min((int) (i * scale), extent - 1)}, new float[] {1});
                case BILINEAR -> around((i + 0.5) * scale, scale, 1, extent, x -> Math.max(0, 1 - x));
                case BICUBIC -> around((i + 0.5) * scale, scale, 2, extent, Resampling::cubic);
                case AREA -> mean(i, extent, toExtent);
            };
        }
        return taps;
    }

    /** Weights sum to 1 at the edge too, where the kernel is cut off. */
    private static Taps around(double centre, double scale, double radius, int extent, DoubleUnaryOperator kernel) {
        double wide = Math.max(scale, 1);
        int first = Math.max(0, (int) (centre - radius * wide + 0.5));
        int end = Math.min(extent, (int) (centre + radius * wide + 0.5));
        double[] weights = IntStream.range(first, end)
                .mapToDouble(j -> kernel.applyAsDouble(Math.abs(j + 0.5 - centre) / wide)).toArray();
        double sum = DoubleStream.of(weights).sum();
        float[] rounded = new float[weights.length];
        for (int t = 0; t < rounded.length; t++) {
            rounded[t] = (float) (weights[t] / sum);
        }
        return new Taps(IntStream.range(first, end).toArray(), rounded);
    }

    private static double cubic(double x) {
        if (x >= 2) {
            return 0;
        }
        return x <= 1
                ? ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1
                : ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
    }

    private static Taps mean(int i, int extent, int toExtent) {
        int first = (int) ((long) i * extent / toExtent);
        int end = (int) Math.ceilDiv((i + 1L) * extent, toExtent);
        float[] weights = new float[end - first];
        Arrays.fill(weights, 1f / weights.length);
        return new Taps(IntStream.range(first, end).toArray(), weights);
    }
}
