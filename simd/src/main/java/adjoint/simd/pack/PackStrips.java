package adjoint.simd.pack;

import adjoint.simd.Lanes;
import adjoint.simd.kernel.StripGemm6x2v;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inputs of some pixels, strip by strip, step by step, from planes in which they lie.
 *
 * <pre>
 * strip 0 (pixels 0..NR-1)   step 0   NR floats
 *                            step 1   ...
 * strip 1                    ...
 * </pre>
 *
 * A strip is put together from pieces, pixels that lie side by side. Each is copied as a whole strip: what it
 * writes beyond its end is overwritten by the next piece.
 */
public final class PackStrips {

    /** Pixels of a strip. */
    private static final int NR = StripGemm6x2v.NR;
    /** From one strip to the next: the last piece of a strip is copied beyond its end. */
    public static final int PITCH = (StripGemm6x2v.MAX_STEPS + 1) * NR;

    private static final VectorSpecies<Float> S = Lanes.SPECIES;

    private final int[] pieceAt;
    private final int[] pieceTo;
    private final int[] pieceLength;
    private int pieces;
    private int pixelStep;

    /**
     * A packer.
     *
     * @param maxPixels most pixels
     */
    public PackStrips(int maxPixels) {
        this.pieceAt = new int[maxPixels];
        this.pieceTo = new int[maxPixels];
        this.pieceLength = new int[maxPixels];
    }

    /**
     * Starts with some pixels.
     *
     * @param count number of pixels
     * @param rowAt where each of them starts
     * @param step  from one pixel to the next of the same row
     */
    public void start(int count, int[] rowAt, int step) {
        pixelStep = step;
        pieces = 0;
        for (int i = 0; i < count; i++) {
            if (i % NR != 0 && rowAt[i] == rowAt[i - 1] + step) {
                pieceLength[pieces - 1]++;
            } else {
                pieceAt[pieces] = rowAt[i];
                pieceTo[pieces] = i / NR * PITCH + i % NR;
                pieceLength[pieces++] = 1;
            }
        }
    }

    /**
     * Packs a run of steps.
     *
     * @param at     where it starts, relative to a pixel
     * @param step   from one of its floats to the next
     * @param length number of its floats
     * @param first  the first step of the strips that it makes
     * @param a      source
     * @param strips destination
     */
    public void run(int at, int step, int length, int first, float[] a, float[] strips) {
        // In order of steps, so that each step is copied over what the one before has put there.
        int whole = 0;
        if (pixelStep <= 2) {
            int beyond = a.length - pieceAt[pieces - 1] - at - pixelStep * NR;
            whole = beyond < 0 ? 0 : Math.min(length, beyond / step + 1);
        }
        for (int k = 0; k < whole; k++) {
            if (pixelStep == 1) {
                copy(at + k * step, (first + k) * NR, a, strips);
            } else {
                unzip(at + k * step, (first + k) * NR, a, strips);
            }
        }
        for (int k = whole; k < length; k++) {
            one(at + k * step, (first + k) * NR, a, strips);
        }
    }

    private void copy(int at, int to, float[] a, float[] strips) {
        for (int piece = 0; piece < pieces; piece++) {
            int from = pieceAt[piece] + at;
            int toPiece = pieceTo[piece] + to;
            FloatVector.fromArray(S, a, from).intoArray(strips, toPiece);
            FloatVector.fromArray(S, a, from + Lanes.F32).intoArray(strips, toPiece + Lanes.F32);
        }
    }

    private void unzip(int at, int to, float[] a, float[] strips) {
        for (int piece = 0; piece < pieces; piece++) {
            Unzip2.run(NR, a, pieceAt[piece] + at, strips, pieceTo[piece] + to);
        }
    }

    /** Pixel by pixel: near the end of a tensor, and where pixels lie farther apart. */
    private void one(int at, int to, float[] a, float[] strips) {
        for (int piece = 0; piece < pieces; piece++) {
            int from = pieceAt[piece] + at;
            int toPiece = pieceTo[piece] + to;
            for (int i = 0; i < pieceLength[piece]; i++) {
                strips[toPiece + i] = a[from + i * pixelStep];
            }
        }
    }
}
