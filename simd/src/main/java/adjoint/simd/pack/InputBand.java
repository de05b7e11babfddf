package adjoint.simd.pack;

import adjoint.geometry.BorderMode;
import adjoint.geometry.TensorStrides;
import java.util.Arrays;

/**
 * Copies the inputs of a band to one of two orders. Channels last, the channels of one group side by side:
 *
 * <pre>
 * plane 0   row 0   pixel 0   channel 0 1 2 ...
 *                   pixel 1   channel 0 1 2 ...
 *           row 1   ...
 * plane 1   ...
 * </pre>
 *
 * Planar, each channel by itself; where the taps along width are held separately, each tap has a part of its own:
 *
 * <pre>
 * channel 0   plane 0   part 0   row 0   pixel 0 1 2 ...
 *                                row 1   ...
 *                       part 1   ...
 *             plane 1   ...
 * channel 1   ...
 * </pre>
 */
public final class InputBand {

    private InputBand() {
    }

    /**
     * Packs channels last.
     *
     * @param in       the caller's tensor
     * @param at       where the image's first channel of the group starts
     * @param strides  its strides
     * @param channels channels to copy
     * @param depth    planes of the band
     * @param height   rows of the band
     * @param width    pixels of each row
     * @param planeFloats from one plane to the next in the band
     * @param band     destination
     */
    public static void packChannelsLast(float[] in, int at, TensorStrides strides, int channels, PackedAxis depth,
            PackedAxis height,
            PackedAxis width, int planeFloats, float[] band) {
        int rowFloats = width.extent() * channels;
        for (int plane = 0; plane < depth.extent(); plane++) {
            int d = depth.source()[plane];
            int bandAt = plane * planeFloats;
            for (int h : height.source()) {
                if (d == BorderMode.OUTSIDE || h == BorderMode.OUTSIDE) {
                    Arrays.fill(band, bandAt, bandAt + rowFloats, 0);
                } else {
                    int rowAt = at + d * strides.depth() + h * strides.height();
                    if (strides.channel() == 1) {
                        copyPixels(in, rowAt, strides.width(), channels, width.source(), band, bandAt);
                    } else {
                        transposeRow(in, rowAt, strides.channel(), channels, width.source(), band, bandAt);
                    }
                }
                bandAt += rowFloats;
            }
        }
    }

    private static void copyPixels(float[] in, int at, int pixelStride, int channels, int[] source, float[] band,
            int bandAt) {
        int pixel = 0;
        while (pixel < source.length) {
            int first = source[pixel];
            int end = pixel + 1;
            if (first == BorderMode.OUTSIDE) {
                while (end < source.length && source[end] == BorderMode.OUTSIDE) {
                    end++;
                }
                Arrays.fill(band, bandAt + pixel * channels, bandAt + end * channels, 0);
            } else if (pixelStride == channels) {
                // One group: neighbouring pixels are one copy.
                while (end < source.length && source[end] == first + end - pixel) {
                    end++;
                }
                System.arraycopy(in, at + first * pixelStride, band, bandAt + pixel * channels,
                        (end - pixel) * channels);
            } else {
                System.arraycopy(in, at + first * pixelStride, band, bandAt + pixel * channels, channels);
            }
            pixel = end;
        }
    }

    private static void transposeRow(float[] in, int at, int channelStride, int channels, int[] source,
            float[] band,
            int bandAt) {
        for (int c = 0; c < channels; c++) {
            int channelAt = at + c * channelStride;
            for (int pixel = 0; pixel < source.length; pixel++) {
                int w = source[pixel];
                band[bandAt + pixel * channels + c] = w == BorderMode.OUTSIDE ? 0 : in[channelAt + w];
            }
        }
    }

    /**
     * Packs planes.
     *
     * @param in       the caller's tensor
     * @param at       where the image's first channel of the group starts
     * @param strides  its strides
     * @param channels channels to copy
     * @param depth    planes of the band
     * @param height   rows of the band
     * @param width    pixels of each row, all parts
     * @param pitch    pixels of a row in one part
     * @param rows     rows for which a part has room
     * @param band     destination
     */
    public static void packPlanar(float[] in, int at, TensorStrides strides, int channels, PackedAxis depth,
            PackedAxis height, PackedAxis width, int pitch, int rows, float[] band) {
        int bandAt = 0;
        for (int c = 0; c < channels; c++) {
            for (int d : depth.source()) {
                for (int part = 0; part < width.extent(); part += pitch) {
                    for (int row = 0; row < height.extent(); row++) {
                        int h = height.source()[row];
                        int rowAt = bandAt + row * pitch;
                        if (d == BorderMode.OUTSIDE || h == BorderMode.OUTSIDE) {
                            Arrays.fill(band, rowAt, rowAt + pitch, 0);
                        } else {
                            copyRow(in, at + c * strides.channel() + d * strides.depth() + h * strides.height(),
                                    strides.width(), width.source(), part, pitch, band, rowAt);
                        }
                    }
                    bandAt += rows * pitch;
                }
            }
        }
    }

    private static void copyRow(float[] in, int at, int pixelStride, int[] source, int first, int pixels, float[] band,
            int bandAt) {
        int pixel = 0;
        while (pixel < pixels) {
            int w = source[first + pixel];
            int end = pixel + 1;
            if (w != BorderMode.OUTSIDE && pixelStride == 1) {
                while (end < pixels && source[first + end] == w + end - pixel) {
                    end++;
                }
                System.arraycopy(in, at + w, band, bandAt + pixel, end - pixel);
            } else {
                band[bandAt + pixel] = w == BorderMode.OUTSIDE ? 0 : in[at + w * pixelStride];
            }
            pixel = end;
        }
    }
}
