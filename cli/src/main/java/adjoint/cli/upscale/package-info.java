/**
 * The subcommand {@code upscale}: enlarges a photo by one transposed convolution with a fixed filter.
 *
 * <p>{@link adjoint.cli.upscale.UpsampleFilter} is the mathematics, {@link adjoint.cli.upscale.Upscaler} the use of the
 * library; the rest reads and writes files. Start reading at {@code Upscaler}.
 */
package adjoint.cli.upscale;
