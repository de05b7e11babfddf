package adjoint.simd.pack;

import adjoint.simd.kernel.Finish;

/**
 * Stores a tile of sums, rows of output channels for one pixel each, to the caller's tensor, the epilogue applied.
 *
 * <pre>
 * tile   pixel 0   nr floats, one per output channel, those beyond the last meaningless
 *        pixel 1   nr floats
 * </pre>
 */
public final class OutputTile {

    private OutputTile() {
    }

    /**
     * Stores.
     *
     * @param finish        the epilogue
     * @param channel       first channel of the tile, over all groups
     * @param channels      channels of the tile, at most nr
     * @param nr            floats in a row of the tile
     * @param tile          the sums; overwritten
     * @param scratch       nr floats for each pixel; overwritten
     * @param pixels        number of pixels
     * @param pixelAt       where channel 0 of each pixel lies in the tensor
     * @param channelStride from one channel to the next in the tensor
     * @param residual      what is added, null if nothing
     * @param residualAt    where it starts
     * @param out           the tensor
     * @param outAt         where it starts
     */
    public static void store(Finish finish, int channel, int channels, int nr, float[] tile, float[] scratch,
            int pixels,
            int[] pixelAt, int channelStride, float[] residual, int residualAt, float[] out, int outAt) {
        boolean added = finish.addsResidual();
        if (channelStride == 1 && channels == nr) {
            for (int i = 0; i < pixels; i++) {
                int at = pixelAt[i] + channel;
                finish.run(channel, nr, tile, i * nr, residual, residualAt + at, out, outAt + at);
            }
            return;
        }
        for (int i = 0; i < pixels; i++) {
            int at = pixelAt[i] + channel * channelStride;
            if (added) {
                for (int c = 0; c < channels; c++) {
                    scratch[c] = residual[residualAt + at + c * channelStride];
                }
            }
            finish.run(channel, nr, tile, i * nr, scratch, 0, tile, i * nr);
        }
        if (channelStride == 1) {
            for (int i = 0; i < pixels; i++) {
                System.arraycopy(tile, i * nr, out, outAt + pixelAt[i] + channel, channels);
            }
            return;
        }
        // Channel by channel, since neighbouring pixels are neighbours in memory.
        for (int c = 0; c < channels; c++) {
            int at = outAt + (channel + c) * channelStride;
            for (int i = 0; i < pixels; i++) {
                out[at + pixelAt[i]] = tile[i * nr + c];
            }
        }
    }
}
