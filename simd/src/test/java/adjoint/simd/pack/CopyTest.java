package adjoint.simd.pack;

import adjoint.simd.GuardedArrays;
import adjoint.simd.Lanes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What copies by vectors against scalar loops, between NaNs that show what is read or written outside. */
class CopyTest extends GuardedArrays {

    @Test
    void transposeMakesColumnsOfSixteenRows() {
        transposes(Transpose16x1v::run);
        if (Lanes.F32 == Transpose8x1v.LANES) {
            transposes(Transpose8x1v::run);
        }
    }

    @FunctionalInterface
    private interface Transpose {
        void run(int blocks, float[] a, int aAt, int aRowStep, int aStep, float[] b, int bAt, int bRowStep, int bStep);
    }

    private void transposes(Transpose kernel) {
        int rows = Transpose16x1v.ROWS;
        int columns = Transpose16x1v.COLUMNS;
        for (int blocks : new int[] {0, 1, 3}) {
            int rowStep = blocks * (columns + 1) + 2;
            int columnStep = rows + 3;
            float[] a = guarded(rows * rowStep);
            float[] b = nans(2 * GUARD + blocks * columns * columnStep);
            float[] expected = b.clone();
            for (int block = 0; block < blocks; block++) {
                for (int r = 0; r < rows; r++) {
                    for (int c = 0; c < columns; c++) {
                        expected[GUARD + (block * columns + c) * columnStep + r] = a[GUARD + r * rowStep
                                + block * (columns + 1) + c];
                    }
                }
            }
            kernel.run(blocks, a, GUARD, rowStep, columns + 1, b, GUARD, columnStep, columns * columnStep);
            assertArrayEquals(expected, b);
        }
    }

    @Test
    void rowsAreCopiedSpreadAndThinnedWhateverTheirLength() {
        for (int count = Lanes.F32; count <= 3 * Lanes.F32; count++) {
            float[] a = guarded(2 * count);
            float[] copied = nans(2 * GUARD + count);
            float[] spread = nans(2 * GUARD + 2 * count);
            float[] thinned = copied.clone();
            float[][] expected = {copied.clone(), spread.clone(), thinned.clone()};
            for (int k = 0; k < count; k++) {
                expected[0][GUARD + k] = a[GUARD + k];
                expected[1][GUARD + 2 * k] = a[GUARD + k];
                expected[2][GUARD + k] = a[GUARD + 2 * k];
            }
            CopyRow.run(count, a, GUARD, copied, GUARD);
            Spread2.run(count, a, GUARD, spread, GUARD);
            Unzip2.run(count, a, GUARD, thinned, GUARD);
            assertArrayEquals(expected, new float[][] {copied, spread, thinned});
        }
    }

    @Test
    void spreadMayEndWithTheTensor() {
        float[] b = new float[2 * Lanes.F32 - 1];
        float[] a = integers(Lanes.F32);
        Spread2.run(Lanes.F32, a, 0, b, 0);
        for (int k = 0; k < b.length; k++) {
            assertEquals(k % 2 == 0 ? a[k / 2] : 0, b[k]);
        }
    }

    @Test
    void runsOfAFewFloatsAreCopiedToTheirPlaces() {
        for (int length = CopyRuns.MIN_LENGTH; length < 3 * Lanes.F32; length++) {
            int[] at = {2 * length + 2, 0, length + 1};
            float[] a = guarded(3 * (length + 1));
            float[] b = nans(2 * GUARD + 3 * length + 2);
            float[] expected = b.clone();
            for (int i = 0; i < at.length; i++) {
                System.arraycopy(a, GUARD + i * (length + 1), expected, GUARD + at[i], length);
            }
            CopyRuns.run(at.length, length, a, GUARD, length + 1, b, at, GUARD);
            assertArrayEquals(expected, b);
        }
    }
}
