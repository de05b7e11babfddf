package adjoint.simd.kernel;

import adjoint.simd.GuardedArrays;
import adjoint.simd.Lanes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** Each kernel that walks along an image against a scalar loop, on small integers, between NaNs that show what is read or written outside. */
class WindowKernelTest extends GuardedArrays {

    @FunctionalInterface
    private interface ChannelWindow {
        void run(int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel, int outside, float[] w,
                int wAt, float[] c, int cAt, int outRow, int outPixel);
    }

    @FunctionalInterface
    private interface GroupWindow {
        void run(int swap, int outputs, int lo, int inputs, float[] a, int aAt, int rowStep, int pixel, int outside,
                float[] w, int wAt, float[] c, int cAt, int outRow, int outPixel);
    }

    @FunctionalInterface
    private interface PlaneWindow {
        void run(int outputs, int lo, int inputs, float[] a, int aAt, int pitch, int column, int columns, float[] w,
                int wAt, float[] c, int cAt, int lanes, int outPitch);
    }

    @FunctionalInterface
    private interface PlaneRun {
        void run(int floats, int outside, float[] a, int aAt, int pitch, float[] w, int wAt, float[] c, int cAt);
    }

    @Test
    void channelWindowsComputeTwoRowsWhateverIsOutsideTheImage() {
        channelWindow(3, 1, 1, 2, ChannelWindow3x3::run);
        channelWindow(2, 1, 1, 1, ChannelWindow2x2::run);
        channelWindow(5, 1, 2, 4, ChannelWindow5x5::run);
        channelWindow(5, 2, 2, 4, ChannelWindow5x5Stride2::run);
        channelWindow(3, 2, 1, 1, 0, Lanes.F32, threeStride2(0, Lanes.F32));
        channelWindow(3, 2, 1, 1, -1, Lanes.F32 - 2, threeStride2(-1, Lanes.F32 - 2));
    }

    private static ChannelWindow threeStride2(int channel, int channels) {
        return (outputs, lo, inputs, a, aAt, rowStep, pixel, outside, w, wAt, c, cAt, outRow,
                outPixel) -> ChannelWindow3x3Stride2.run(outputs, lo, inputs, a, aAt, rowStep, pixel, outside, w, wAt,
                        c, cAt, outRow, outPixel, channel, channels);
    }

    @Test
    void upsamplingComputesTwoRowsOfTwiceAsManyOutputs() {
        for (int inputs : new int[] {1, 2, 5}) {
            for (int outside : new int[] {0, 1, 1 << 2, 1 | 1 << 2}) {
                upsampling(inputs, outside, 0, Lanes.F32);
                upsampling(inputs, outside, -1, Lanes.F32 - 2);
            }
        }
    }

    private void upsampling(int inputs, int outside, int channel, int channels) {
        int lanes = Lanes.F32;
        int pixel = lanes + 1;
        int rowStep = inputs * pixel + 3;
        int outPixel = lanes + 2;
        int outRow = 2 * inputs * outPixel + 1;
        float[] a = guarded(3 * rowStep);
        float[] w = guarded(17 * lanes);
        float[] c = nans(2 * GUARD + 2 * outRow);
        float[] expected = c.clone();
        for (int row = 0; row < 3; row++) {
            if ((outside & 1 << row) != 0) {
                Arrays.fill(a, GUARD + row * rowStep, GUARD + (row + 1) * rowStep, Float.NaN);
            }
        }
        for (int i = 0; i < 2 * 2 * inputs * lanes; i++) {
            int r = i / lanes / (2 * inputs);
            int x = i / lanes % (2 * inputs);
            int lane = i % lanes;
            if (!isStored(lane, channel, channels)) {
                continue;
            }
            float sum = w[GUARD + 16 * lanes + lane];
            // Output p of a transposed convolution with stride 2 and padding 1 receives from input q through tap p + 1 - 2q; the
            // two rows are outputs 2 and 3 of input rows 0 to 2, counted from the one before theirs.
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < inputs; column++) {
                    int kh = r + 3 - 2 * row;
                    int kw = x + 1 - 2 * column;
                    if (kh >= 0 && kh < 4 && kw >= 0 && kw < 4 && (outside & 1 << row) == 0) {
                        sum += a[GUARD + row * rowStep + column * pixel + lane]
                                * w[GUARD + (kh * 4 + kw) * lanes + lane];
                    }
                }
            }
            expected[GUARD + r * outRow + x * outPixel + lane] = sum;
        }
        ChannelUpsample4x4.run(inputs, a, GUARD, rowStep, pixel, outside, w, GUARD, c, GUARD, outRow, outPixel,
                channel, channels);
        assertArrayEquals(expected, c, inputs + " inputs, rows outside " + Integer.toBinaryString(outside));
    }

    @Test
    void groupWindowsSumOverTheChannelsOfAGroup() {
        groupWindow(1, GroupWindow3x3::run);
        groupWindow(2, GroupWindow3x3By2::run);
    }

    private void groupWindow(int swaps, GroupWindow kernel) {
        int lanes = Lanes.F32;
        int pixel = lanes + 1;
        int rowStep = 5 * pixel;
        for (int channels = swaps; channels <= lanes; channels *= 2) {
            for (int outside : new int[] {0, 1, 1 << 3, 1 | 1 << 3}) {
                for (int outRow : new int[] {5 * lanes, 0}) {
                    float[] a = guarded(4 * rowStep);
                    float[] w = guarded(channels * 10 * lanes);
                    float[] c = nans(2 * GUARD + 10 * lanes);
                    float[] expected = c.clone();
                    for (int r = outRow == 0 ? 1 : 0; r < 2; r++) {
                        for (int i = 0; i < 5 * lanes; i++) {
                            expected[GUARD + r * outRow + i] = group(a, w, rowStep, pixel, channels, swaps, outside, r,
                                    i);
                        }
                    }
                    for (int swap = 0; swap < channels; swap += swaps) {
                        kernel.run(swap, 5, 1, 5, a, GUARD, rowStep, pixel, outside, w, GUARD + swap * 10 * lanes, c,
                                GUARD, outRow, lanes);
                    }
                    assertArrayEquals(expected, c, channels + " channels");
                }
            }
        }
    }

    private static boolean isStored(int lane, int channel, int channels) {
        return channel + lane >= 0 && channel + lane < channels;
    }

    private static float group(float[] a, float[] w, int rowStep, int pixel, int channels, int swaps, int outside,
            int r, int i) {
        int lanes = Lanes.F32;
        int lane = i % lanes;
        float sum = 0;
        for (int swap = 0; swap < channels; swap++) {
            int wAt = GUARD + swap * 10 * lanes + lane;
            sum += swap % swaps == 0 ? w[wAt + 9 * lanes] : 0;
            for (int tap = 0; tap < 9; tap++) {
                int row = r + tap / 3;
                int column = i / lanes - 1 + tap % 3;
                if (column >= 0 && column < 5 && (outside & 1 << row) == 0) {
                    sum += a[GUARD + row * rowStep + column * pixel + (lane ^ swap)] * w[wAt + tap * lanes];
                }
            }
        }
        return sum;
    }

    private void channelWindow(int taps, int stride, int rowsBeyond, int columnsBeyond, ChannelWindow kernel) {
        channelWindow(taps, stride, rowsBeyond, columnsBeyond, 0, Lanes.F32, kernel);
    }

    private void channelWindow(int taps, int stride, int rowsBeyond, int columnsBeyond, int channel, int channels,
            ChannelWindow kernel) {
        int rows = taps + stride;
        for (int outputs : new int[] {1, 2, 3, 6}) {
            for (int lo = -1; lo <= columnsBeyond; lo++) {
                for (int hi = 0; hi <= columnsBeyond; hi++) {
                    int inputs = (outputs - 1) * stride + taps - lo - hi;
                    for (int above = 0; inputs > 0 && above <= rowsBeyond; above++) {
                        for (int below = 0; below <= rowsBeyond; below++) {
                            int outside = (1 << above) - 1 | (1 << below) - 1 << rows - below;
                            channelWindow(taps, stride, outputs, lo, inputs, outside, channel, channels, kernel);
                        }
                    }
                }
            }
        }
    }

    private void channelWindow(int taps, int stride, int outputs, int lo, int inputs, int outside, int channel,
            int channels, ChannelWindow kernel) {
        int lanes = Lanes.F32;
        int rows = taps + stride;
        int pixel = lanes + 1;
        int rowStep = inputs * pixel + 3;
        int outPixel = lanes + 2;
        int outRow = outputs * outPixel + 1;
        float[] a = guarded(rows * rowStep);
        float[] w = guarded((taps * taps + 1) * lanes);
        float[] c = nans(2 * GUARD + 2 * outRow);
        float[] expected = c.clone();
        // Rows outside are not to be read.
        for (int row = 0; row < rows; row++) {
            if ((outside & 1 << row) != 0) {
                Arrays.fill(a, GUARD + row * rowStep, GUARD + (row + 1) * rowStep, Float.NaN);
            }
        }
        for (int r = 0; r < 2; r++) {
            for (int x = 0; x < outputs; x++) {
                for (int lane = -Math.min(channel, 0); lane < Math.min(lanes, channels - channel); lane++) {
                    float sum = w[GUARD + taps * taps * lanes + lane];
                    for (int kh = 0; kh < taps; kh++) {
                        int row = r * stride + kh;
                        boolean rowOutside = (outside & 1 << row) != 0;
                        for (int kw = 0; kw < taps; kw++) {
                            int column = x * stride - lo + kw;
                            if (!rowOutside && column >= 0 && column < inputs) {
                                sum += a[GUARD + row * rowStep + column * pixel + lane]
                                        * w[GUARD + (kh * taps + kw) * lanes + lane];
                            }
                        }
                    }
                    expected[GUARD + r * outRow + x * outPixel + lane] = sum;
                }
            }
        }
        kernel.run(outputs, lo, inputs, a, GUARD, rowStep, pixel, outside, w, GUARD, c, GUARD, outRow, outPixel);
        assertArrayEquals(expected, c,
                "%d outputs, lo %d, %d inputs, rows outside %s, lane 0 is channel %d of %d".formatted(outputs, lo,
                        inputs, Integer.toBinaryString(outside), channel, channels));
    }

    @Test
    void planeWindowsComputeAColumnWhateverIsOutsideTheImage() {
        planeWindow(3, 1, 2, PlaneWindow3x3::run);
        planeWindow(3, 2, 1, PlaneWindow3x3Stride2::run);
        planeWindow(2, 1, 1, PlaneWindow2x2::run);
    }

    @Test
    void planeColumnsComputeWhatALaneOfPlaneWindowsDoes() {
        planeWindow(3, 1, 2, lanes(1, PlaneColumn3x3::run));
        planeWindow(3, 2, 1, lanes(2, PlaneColumn3x3Stride2::run));
        planeWindow(2, 1, 1, lanes(1, PlaneColumn2x2::run));
    }

    @FunctionalInterface
    private interface PlaneColumn {
        void run(int outputs, int lo, int inputs, float[] a, int aAt, int pitch, int column, int columns, float[] w,
                int wAt, float[] c, int cAt, int outPitch);
    }

    private static PlaneWindow lanes(int stride, PlaneColumn kernel) {
        return (outputs, lo, inputs, a, aAt, pitch, column, columns, w, wAt, c, cAt, lanes, outPitch) -> {
            for (int x = 0; x < lanes; x++) {
                kernel.run(outputs, lo, inputs, a, aAt + x * stride, pitch, column + x * stride, columns, w, wAt, c,
                        cAt + x, outPitch);
            }
        };
    }

    @Test
    void planeRunsComputeWholeVectorsOfOutputsThatFollowEachOther() {
        for (int floats : new int[] {0, Lanes.F32 - 1, Lanes.F32, 3 * Lanes.F32 + 2}) {
            for (int outside = 0; outside < 8; outside++) {
                planeRun(3, 1, floats, outside, PlaneRun3x3::run);
                planeRun(3, 2, floats, outside, PlaneRun3x3Stride2::run);
            }
            for (int outside = 0; outside < 4; outside++) {
                planeRun(2, 1, floats, outside, PlaneRun2x2::run);
            }
        }
    }

    private void planeRun(int taps, int stride, int floats, int outside, PlaneRun kernel) {
        int read = floats == 0 ? 0 : (floats - 1) * stride + taps;
        int pitch = read + 3;
        float[] a = guarded(taps * pitch);
        float[] w = guarded(taps * taps + 1);
        float[] c = nans(2 * GUARD + floats);
        float[] expected = c.clone();
        for (int row = 0; row < taps; row++) {
            int from = (outside & 1 << row) == 0 ? read : 0;
            Arrays.fill(a, GUARD + row * pitch + from, GUARD + (row + 1) * pitch, Float.NaN);
        }
        for (int x = 0; x < floats - floats % Lanes.F32; x++) {
            float sum = w[GUARD + taps * taps];
            for (int kh = 0; kh < taps; kh++) {
                for (int kw = 0; kw < taps && (outside & 1 << kh) == 0; kw++) {
                    sum += a[GUARD + kh * pitch + x * stride + kw] * w[GUARD + kh * taps + kw];
                }
            }
            expected[GUARD + x] = sum;
        }
        kernel.run(floats, outside, a, GUARD, pitch, w, GUARD, c, GUARD);
        assertArrayEquals(expected, c,
                "%d outputs, rows outside %s".formatted(floats, Integer.toBinaryString(outside)));
    }

    private void planeWindow(int taps, int stride, int beyond, PlaneWindow kernel) {
        for (int outputs : new int[] {1, 2, 3, 6}) {
            for (int lo = -1; lo <= beyond; lo++) {
                for (int hi = 0; hi <= beyond; hi++) {
                    int inputs = (outputs - 1) * stride + taps - lo - hi;
                    for (int column : new int[] {-2, -1, 0, 5}) {
                        for (int columns : new int[] {1, Lanes.F32, 2 * Lanes.F32 + 9}) {
                            if (inputs > 0) {
                                planeWindow(taps, stride, outputs, lo, inputs, column, columns, kernel);
                            }
                        }
                    }
                }
            }
        }
    }

    private void planeWindow(int taps, int stride, int outputs, int lo, int inputs, int column, int columns,
            PlaneWindow kernel) {
        int lanes = Lanes.F32 - 1;
        int pitch = columns + 3;
        int outPitch = lanes + 2;
        float[] a = guarded(inputs * pitch);
        float[] w = guarded(taps * taps + 1);
        float[] c = nans(2 * GUARD + outputs * outPitch);
        float[] expected = c.clone();
        for (int row = 0; row < inputs; row++) {
            Arrays.fill(a, GUARD + row * pitch + columns, GUARD + (row + 1) * pitch, Float.NaN);
        }
        for (int y = 0; y < outputs; y++) {
            for (int lane = 0; lane < lanes; lane++) {
                float sum = w[GUARD + taps * taps];
                for (int kh = 0; kh < taps; kh++) {
                    for (int kw = 0; kw < taps; kw++) {
                        int h = y * stride - lo + kh;
                        int x = column + lane * stride + kw;
                        if (h >= 0 && h < inputs && x >= 0 && x < columns) {
                            sum += a[GUARD + h * pitch + x] * w[GUARD + kh * taps + kw];
                        }
                    }
                }
                expected[GUARD + y * outPitch + lane] = sum;
            }
        }
        kernel.run(outputs, lo, inputs, a, GUARD + column, pitch, column, columns, w, GUARD, c, GUARD, lanes, outPitch);
        assertArrayEquals(expected, c,
                "%d outputs, lo %d, %d inputs, column %d of %d".formatted(outputs, lo, inputs, column, columns));
    }

    @Test
    void zipPutsTwoRowsSideBySide() {
        for (int floats : new int[] {1, 2, 3, 2 * Lanes.F32, 4 * Lanes.F32 + 5}) {
            float[] parts = guarded(2 * floats);
            float[] c = nans(2 * GUARD + floats);
            float[] expected = c.clone();
            for (int k = 0; k < floats; k++) {
                expected[GUARD + k] = parts[GUARD + k / 2 + k % 2 * floats];
            }
            Zip.run(floats, parts, GUARD, GUARD + floats, c, GUARD);
            assertArrayEquals(expected, c);
        }
    }
}
