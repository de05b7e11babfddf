package adjoint.onnx.operator;

import adjoint.onnx.run.Kernel;

/**
 * Functions of an exponential, as loops of which all but the shortest are vectorised by C2. That one multiplies by powers of two
 * from a table: C2 does not vectorise the making of a float from its bits.
 *
 * <p>{@code exp(v) = 2^n * exp(r)} with n the integer next to {@code v / log(2)}, and a polynomial for r. Source: Moshier, "Methods
 * and Programs for Mathematical Functions", 1989 (Cephes, expf). To 1e-7 of the value; subnormal results lose digits.
 */
final class Exponential implements Loop.Unary {

    /** Bounds of arguments: beyond are 0 and infinity. */
    private static final float LEAST = -104;
    private static final float GREATEST = 89;

    private static final float LOG2_E = 1.44269504f;
    /** Log(2) in two parts, the first of few digits, so that multiples of it are exact. */
    private static final float LOG_2_HIGH = 0.693145752f;
    private static final float LOG_2_LOW = 1.42860677e-6f;
    /** A float added and taken away again leaves an integer. */
    private static final float ROUNDING = 0x1.8p23f;

    /** Where 2^0 lies in the table. Entries are halves, so that the greatest result does not overflow on the way. */
    private static final int ZERO = 151;
    private static final float[] HALF_POWERS = new float[ZERO + 130];

    static {
        for (int i = 0; i < HALF_POWERS.length; i++) {
            HALF_POWERS[i] = (float) Math.pow(2, i - ZERO - 1);
        }
    }

    /**
     * Memory of a thread.
     *
     * @param values  arguments, then exponentials
     * @param indices of powers in the table
     */
    private record Room(float[] values, int[] indices) {
    }

    private static final ThreadLocal<Room> ROOM = ThreadLocal
            .withInitial(() -> new Room(new float[Kernel.BLOCK], new int[Kernel.BLOCK]));

    private final Loop.Unary before;
    private final Loop.Binary after;

    private Exponential(Loop.Unary before, Loop.Binary after) {
        this.before = before;
        this.after = after;
    }

    /**
     * A function {@code after(v, exp(before(v)))}.
     *
     * @param before the argument of the exponential
     * @param after  what is made of an element and the exponential
     */
    static Loop.Unary of(Loop.Unary before, Loop.Binary after) {
        return new Exponential(before, after);
    }

    @Override
    public void run(float[] a, float[] y, int n) {
        Room room = ROOM.get();
        before.run(a, room.values, n);
        reduce(room.values, room.indices, n);
        scale(room.values, room.indices, n);
        after.run(a, room.values, y, n);
    }

    private static void reduce(float[] values, int[] indices, int count) {
        for (int i = 0; i < count; i++) {
            float v = Math.min(Math.max(values[i], LEAST), GREATEST);
            float n = v * LOG2_E + ROUNDING - ROUNDING;
            float r = v - n * LOG_2_HIGH - n * LOG_2_LOW;
            float p = 1.9875691500e-4f;
            p = p * r + 1.3981999507e-3f;
            p = p * r + 8.3334519073e-3f;
            p = p * r + 4.1665795894e-2f;
            p = p * r + 1.6666665459e-1f;
            p = p * r + 5.0000001201e-1f;
            values[i] = 2 * (p * r * r + r + 1);
            indices[i] = (int) (n + ZERO);
        }
    }

    private static void scale(float[] values, int[] indices, int count) {
        for (int i = 0; i < count; i++) {
            values[i] *= HALF_POWERS[indices[i]];
        }
    }
}
