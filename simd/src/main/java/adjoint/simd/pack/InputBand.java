package adjoint.simd.pack;

import adjoint.geometry.BorderMode;
import adjoint.geometry.TensorStrides;
import adjoint.simd.pack.PackedAxis.Piece;
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
     * @param scratchAt where {@link #scratchFloats} floats of the destination may be overwritten
     */
    public static void packChannelsLast(float[] in, int at, TensorStrides strides, int channels, PackedAxis depth,
            PackedAxis height,
            PackedAxis width, int planeFloats, float[] band, int scratchAt) {
        int rowFloats = width.extent() * channels;
        for (int plane = 0; plane < depth.extent(); plane++) {
            int d = depth.source()[plane];
            for (Piece rows : height.pieces()) {
                int bandAt = plane * planeFloats + rows.at() * rowFloats;
                int rowsAt = at + d * strides.depth() + rows.from() * strides.height();
                if (d == BorderMode.OUTSIDE || rows.from() == BorderMode.OUTSIDE) {
                    Arrays.fill(band, bandAt, bandAt + rows.count() * rowFloats, 0);
                } else if (strides.channel() != 1 && rows.step() == 1 && isWhole(width, strides)) {
                    Strided.transpose(in, rowsAt, strides.channel(), 1, channels, rows.count() * width.extent(), band,
                            bandAt, scratchAt);
                } else {
                    for (int row = 0; row < rows.count(); row++) {
                        int rowAt = rowsAt + row * rows.step() * strides.height();
                        if (strides.channel() == 1) {
                            copyPixels(in, rowAt, strides.width(), channels, width.pieces(), band, bandAt);
                        } else {
                            transposePixels(in, rowAt, strides, channels, width.pieces(), band, bandAt, scratchAt);
                        }
                        bandAt += rowFloats;
                    }
                }
            }
        }
    }

    /** Whether rows of a channels-first tensor follow each other without a gap. */
    private static boolean isWhole(PackedAxis width, TensorStrides strides) {
        return width.pieces().length == 1 && width.pieces()[0].from() == 0 && width.pieces()[0].step() == 1
                && strides.width() == 1 && width.extent() == strides.height();
    }

    /**
     * Floats that {@link #packChannelsLast} needs beyond those of the band.
     *
     * @return the number
     */
    public static int scratchFloats() {
        return Strided.scratchFloats();
    }

    private static void copyPixels(float[] in, int at, int pixelStride, int channels, Piece[] pieces, float[] band,
            int bandAt) {
        for (Piece piece : pieces) {
            int to = bandAt + piece.at() * channels;
            int from = at + piece.from() * pixelStride;
            int step = piece.step() * pixelStride;
            if (piece.from() == BorderMode.OUTSIDE) {
                Arrays.fill(band, to, to + piece.count() * channels, 0);
            } else if (step == channels) {
                // One group, neighbouring pixels: one copy.
                System.arraycopy(in, from, band, to, piece.count() * channels);
            } else {
                for (int k = 0; k < piece.count(); k++) {
                    System.arraycopy(in, from + k * step, band, to + k * channels, channels);
                }
            }
        }
    }

    private static void transposePixels(float[] in, int at, TensorStrides strides, int channels, Piece[] pieces,
            float[] band, int bandAt, int scratchAt) {
        for (Piece piece : pieces) {
            int to = bandAt + piece.at() * channels;
            if (piece.from() == BorderMode.OUTSIDE) {
                Arrays.fill(band, to, to + piece.count() * channels, 0);
            } else {
                Strided.transpose(in, at + piece.from() * strides.width(), strides.channel(),
                        piece.step() * strides.width(), channels, piece.count(), band, to, scratchAt);
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
        int partFloats = rows * pitch;
        int planeFloats = pitch == 0 ? 0 : width.extent() / pitch * partFloats;
        for (int c = 0; c < channels; c++) {
            for (int plane = 0; plane < depth.extent(); plane++) {
                int d = depth.source()[plane];
                int planeAt = (c * depth.extent() + plane) * planeFloats;
                for (int row = 0; row < height.extent(); row++) {
                    int h = height.source()[row];
                    int rowAt = at + c * strides.channel() + d * strides.depth() + h * strides.height();
                    for (Piece piece : width.pieces()) {
                        int to = planeAt + piece.at() / pitch * partFloats + row * pitch + piece.at() % pitch;
                        if (d == BorderMode.OUTSIDE || h == BorderMode.OUTSIDE || piece.from() == BorderMode.OUTSIDE) {
                            Strided.zero(band, to, piece.count());
                        } else {
                            Strided.read(in, rowAt + piece.from() * strides.width(), piece.step() * strides.width(),
                                    piece.count(), band, to);
                        }
                    }
                }
            }
        }
    }
}
