package adjoint.simd.kernel;

import adjoint.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link ChannelDot8x1v}, for 8 neighbouring pixels: C[8][channels] = init[channels] + sum over spans of taps t of A[pixel i +
 * t][channels] * W[t][channels]. The taps of a span are as far apart as the pixels, so that an input is loaded once for up to three.
 *
 * <p>A: neighbouring pixels are {@code pixel} apart. W: neighbouring taps of a span are {@code channels} apart. C: neighbouring pixels
 * are {@code outPixel} apart. Channels beyond whole vectors as in {@link ChannelDot8x1v}.
 *
 * <p>Registers: 8 accumulators + 3 of W + 1 of A. Init lies in the array of W, and what describes a span in one array: two more arrays
 * and three more numbers cost a third of the speed, since C2 keeps what does not fit general registers in vector registers.
 */
public final class ChannelRow8x1v {

    /** Pixels of a tile. */
    public static final int MR = 8;
    /** Numbers that describe a span: where it starts in A, relative to {@code aAt}; where it starts in W; its taps, 1 to 3. */
    public static final int SPAN = 3;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private ChannelRow8x1v() {
    }

    /**
     * Computes one tile.
     *
     * @param channels number of channels, at least one vector of them
     * @param spans    {@value #SPAN} numbers for each span
     * @param a        the inputs
     * @param aAt      what is added to a span's start
     * @param pixel    from one pixel, or tap, to the next
     * @param w        the weights, and what each pixel of C starts with
     * @param initAt   where the latter lies
     * @param c        the tile
     * @param cAt      where its first pixel starts
     * @param outPixel from one pixel of C to the next
     */
    public static void run(int channels, int[] spans, float[] a, int aAt, int pixel, float[] w, int initAt, float[] c,
            int cAt,
            int outPixel) {
        assert channels >= Lanes.F32 && spans.length % SPAN == 0;
        int channel = 0;
        while (true) {
            FloatVector c0 = FloatVector.fromArray(S, w, initAt + channel);
            FloatVector c1 = c0;
            FloatVector c2 = c0;
            FloatVector c3 = c0;
            FloatVector c4 = c0;
            FloatVector c5 = c0;
            FloatVector c6 = c0;
            FloatVector c7 = c0;
            for (int span = 0; span < spans.length; span += SPAN) {
                int at = aAt + spans[span] + channel;
                int wk = spans[span + 1] + channel;
                FloatVector w0 = FloatVector.fromArray(S, w, wk);
                FloatVector v = FloatVector.fromArray(S, a, at);
                c0 = w0.fma(v, c0);
                if (spans[span + 2] == 3) {
                    wk += channels;
                    FloatVector w1 = FloatVector.fromArray(S, w, wk);
                    wk += channels;
                    FloatVector w2 = FloatVector.fromArray(S, w, wk);
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
                } else if (spans[span + 2] == 2) {
                    wk += channels;
                    FloatVector w1 = FloatVector.fromArray(S, w, wk);
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
