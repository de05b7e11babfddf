package adjoint.simd;

import java.util.Arrays;
import java.util.Random;

/** Arrays for kernels that are tested between NaNs, which show what is read or written outside. */
public abstract class GuardedArrays {

    /** NaNs before and behind what a kernel may touch. */
    protected static final int GUARD = 128;

    protected final Random random = new Random(42);

    /** Small whole numbers, of which all sums are exact. */
    protected final float[] integers(int count) {
        float[] values = new float[count];
        for (int at = 0; at < count; at++) {
            values[at] = random.nextInt(9) - 4;
        }
        return values;
    }

    protected final float[] guarded(int count) {
        float[] values = nans(count + 2 * GUARD);
        System.arraycopy(integers(count), 0, values, GUARD, count);
        return values;
    }

    protected static float[] nans(int count) {
        float[] values = new float[count];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
