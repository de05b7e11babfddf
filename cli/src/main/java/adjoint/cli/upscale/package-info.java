/**
 * The subcommand {@code upscale}: enlarges a photo by a network, or by one transposed convolution with a fixed filter.
 *
 * <p>An {@link adjoint.cli.upscale.Enlargement} is a large picture in the making; {@link adjoint.cli.upscale.SuperResolution} and
 * {@link adjoint.cli.upscale.Interpolation} are the two ways to make one. {@link adjoint.cli.upscale.UpsampleFilter} is the
 * mathematics of the latter. Start reading at {@code SuperResolution}.
 */
package adjoint.cli.upscale;
