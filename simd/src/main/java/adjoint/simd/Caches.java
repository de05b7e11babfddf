package adjoint.simd;

/** What kernels and plans expect of the processor's caches, in floats. */
public final class Caches {

    /** Floats of a line. */
    public static final int LINE = 16;

    /** Floats of a core's second-level cache, of the smallest common among servers: 1 MB, 8 ways. */
    public static final int SECOND_LEVEL = 256 * 1024;

    private Caches() {
    }
}
