/**
 * The parameters of other frameworks, turned into an {@link adjoint.geometry.Problem} and back: one class per dialect.
 *
 * <p>A dialect knows its framework's size formulas, limits, layouts and filter order, and nothing of how a convolution is
 * computed.
 */
package adjoint.dialect;
