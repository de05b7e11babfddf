package adjoint.conformance;

import adjoint.buffer.Floats;
import java.util.Arrays;

/**
 * A tensor between guard zones of NaN: a read outside spreads into the result, and a write outside is found afterwards.
 *
 * <pre>
 * | guard: NaN | the tensor | guard: NaN |
 * </pre>
 */
public final class Guarded {

    /** Longer than any vector, so that a stray vector access lands in it. */
    private static final int GUARD = 40;
    /** A NaN that no arithmetic makes, so that a NaN written into a guard zone is noticed too. */
    private static final float MARK = Float.intBitsToFloat(0x7fc0_a5a5);

    private final Floats whole;
    private final Floats tensor;
    private final float[] initial;

    private Guarded(Storage storage, float[] content) {
        Storage.Window window = storage.allocate(content.length + 2 * GUARD);
        whole = window.of(0, content.length + 2 * GUARD);
        tensor = window.of(GUARD, content.length);
        initial = new float[whole.size()];
        Arrays.fill(initial, MARK);
        System.arraycopy(content, 0, initial, GUARD, content.length);
        whole.write(0, initial, 0, initial.length);
    }

    /**
     * A tensor with content.
     *
     * @param storage the kind of memory
     * @param content the elements
     * @return the tensor
     */
    public static Guarded input(Storage storage, float[] content) {
        return new Guarded(storage, content);
    }

    /**
     * A tensor to be written; its elements are NaN, so that one that is never written is noticed.
     *
     * @param storage the kind of memory
     * @param size    number of elements
     * @return the tensor
     */
    public static Guarded output(Storage storage, int size) {
        float[] unwritten = new float[size];
        Arrays.fill(unwritten, MARK);
        return new Guarded(storage, unwritten);
    }

    /**
     * The tensor as operators see it.
     *
     * @return the elements between the guard zones
     */
    public Floats floats() {
        return tensor;
    }

    /**
     * The content now.
     *
     * @return a copy
     */
    public float[] content() {
        float[] content = new float[tensor.size()];
        tensor.read(0, content, 0, content.length);
        return content;
    }

    /**
     * Requires that nothing was written outside the tensor.
     *
     * @param what what is checked
     */
    public void requireGuardsUntouched(Object what) {
        requireUnchanged(what + ", guard zone before", 0, GUARD);
        requireUnchanged(what + ", guard zone after", GUARD + tensor.size(), GUARD);
    }

    /**
     * Requires that nothing was written, neither within the tensor nor outside.
     *
     * @param what what is checked
     */
    public void requireUntouched(Object what) {
        requireGuardsUntouched(what);
        requireUnchanged(what + ", tensor", GUARD, tensor.size());
    }

    private void requireUnchanged(String what, int from, int count) {
        float[] now = new float[count];
        whole.read(from, now, 0, count);
        for (int at = 0; at < count; at++) {
            if (Float.floatToRawIntBits(now[at]) != Float.floatToRawIntBits(initial[from + at])) {
                throw new AssertionError(what + ": element " + at + " became " + now[at]);
            }
        }
    }
}
