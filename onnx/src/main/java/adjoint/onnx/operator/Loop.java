package adjoint.onnx.operator;

/**
 * A function of corresponding elements, as a loop that C2 vectorises: plain arithmetic on arrays, no calls that are not intrinsic,
 * and where it can be said by {@link Math#max} and {@link Math#min}, no choice.
 *
 * <p>Every array is a block that begins at index 0 and has at most {@link adjoint.onnx.run.Kernel#BLOCK} elements. The result may
 * take the place of an argument. With offsets it could be an argument that is moved by some elements, each of which would then
 * depend on one before: C2 of JDK 25 proves from equal indices alone that this is not so, and leaves other loops scalar (0.06 and
 * 0.37 ns for an addition, copies between tensors and blocks 0.03 each).
 */
public sealed interface Loop {

    /** {@code y[i] = f(a[i])}. */
    @FunctionalInterface
    non-sealed interface Unary extends Loop {
        /** Computes {@code n} elements. */
        void run(float[] a, float[] y, int n);
    }

    /** {@code y[i] = f(a[i], b[i])}. */
    @FunctionalInterface
    non-sealed interface Binary extends Loop {
        /** Computes {@code n} elements. */
        void run(float[] a, float[] b, float[] y, int n);
    }

    /** {@code y[i] = f(a[i], b[i], c[i])}. */
    @FunctionalInterface
    non-sealed interface Ternary extends Loop {
        /** Computes {@code n} elements. */
        void run(float[] a, float[] b, float[] c, float[] y, int n);
    }
}
