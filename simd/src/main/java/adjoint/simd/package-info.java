/**
 * The vectorised backend: the entry ({@link adjoint.simd.SimdBackend}), the list of strategies
 * ({@link adjoint.simd.Strategies}) and the vector width ({@link adjoint.simd.Lanes}).
 *
 * <p>Arrows go one way: strategy to gather, pack and kernel, and all of them to Lanes. Nothing is exported. Start reading at
 * {@link adjoint.simd.Strategies}, then {@link adjoint.simd.strategy.ImplicitGemm}.
 */
package adjoint.simd;
