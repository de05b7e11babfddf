/**
 * {@code adjoint explain}: where the zeros of a convolution or a transposed convolution lie, what its window reads, and what
 * is cut.
 *
 * <p>{@link adjoint.cli.explain.Request} is what was asked, {@link adjoint.cli.explain.Explanation} the answer, computed by the
 * library's own geometry and operators. The renderers {@link adjoint.cli.explain.TextRenderer},
 * {@link adjoint.cli.explain.SvgRenderer} and {@link adjoint.cli.explain.HtmlRenderer} only draw it. The page's own geometry
 * is {@code geometry.js} among the resources; a test holds it against this one.
 */
package adjoint.cli.explain;
