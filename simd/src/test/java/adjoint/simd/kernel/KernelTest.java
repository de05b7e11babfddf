package adjoint.simd.kernel;

import adjoint.epilogue.Activation;
import adjoint.epilogue.Epilogue;
import adjoint.simd.GuardedArrays;
import adjoint.simd.Lanes;
import adjoint.simd.NativeFloats;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each micro-kernel against a scalar loop, on small integers, between NaNs that show what is read or written outside. */
class KernelTest extends GuardedArrays {

    @Test
    void gatherGemmsSumRunsOfRowsTimesPanel() {
        gatherGemm(GatherGemm5x4v.MR, GatherGemm5x4v.NR, GatherGemm5x4v::run);
        gatherGemm(GatherGemm2x4v.MR, GatherGemm2x4v.NR, GatherGemm2x4v::run);
        gatherGemm(GatherGemm5x3v.MR, GatherGemm5x3v.NR, GatherGemm5x3v::run);
        gatherGemm(GatherGemm7x2v.MR, GatherGemm7x2v.NR, GatherGemm7x2v::run);
        gatherGemm(GatherGemm8x1v.MR, GatherGemm8x1v.NR, GatherGemm8x1v::run);
        gatherGemm(GatherGemm6x2v.MR, GatherGemm6x2v.NR, GatherGemm6x2v::run);
        gatherGemm(GatherGemm5x2v.MR, GatherGemm5x2v.NR, GatherGemm5x2v::run);
        gatherGemm(GatherGemm3x3v.MR, GatherGemm3x3v.NR, GatherGemm3x3v::run);
    }

    @Test
    void gatherGemmsOfPlanesDoSo() {
        gatherGemm(GatherGemm5x4vPlanes.MR, GatherGemm5x4vPlanes.NR, GatherGemm5x4vPlanes::run);
        gatherGemm(GatherGemm2x4vPlanes.MR, GatherGemm2x4vPlanes.NR, GatherGemm2x4vPlanes::run);
        gatherGemm(GatherGemm5x3vPlanes.MR, GatherGemm5x3vPlanes.NR, GatherGemm5x3vPlanes::run);
        gatherGemm(GatherGemm7x2vPlanes.MR, GatherGemm7x2vPlanes.NR, GatherGemm7x2vPlanes::run);
        gatherGemm(GatherGemm8x1vPlanes.MR, GatherGemm8x1vPlanes.NR, GatherGemm8x1vPlanes::run);
        gatherGemm(GatherGemm6x2vPlanes.MR, GatherGemm6x2vPlanes.NR, GatherGemm6x2vPlanes::run);
    }

    @Test
    void gatherGemmsOfPanelsInNativeMemoryDoSo() {
        gatherGemmOfLines(GatherGemm5x4vLines.MR, GatherGemm5x4vLines.NR, GatherGemm5x4vLines::run);
        gatherGemmOfLines(GatherGemm2x4vLines.MR, GatherGemm2x4vLines.NR, GatherGemm2x4vLines::run);
        gatherGemmOfLines(GatherGemm5x3vLines.MR, GatherGemm5x3vLines.NR, GatherGemm5x3vLines::run);
        gatherGemmOfLines(GatherGemm7x2vLines.MR, GatherGemm7x2vLines.NR, GatherGemm7x2vLines::run);
    }

    @Test
    void gatherGemmsOfPixelsSideBySideDoSo() {
        for (int step : new int[] {1, 7}) {
            gatherGemm(GatherGemm5x4vPlane.MR, GatherGemm5x4vPlane.NR, GatherGemm5x4vPlane::run, step, i -> i);
            gatherGemm(GatherGemm6x2vPlane.MR, GatherGemm6x2vPlane.NR, GatherGemm6x2vPlane::run, step, i -> i);
        }
    }

    /** Reads runs of neighbours. */
    @FunctionalInterface
    private interface GatherGemm {
        void run(int[] runs, float[] a, int[] rowAt, float[] b, int bAt, float[] c, int[] outAt, int cAt, int row);
    }

    /** Likewise, and the panel lies in native memory. */
    @FunctionalInterface
    private interface GatherGemmOfLines {
        void run(int[] runs, float[] a, int[] rowAt, NativeFloats b, int bAt, float[] c, int[] outAt, int cAt,
                int row);
    }

    /** Reads runs of floats a step apart. */
    @FunctionalInterface
    private interface GatherGemmOfPlanes {
        void run(int[] runs, float[] a, int[] rowAt, float[] b, int bAt, float[] c, int[] outAt, int cAt, int row,
                int step);
    }

    private void gatherGemm(int mr, int nr, GatherGemm kernel) {
        gatherGemm(mr, nr, (runs, a, rowAt, b, bAt, c, outAt, cAt, row, step) -> kernel.run(runs, a, rowAt, b, bAt, c,
                outAt, cAt, row), 1);
    }

    private void gatherGemmOfLines(int mr, int nr, GatherGemmOfLines kernel) {
        gatherGemm(mr, nr, (runs, a, rowAt, b, bAt, c, outAt, cAt, row, step) -> kernel.run(runs, a, rowAt,
                NativeFloats.copyOf(b).orElseThrow(), bAt, c, outAt, cAt, row), 1);
    }

    private void gatherGemm(int mr, int nr, GatherGemmOfPlanes kernel) {
        gatherGemm(mr, nr, kernel, 1);
        gatherGemm(mr, nr, kernel, 7);
    }

    private void gatherGemm(int mr, int nr, GatherGemmOfPlanes kernel, int step) {
        gatherGemm(mr, nr, kernel, step, i -> Math.floorMod(i * 3, mr));
    }

    private void gatherGemm(int mr, int nr, GatherGemmOfPlanes kernel, int step, IntUnaryOperator row) {
        for (int[] runs : new int[][] {{}, {0, 0, 1}, {10, 5, 5, 0, 0, 5, 20, 10, 2}}) {
            int[] rowAt = IntStream.range(-1, mr).map(i -> GUARD + row.applyAsInt(i)).toArray();
            int[] outAt = IntStream.range(-1, mr).map(i -> i * (nr + 1)).toArray();
            float[] a = guarded(mr + 45);
            float[] b = guarded(13 * nr);
            float[] c = nans(2 * GUARD + mr * (nr + 1));
            float[] expected = c.clone();
            for (int i = 0; i < mr; i++) {
                for (int j = 0; j < nr; j++) {
                    float sum = b[GUARD + j];
                    for (int r = 0; r < runs.length; r += InputRuns.NUMBERS) {
                        for (int k = 0; k < runs[r + InputRuns.LENGTH]; k++) {
                            sum += a[rowAt[i + 1] + runs[r + InputRuns.AT] + k * step]
                                    * b[GUARD + (1 + runs[r + InputRuns.STEP] + k) * nr + j];
                        }
                    }
                    expected[GUARD + outAt[i + 1] + j] = sum;
                }
            }
            kernel.run(runs, a, rowAt, b, GUARD, c, outAt, GUARD, 1, step);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void packedGemmsAddPackedRowsTimesPanelToWhatTheyStartWith() {
        packedGemm(PackedGemm6x2v.MR, PackedGemm6x2v::run);
        packedGemm(PackedGemm5x2v.MR, PackedGemm5x2v::run);
        packedGemm(PackedGemm12x2v.MR, PackedGemm12x2v::run);
    }

    @FunctionalInterface
    private interface PackedGemm {
        void run(int steps, float[] a, int aAt, float[] b, int bAt, float[] s, int[] startAt, int sAt, float[] c,
                int[] outAt, int cAt, int row);
    }

    private void packedGemm(int mr, PackedGemm kernel) {
        int nr = PackedGemm6x2v.NR;
        for (int steps : new int[] {0, 1, 7}) {
            int[] outAt = IntStream.range(-1, mr).map(i -> i * (nr + 1)).toArray();
            float[] a = guarded((mr - 1) * PackedGemm6x2v.PITCH + steps);
            float[] b = guarded(steps * nr);
            int[] startAt = new int[outAt.length];
            float[] s = guarded(nr);
            float[] c = guarded(mr * (nr + 1));
            float[] expected = c.clone();
            for (int i = 0; i < mr; i++) {
                for (int j = 0; j < nr; j++) {
                    expected[GUARD + outAt[i + 1] + j] = s[GUARD + j];
                    for (int k = 0; k < steps; k++) {
                        expected[GUARD + outAt[i + 1] + j] += a[GUARD + i * PackedGemm6x2v.PITCH + k]
                                * b[GUARD + k * nr + j];
                    }
                }
            }
            kernel.run(steps, a, GUARD, b, GUARD, s, startAt, GUARD, c, outAt, GUARD, 1);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void stripGemmAddsWeightsTimesPixelsToWhatItStartsWith() {
        int mr = StripGemm6x2v.MR;
        int nr = StripGemm6x2v.NR;
        for (int steps : new int[] {0, 1, 7}) {
            float[] a = guarded(steps * mr);
            float[] x = guarded(steps * nr);
            float[] s = guarded(mr * nr);
            float[] c = guarded(mr * (nr + 1));
            float[] expected = c.clone();
            for (int i = 0; i < mr; i++) {
                for (int j = 0; j < nr; j++) {
                    expected[GUARD + i * (nr + 1) + j] = s[GUARD + i * nr + j];
                    for (int k = 0; k < steps; k++) {
                        expected[GUARD + i * (nr + 1) + j] += a[GUARD + k * mr + i] * x[GUARD + k * nr + j];
                    }
                }
            }
            StripGemm6x2v.run(steps, a, GUARD, x, GUARD, s, GUARD, nr, c, GUARD, nr + 1);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void planeGemmsSumWeightsTimesPixels() {
        planeGemm(PlaneGemm12x2v.MR, PlaneGemm12x2v.NR, PlaneGemm12x2v::run);
        planeGemm(PlaneGemm6x2v.MR, PlaneGemm6x2v.NR, PlaneGemm6x2v::run);
        planeGemm(PlaneGemm4x2v.MR, PlaneGemm4x2v.NR, PlaneGemm4x2v::run);
        planeGemm(PlaneGemm4x6v.MR, PlaneGemm4x6v.NR, PlaneGemm4x6v::run);
        planeGemm(PlaneGemm1x8v.MR, PlaneGemm1x8v.NR, PlaneGemm1x8v::run);
    }

    @FunctionalInterface
    private interface PlaneGemm {
        void run(int[] stepAt, float[] x, int xAt, float[] a, int aAt, float[] init, int initAt, float[] c, int cAt,
                int cStep);
    }

    private void planeGemm(int mr, int nr, PlaneGemm kernel) {
        for (int steps : new int[] {0, 1, 6}) {
            int[] stepAt = IntStream.range(0, steps).map(k -> (k * 5) % 7).toArray();
            float[] x = guarded(7 + nr);
            float[] a = guarded(steps * mr);
            float[] init = guarded(mr);
            float[] c = nans(2 * GUARD + mr * (nr + 1));
            float[] expected = c.clone();
            for (int i = 0; i < mr; i++) {
                for (int j = 0; j < nr; j++) {
                    float sum = init[GUARD + i];
                    for (int k = 0; k < steps; k++) {
                        sum += a[GUARD + k * mr + i] * x[GUARD + stepAt[k] + j];
                    }
                    expected[GUARD + i * (nr + 1) + j] = sum;
                }
            }
            kernel.run(stepAt, x, GUARD, a, GUARD, init, GUARD, c, GUARD, nr + 1);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void outerGemmAddsProductsOfStridedRows() {
        int mr = OuterGemm12x2v.MR;
        int nr = OuterGemm12x2v.NR;
        int rows = 2;
        int steps = 3;
        float[] a = guarded(rows * 100 + steps * (mr + 2));
        float[] b = guarded(rows * 300 + steps * (nr + 3));
        float[] c = guarded(mr * nr);
        float[] expected = c.clone();
        for (int i = 0; i < mr; i++) {
            for (int j = 0; j < nr; j++) {
                for (int r = 0; r < rows; r++) {
                    for (int k = 0; k < steps; k++) {
                        expected[GUARD + i * nr + j] += a[GUARD + r * 100 + k * (mr + 2) + i]
                                * b[GUARD + r * 300 + k * (nr + 3) + j];
                    }
                }
            }
        }
        OuterGemm12x2v.run(rows, steps, a, GUARD, 100, mr + 2, b, GUARD, 300, nr + 3, c, GUARD);
        assertArrayEquals(expected, c);
    }

    @Test
    void channelDotMultipliesChannelByChannelWhateverTheirNumber() {
        int mr = ChannelDot8x1v.MR;
        for (int channels : new int[] {Lanes.F32, Lanes.F32 + 1, 2 * Lanes.F32, 3 * Lanes.F32 - 1}) {
            int[] taps = {0, GUARD + 2 * channels, 2 * channels, GUARD, 3 * channels, GUARD + channels};
            int[] rowAt = IntStream.range(0, mr).map(i -> GUARD + i * channels).toArray();
            int[] outAt = IntStream.range(0, mr).map(i -> GUARD + i * (channels + 1)).toArray();
            int initAt = GUARD + 3 * channels;
            float[] a = guarded((mr + 3) * channels);
            float[] w = guarded(4 * channels);
            float[] c = nans(2 * GUARD + mr * (channels + 1));
            float[] expected = c.clone();
            for (int i = 0; i < mr; i++) {
                for (int j = 0; j < channels; j++) {
                    float sum = w[initAt + j];
                    for (int tap = 0; tap < taps.length; tap += ChannelDot8x1v.TAP) {
                        sum += a[rowAt[i] + taps[tap] + j] * w[taps[tap + 1] + j];
                    }
                    expected[outAt[i] + j] = sum;
                }
            }
            ChannelDot8x1v.run(channels, taps, a, rowAt, w, initAt, c, outAt);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void channelRowSharesInputsAmongNeighbouringTaps() {
        int mr = ChannelRow8x1v.MR;
        for (int channels : new int[] {Lanes.F32, Lanes.F32 + 1, 3 * Lanes.F32 - 1}) {
            int pixel = 2 * channels;
            int[] spans = {0, GUARD + 2 * channels, 3, 2 * channels, GUARD, 1, channels, GUARD + 5 * channels, 2};
            int initAt = GUARD + 7 * channels;
            float[] a = guarded((mr + 3) * pixel);
            float[] w = guarded(8 * channels);
            int outPixel = channels + 1;
            float[] c = nans(2 * GUARD + mr * outPixel);
            float[] expected = c.clone();
            for (int i = 0; i < mr; i++) {
                for (int j = 0; j < channels; j++) {
                    float sum = w[initAt + j];
                    for (int span = 0; span < spans.length; span += ChannelRow8x1v.SPAN) {
                        for (int t = 0; t < spans[span + 2]; t++) {
                            sum += a[GUARD + spans[span] + (i + t) * pixel + j] * w[spans[span + 1] + t * channels + j];
                        }
                    }
                    expected[GUARD + i * outPixel + j] = sum;
                }
            }
            ChannelRow8x1v.run(channels, spans, a, GUARD, pixel, w, initAt, c, GUARD, outPixel);
            assertArrayEquals(expected, c);
        }
    }

    @Test
    void addRowAddsWholeVectors() {
        int floats = 3 * Lanes.F32;
        float[] a = guarded(floats);
        float[] c = integers(floats);
        float[] expected = c.clone();
        for (int k = 0; k < floats; k++) {
            expected[k] += a[GUARD + k];
        }
        AddRow.run(floats, a, GUARD, c);
        assertArrayEquals(expected, c);
    }

    @Test
    void addPiecesAddsPiecesOfAnyLength() {
        for (int piece : new int[] {1, 3, Lanes.F32, 2 * Lanes.F32 + 1}) {
            int blocks = AddPieces.BLOCKS + 1;
            int step = piece + 2;
            int[] pieceAt = {GUARD, GUARD + 1, GUARD + 2 * step};
            float[] a = guarded((2 * AddPieces.BLOCKS + 2) * step + Lanes.F32);
            float[] init = integers(Math.max(piece, Lanes.F32));
            float[] c = new float[GUARD + 2 * AddPieces.BLOCKS * piece + Lanes.F32];
            AddPieces.run(blocks, piece, pieceAt, 2, a, step, init, c, GUARD);
            for (int at = 0; at < blocks * piece; at++) {
                int place = at / piece * step + at % piece;
                assertEquals(init[at % piece] + a[pieceAt[0] + place] + a[pieceAt[1] + place], c[GUARD + at]);
            }
        }
    }

    @Test
    void finishFollowsTheDefinitionOfEachActivation() {
        float[] sums = {0, -0f, 1, -1, 2.5f, -2.5f, 3, -3, 5.9f, 6.1f, -30, 30, 1e-20f, -1e-20f, 100, -100};
        int floats = Math.ceilDiv(sums.length, Lanes.F32) * Lanes.F32;
        float[] residual = integers(floats);
        for (Activation activation : new Activation[] {Activation.IDENTITY, Activation.RELU, Activation.RELU6,
            Activation.clip(-2, 3), Activation.leakyRelu(0.1), Activation.HARD_SWISH}) {
            for (Epilogue.Residual where : Epilogue.Residual.values()) {
                float[] c = Arrays.copyOf(sums, floats);
                float[] expected = new float[floats];
                for (int k = 0; k < floats; k++) {
                    expected[k] = switch (where) {
                        case NONE -> activation.apply(c[k]);
                        case BEFORE_ACTIVATION -> activation.apply(c[k] + residual[k]);
                        case AFTER_ACTIVATION -> activation.apply(c[k]) + residual[k];
                    };
                }
                new Finish(Epilogue.NONE.withActivation(activation).withResidual(where)).run(floats, c, 0, residual, 0);
                assertArrayEquals(expected, c, activation + " " + where);
            }
        }
    }

    @Test
    void rowsAreFinishedAsEachOfThemWouldBe() {
        int length = 3 * Lanes.F32;
        int[] rowAt = {5, 2 * length + 1, 4 * length};
        float[] residual = integers(6 * length);
        float[] sums = integers(6 * length);
        for (Activation activation : new Activation[] {Activation.IDENTITY, Activation.RELU, Activation.leakyRelu(0.1),
            Activation.HARD_SWISH, Activation.SIGMOID, Activation.clip(0, 1).scaled(-3, 2),
            Activation.SILU.scaled(2, 1)}) {
            for (Epilogue.Residual where : Epilogue.Residual.values()) {
                Finish finish = new Finish(Epilogue.NONE.withActivation(activation).withResidual(where));
                float[] expected = sums.clone();
                for (int row : rowAt) {
                    finish.run(length, expected, row + 3, residual, row + 1);
                }
                float[] actual = sums.clone();
                finish.rows(rowAt.length, rowAt, 3, length, actual, residual, -2);
                assertArrayEquals(expected, actual, activation + " " + where);
            }
        }
    }

    @Test
    void exponentialsAreWithinTwoUnitsInTheLastPlace() {
        float[] special = {0, -0.0f, -Float.MIN_VALUE, -87.33f, -87.34f, -104, -1e6f, Float.NEGATIVE_INFINITY,
            Float.NaN};
        float[] v = new float[1 << 16];
        for (int at = 0; at < v.length; at++) {
            v[at] = at < special.length ? special[at] : -random.nextFloat() * (at % 2 == 0 ? 1 : 106);
        }
        for (int at = 0; at < v.length; at += Lanes.F32) {
            float[] actual = new float[Lanes.F32];
            Exponential.ofNegative(FloatVector.fromArray(Lanes.SPECIES, v, at)).intoArray(actual, 0);
            for (int lane = 0; lane < Lanes.F32; lane++) {
                float expected = (float) Math.exp(v[at + lane]);
                float bound = 2 * Math.ulp(expected);
                assertTrue(Float.isNaN(expected)
                        ? Float.isNaN(actual[lane])
                        : Math.abs(expected - actual[lane]) <= bound, "exp(" + v[at + lane] + ")");
            }
        }
    }
}
