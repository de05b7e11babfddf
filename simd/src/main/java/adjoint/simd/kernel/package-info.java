/**
 * Micro-kernels: one class with one static {@code run} each, on {@code float[]} and offsets; panels of those whose names end in Lines
 * are {@link adjoint.simd.NativeFloats}. They know nothing of convolution.
 *
 * <p>Names: {@code <Op><rows>x<vectors>v}. Start reading at {@link adjoint.simd.kernel.GatherGemm5x4v}.
 */
package adjoint.simd.kernel;
