/**
 * Convolution, transposed convolution and filter gradient: plan once, run many times.
 *
 * <p>Describe a layer with {@link adjoint.ConvSpec} (or with a framework's own parameters, see package
 * {@code adjoint.dialect}), resolve it to a {@link adjoint.geometry.Problem}, then plan the operator that is wanted:
 * {@link adjoint.Convolution}, {@link adjoint.TransposedConvolution} or {@link adjoint.FilterGradient}.
 *
 * <p>The law that all of it obeys: {@code <conv(x, w), y> = <x, convT(y, w)> = <w, filterGrad(x, y)>}.
 */
package adjoint;
