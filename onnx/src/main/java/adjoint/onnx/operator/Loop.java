package adjoint.onnx.operator;

/**
 * A function of corresponding elements, as a loop over a block of them that C2 vectorises: plain arithmetic on arrays, no calls
 * that are not intrinsic, no branch that a conditional move cannot replace. The result may take the place of an argument.
 */
public sealed interface Loop {

    /** {@code y[i] = f(a[i])}. */
    @FunctionalInterface
    non-sealed interface Unary extends Loop {
        /** Computes {@code n} elements. */
        void run(float[] a, int aAt, float[] y, int yAt, int n);
    }

    /** {@code y[i] = f(a[i], b[i])}. */
    @FunctionalInterface
    non-sealed interface Binary extends Loop {
        /** Computes {@code n} elements. */
        void run(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n);
    }

    /** {@code y[i] = f(a[i], b[i], c[i])}. */
    @FunctionalInterface
    non-sealed interface Ternary extends Loop {
        /** Computes {@code n} elements. */
        void run(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] y, int yAt, int n);
    }
}
