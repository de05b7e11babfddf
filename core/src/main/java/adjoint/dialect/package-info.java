/**
 * The parameters of other frameworks, turned into an {@link adjoint.geometry.Problem} and back: one class per dialect.
 *
 * <p>A dialect knows its framework's size formulas, limits, layouts and filter order, and nothing of how a convolution is
 * computed. Start reading at {@link adjoint.dialect.Dialect}, then {@link adjoint.dialect.PyTorch}; the parts they share are
 * {@code Arguments} (checks) and {@code Expressions} (the way back).
 */
package adjoint.dialect;
