/**
 * Micro-kernels: one class with one static {@code run} each, on {@code float[]} and offsets. They know nothing of convolution.
 *
 * <p>Names: {@code <Op><rows>x<vectors>v}. Start reading at {@link adjoint.simd.kernel.GatherGemm5x4v}.
 */
package adjoint.simd.kernel;
