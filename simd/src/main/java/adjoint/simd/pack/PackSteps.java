package adjoint.simd.pack;

import adjoint.simd.Lanes;

/** B[k][...] = A[k][...] for steps k of some floats: puts steps that lie apart after each other. */
public final class PackSteps {

    private PackSteps() {
    }

    /**
     * Packs.
     *
     * @param steps  number of steps
     * @param length floats of each
     * @param a      source
     * @param aAt    where the first step starts
     * @param aStep  from one step to the next
     * @param b      destination
     * @param bAt    where the first step goes
     */
    public static void run(int steps, int length, float[] a, int aAt, int aStep, float[] b, int bAt) {
        int from = aAt;
        int to = bAt;
        for (int k = 0; k < steps; k++) {
            if (length >= Lanes.F32) {
                CopyRow.run(length, a, from, b, to);
            } else {
                for (int i = 0; i < length; i++) {
                    b[to + i] = a[from + i];
                }
            }
            from += aStep;
            to += length;
        }
    }
}
