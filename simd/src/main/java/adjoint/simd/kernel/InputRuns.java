package adjoint.simd.kernel;

/**
 * How kernels are told what they read: runs of inputs that follow each other, {@value #NUMBERS} numbers for each, one after the other in
 * an array.
 */
public final class InputRuns {

    /** Numbers that describe a run. */
    public static final int NUMBERS = 3;
    /** Which of them says where it starts, relative to a row. */
    public static final int AT = 0;
    /** Which says the first step of the filter that it meets. */
    public static final int STEP = 1;
    /** Which says its length, in steps. */
    public static final int LENGTH = 2;

    /**
     * Steps of the longest run. Kernels say so in their loops: C2 cuts loops that may be longer into strips, a third level of loops
     * through which it does not always keep sums in registers (a quarter of the speed, depending on what ran before).
     */
    public static final int MAX_LENGTH = 512;

    private InputRuns() {
    }
}
