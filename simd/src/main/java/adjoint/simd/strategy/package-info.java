/**
 * One class per way to compute: which problems it takes, how it walks over them, which kernel it calls.
 *
 * <p>The order of preference is in {@link adjoint.simd.Strategies}. Start reading at
 * {@link adjoint.simd.strategy.ImplicitGemm}.
 */
package adjoint.simd.strategy;
