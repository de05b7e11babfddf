/**
 * The subcommand {@code serve}: a page in which a photo is dropped and seen enlarged. {@link adjoint.cli.serve.UpscaleServer} answers
 * requests; the page is in the resources beside it.
 */
package adjoint.cli.serve;
