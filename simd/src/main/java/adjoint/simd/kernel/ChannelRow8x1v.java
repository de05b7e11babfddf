package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelDot8x1v}, for 8 neighbouring pixels whose taps lie side by side along the row: C[8][channels] = init[channels]
 * + sum over spans of A[pixel i + tap t][channels] * W[t][channels], so that an input is loaded once for up to three taps.
 *
 * <p>Arrays rarely start at a cache line, so that most loads of 64 bytes are two: loads are what a depthwise layer waits for. Three
 * taps of 8 pixels take 10 of inputs and 3 of weights in place of 27.
 *
 * <p>A: span s starts at {@code aAt + spanAt[s]}, neighbouring pixels and taps are {@code pixel} apart. W: the weights of span s start
 * at {@code wAt + wSpan[s]}, those of neighbouring taps are {@code channels} apart. C: neighbouring pixels are {@code outPixel} apart.
 *
 * <p>Registers: 8 accumulators + 3 of W + 1 of A.
 */
public final class ChannelRow8x1v {

    /** Pixels of a tile. */
    public static final int MR = 8;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelRow8x1v() {
    }

    /**
     * Computes one tile.
     *
     * @param channels number of channels, at least one vector of them
     * @param spanAt   where each span of taps starts
     * @param spanTaps number of taps of each span: 1, 2 or 3
     * @param a        the inputs
     * @param aAt      what is added to a span's start
     * @param pixel    from one pixel, or tap, to the next
     * @param w        the weights
     * @param wAt      where they start
     * @param wSpan    where those of each span start, relative to {@code wAt}
     * @param init     what each pixel of C starts with
     * @param c        the tile
     * @param cAt      where its first pixel starts
     * @param outPixel from one pixel of C to the next
     */
    public static void run(int channels, int[] spanAt, int[] spanTaps, float[] a, int aAt, int pixel, float[] w,
            int wAt,
            int[] wSpan, float[] init, float[] c, int cAt, int outPixel) {
        assert channels >= Lanes.F32 && spanAt.length == spanTaps.length && spanAt.length == wSpan.length;
        int channel = 0;
        while (true) {
            FloatVector c0 = FloatVector.fromArray(S, init, channel);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            FloatVector c4 = c0;
            FloatVector c5 = c0;
            FloatVector c6 = c0;
            FloatVector c7 = c0;
            for (int span = 0; span < spanAt.length; span++) {
                int at = aAt + spanAt[span] + channel;
                int wk = wAt + wSpan[span] + channel;
                FloatVector w0 = FloatVector.fromArray(S, w, wk);
                FloatVector v = FloatVector.fromArray(S, a, at);
                c0 = w0.fma(v, c0);
                if (spanTaps[span] == 3) {
                    FloatVector w1 = FloatVector.fromArray(S, w, wk + channels);
                    FloatVector w2 = FloatVector.fromArray(S, w, wk + 2 * channels);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c1 = w0.fma(v, c1);
                    c0 = w1.fma(v, c0);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c2 = w0.fma(v, c2);
                    c1 = w1.fma(v, c1);
                    c0 = w2.fma(v, c0);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c3 = w0.fma(v, c3);
                    c2 = w1.fma(v, c2);
                    c1 = w2.fma(v, c1);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c4 = w0.fma(v, c4);
                    c3 = w1.fma(v, c3);
                    c2 = w2.fma(v, c2);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c5 = w0.fma(v, c5);
                    c4 = w1.fma(v, c4);
                    c3 = w2.fma(v, c3);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c6 = w0.fma(v, c6);
                    c5 = w1.fma(v, c5);
                    c4 = w2.fma(v, c4);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c7 = w0.fma(v, c7);
                    c6 = w1.fma(v, c6);
                    c5 = w2.fma(v, c5);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c7 = w1.fma(v, c7);
                    c6 = w2.fma(v, c6);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c7 = w2.fma(v, c7);
                } else if (spanTaps[span] == 2) {
                    FloatVector w1 = FloatVector.fromArray(S, w, wk + channels);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c1 = w0.fma(v, c1);
                    c0 = w1.fma(v, c0);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c2 = w0.fma(v, c2);
                    c1 = w1.fma(v, c1);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c3 = w0.fma(v, c3);
                    c2 = w1.fma(v, c2);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c4 = w0.fma(v, c4);
                    c3 = w1.fma(v, c3);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c5 = w0.fma(v, c5);
                    c4 = w1.fma(v, c4);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c6 = w0.fma(v, c6);
                    c5 = w1.fma(v, c5);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c7 = w0.fma(v, c7);
                    c6 = w1.fma(v, c6);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c7 = w1.fma(v, c7);
                } else {
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c1 = w0.fma(v, c1);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c2 = w0.fma(v, c2);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c3 = w0.fma(v, c3);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c4 = w0.fma(v, c4);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c5 = w0.fma(v, c5);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c6 = w0.fma(v, c6);
                    at += pixel;
                    v = FloatVector.fromArray(S, a, at);
                    c7 = w0.fma(v, c7);
                }
            }
            int out = cAt + channel;
            c0.intoArray(c, out);
            out += outPixel;
            c1.intoArray(c, out);
            out += outPixel;
            c2.intoArray(c, out);
            out += outPixel;
            c3.intoArray(c, out);
            out += outPixel;
            c4.intoArray(c, out);
            out += outPixel;
            c5.intoArray(c, out);
            out += outPixel;
            c6.intoArray(c, out);
            out += outPixel;
            c7.intoArray(c, out);
            if (channel == channels - Lanes.F32) {
                return;
            }
            channel = Math.min(channel + Lanes.F32, channels - Lanes.F32);
        }
    }
}
