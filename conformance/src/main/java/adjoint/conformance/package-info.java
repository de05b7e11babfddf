/**
 * What a backend is checked with: a problem as one word ({@link adjoint.conformance.ConvCase}), generated problems
 * ({@link adjoint.conformance.Cases}), data for them ({@link adjoint.conformance.Tensors}), storage that notices stray reads and
 * writes ({@link adjoint.conformance.Guarded}) and comparison ({@link adjoint.conformance.Compare}).
 *
 * <p>The laws themselves are in {@link adjoint.conformance.contract}. jqwik is an optional dependency: only {@code Cases} and
 * the contracts need it. Start reading at {@code ConvCase}.
 */
package adjoint.conformance;
